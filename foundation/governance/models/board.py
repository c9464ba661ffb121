"""What the board was asked and what it decided. Proposals, withdrawals and resolutions only grow."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.governance.enums import APPROVING, ResolutionKind

SHA256 = r"^[0-9a-f]{64}$"


class Proposal(models.Model):
    """An exact content laid before the board: what it is, its hash, and who drafted it.

    A room calls `governance.services.propose`; the title and address let the board read it without this room
    knowing the room above. `is_historical`: written down from an announcement, years after the board met; the hash
    is then that of the text as it was announced.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    content_kind = models.CharField(max_length=60)
    content_public_id = models.CharField(max_length=26)
    content_hash = models.CharField(max_length=64)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    drafter_ids = ArrayField(models.BigIntegerField(), default=list)
    is_historical = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("proposal to the board")
        verbose_name_plural = _("proposals to the board")
        indexes = [models.Index(fields=["content_public_id", "content_hash"], name="proposal_content")]
        constraints = [models.CheckConstraint(condition=Q(content_hash__regex=SHA256), name="proposal_hash_is_sha256")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th


class Withdrawal(models.Model):
    """A proposal taken back before the board spoke."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("withdrawal of a proposal")
        verbose_name_plural = _("withdrawals of proposals")

    def __str__(self) -> str:
        return f"{self.proposal}: {self.reason}"


class Resolution(models.Model):
    """What the board decided about one exact content: the sha-256 of its canonical form is part of the decision.

    A historical one was taken before the system existed; `source` says from which document it is known. How many
    seats the board had, who took part, who abstained for interest and how many were needed is written down with it;
    the database counts again (migration 0007). A mistake is mended by a further resolution that `corrects` this one.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey("governance.BoardMeeting", on_delete=models.PROTECT, related_name="resolutions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="resolutions")
    item = models.CharField(max_length=20, help_text=_("The agenda item, for example 4.2."))
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=24, choices=ResolutionKind.choices)
    remarks = models.TextField(blank=True)
    content_kind = models.CharField(max_length=60)
    content_public_id = models.CharField(max_length=26)
    content_hash = models.CharField(max_length=64)
    abstained = ArrayField(models.BigIntegerField(), default=list, blank=True)
    seats_count = models.PositiveSmallIntegerField(null=True, blank=True)
    present_count = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_count = models.PositiveSmallIntegerField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_historical = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        indexes = [models.Index(fields=["content_hash", "-id"], name="resolution_of_hash")]
        constraints = [
            models.CheckConstraint(condition=Q(content_hash__regex=SHA256), name="resolution_hash_is_sha256"),
            models.CheckConstraint(condition=Q(kind__in=ResolutionKind.values), name="resolution_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ResolutionKind.APPROVED) | ~Q(remarks=""), name="resolution_remarks_where_due"
            ),
            models.UniqueConstraint(fields=["meeting", "content_hash"], name="resolution_once_a_meeting"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(corrects__isnull=True), name="resolution_once_a_proposal"
            ),
            models.CheckConstraint(condition=Q(is_historical=False) | ~Q(source=""), name="resolution_history_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.label}: {self.subject}"

    @property
    def approves(self) -> bool:
        """Whether the board agreed, with or without remarks."""
        return self.kind in APPROVING
