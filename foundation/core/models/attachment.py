"""Files that people hand in: the row keeps the name they gave, the disk a random one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.models.base import Record


class Visibility(models.TextChoices):
    """Who besides staff may fetch a file."""

    INTERNAL = "internal", _("Staff only")
    COMPLAINANT = "complainant", _("Also the person who filed the matter")


class ScanState(models.TextChoices):
    """What the virus scanner said. Only `unscanned` (no scanner set up) and `clean` files are given out."""

    UNSCANNED = "unscanned", _("Not scanned")
    HELD = "held", _("Being scanned")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected, locked away")


class Attachment(Record):
    """A file that belongs to a record of some room, named by kind and public id."""

    owner_kind = models.CharField(max_length=60)
    owner_public_id = models.CharField(max_length=40)
    name = models.CharField(max_length=1000)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=60, unique=True, editable=False)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.INTERNAL)
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.UNSCANNED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="attachments"
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["owner_kind", "owner_public_id", "id"], name="attachment_of_owner"),
            models.Index(fields=["id"], condition=models.Q(scan_state="held"), name="attachment_held"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_available(self) -> bool:
        """Whether the file may be given out as far as the scanner is concerned."""
        return self.scan_state in {ScanState.UNSCANNED, ScanState.CLEAN}
