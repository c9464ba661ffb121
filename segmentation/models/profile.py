"""Profiles of segments that were given out: what was told to whom and why. They only grow (policy 2.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from segmentation.enums import Edition


class ProfileIssue(models.Model):
    """One profile as issued. `content` is what stands in it, in both languages; `sha256` is its fingerprint, which
    stands on the paper too. The PDF is laid out from `content`, so it says the same whenever it is asked for."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    segment = models.ForeignKey("segmentation.Segment", on_delete=models.PROTECT, related_name="profiles")
    edition = models.CharField(_("edition"), max_length=8, choices=Edition.choices)
    purpose = models.CharField(_("what it is for"), max_length=300)
    recipient = models.CharField(_("for whom"), max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("profile of a segment")
        verbose_name_plural = _("profiles of segments")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["segment", "-issued_at"], name="profile_newest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(edition__in=Edition.values), name="profile_edition_known"),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(recipient=""), name="profile_purpose_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} · {self.recipient}"
