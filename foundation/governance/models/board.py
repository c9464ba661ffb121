"""What the board was asked, when it met and what it decided. Meetings, proposals and resolutions only grow."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models import Record, track
from foundation.governance.enums import APPROVING, AgendaKind, ResolutionKind

SHA256 = r"^[0-9a-f]{64}$"


class BoardMeeting(models.Model):
    """A meeting of the board: the 8th of 2565 is written 8/2565."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(99)])
    year_be = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-held_on", "-number"]
        verbose_name = _("board meeting")
        verbose_name_plural = _("board meetings")
        constraints = [
            models.UniqueConstraint(fields=["year_be", "number"], name="board_meeting_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="board_meeting_number"),
            models.CheckConstraint(condition=Q(year_be__gte=2500, year_be__lte=2699), name="board_meeting_year"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "8/2565", as it is cited in both languages."""
        return f"{self.number}/{self.year_be}"


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

    A historical one was taken before the system existed; `source` says from which document it is known.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="resolutions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="resolutions")
    item = models.CharField(max_length=20, help_text=_("The agenda item, for example 4.2."))
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=24, choices=ResolutionKind.choices)
    remarks = models.TextField(blank=True)
    content_kind = models.CharField(max_length=60)
    content_public_id = models.CharField(max_length=26)
    content_hash = models.CharField(max_length=64)
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
            models.CheckConstraint(condition=Q(is_historical=False) | ~Q(source=""), name="resolution_history_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.label}: {self.subject}"

    @property
    def approves(self) -> bool:
        """Whether the board agreed, with or without remarks."""
        return self.kind in APPROVING


class AgendaItem(Record):
    """One item of a meeting: for information or for decision, with the proposal that it deals with, if any."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="agenda")
    number = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=AgendaKind.choices)
    title = models.CharField(max_length=300)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")

    history = track()

    class Meta:
        ordering = ["meeting", "position", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once"),
            models.CheckConstraint(condition=Q(kind__in=AgendaKind.values), name="agenda_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
