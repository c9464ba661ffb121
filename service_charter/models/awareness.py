"""Awareness: which member of staff has read which version of the charter. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from service_charter.models.charter import CharterVersion


class ReadReceipt(models.Model):
    """A member of staff confirmed once to have read exactly this text.

    Who is asked follows from the rows: staff without a receipt for the version published last, so a new version asks
    anew. The database checks the fingerprint, and that the version was published (migration 0012).
    """

    charter = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="receipts")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("receipt of reading the charter")
        verbose_name_plural = gettext_lazy("receipts of reading the charter")
        constraints = [models.UniqueConstraint(fields=["charter", "reader"], name="charter_read_once")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.charter}"

    def get_absolute_url(self) -> str:
        """Where the text is read and confirmed."""
        return reverse("service_charter:awareness-read")
