"""You said, we did: told to everybody, after a second person has approved it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track
from voc.enums.insight import DoneStatus
from voc.models.spoken import spoken


class DoneEntry(Record):
    """What customers said, what we did, and since when. `source_kind` and `source_id` cite what it came from."""

    said_th = models.CharField(_("you said, in Thai"), max_length=300)
    said_en = models.CharField(_("you said, in English"), max_length=300, blank=True)
    did_th = models.TextField(_("we did, in Thai"), blank=True)
    did_en = models.TextField(_("we did, in English"), blank=True)
    since = models.DateField(_("since"))
    source_kind = models.CharField(max_length=80, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=DoneStatus.choices, default=DoneStatus.DRAFT, editable=False
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    history = track()

    class Meta:
        ordering = ["-since", "-id"]
        verbose_name = _("you said, we did")
        verbose_name_plural = _("you said, we did")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DoneStatus.values), name="done_status_known"),
            models.CheckConstraint(condition=~Q(approved_by=F("drafted_by")), name="done_second_person"),
            models.CheckConstraint(
                condition=~Q(status=DoneStatus.PUBLISHED) | Q(published_at__isnull=False), name="done_published_when"
            ),
            set_together("published_at", "approved_by", name="done_published_at_by"),
        ]
        indexes = [models.Index(fields=["status", "-since", "-id"], name="done_by_status")]

    def __str__(self) -> str:
        return self.said

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("voc:done-entry", args=[self.public_id])

    @property
    def said(self) -> str:
        """What customers said, in the reader's language."""
        return spoken(self, "said")

    @property
    def did(self) -> str:
        """What we did, in the reader's language."""
        return spoken(self, "did")
