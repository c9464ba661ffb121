"""The board: who sits on it, when it meets, who came, and what it went through."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import AHEAD, TAKING_PART, TOOK_PLACE, AgendaKind, MeetingState, Presence
from foundation.governance.models.spoken import spoken


class BoardSeat(Record):
    """A seat on the board and who holds it, from a day until another takes over.

    Seats are shipped without names. `user` is the holder's sign-in, where there is one: what that person drafted is
    decided without them.
    """

    position = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    holder = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="board_seats"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    history = track()

    class Meta:
        ordering = ["position", "since", "id"]
        verbose_name = _("seat on the board")
        verbose_name_plural = _("seats on the board")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_term_forward"
            ),
            models.UniqueConstraint(
                fields=["position"], condition=Q(until__isnull=True), name="seat_one_holder_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.holder}" if self.holder else self.title

    @property
    def title(self) -> str:
        """The office, in the reader's language."""
        return spoken(self, "title")


class QuorumRule(models.Model):
    """How many members make a quorum for meetings from a day on: a share of the seats, and at least so many.

    `counts_interested`: whether who abstains for interest still counts for that item. Rows are only ever added.
    """

    since = models.DateField(unique=True)
    numerator = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    denominator = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    minimum = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(99)])
    counts_interested = models.BooleanField(default=False)
    basis = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("rule for the quorum")
        verbose_name_plural = _("rules for the quorum")
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__gte=1, denominator__gte=1, minimum__gte=1, numerator__lte=F("denominator")),
                name="quorum_rule_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}, ≥ {self.minimum}"

    def needed(self, seats: int) -> int:
        """How many members must take part when the board has so many seats."""
        return max(self.minimum, -(-seats * self.numerator // self.denominator))


class MeetingQuerySet(models.QuerySet["BoardMeeting"]):
    """Meetings by where they stand."""

    def took_place(self) -> "MeetingQuerySet":
        """Those that were held."""
        return self.filter(state__in=TOOK_PLACE)

    def ahead(self) -> "MeetingQuerySet":
        """Those that are being prepared."""
        return self.filter(state__in=AHEAD)


class BoardMeeting(Record):
    """A meeting of the board: the 8th of 2565 is written 8/2565. `held_on` is the planned day until it was held."""

    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(99)])
    year_be = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certified_in = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="certifies")
    certified_note = models.TextField(blank=True)

    history = track()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-number"]
        verbose_name = _("board meeting")
        verbose_name_plural = _("board meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["year_be", "number"], condition=~Q(state=MeetingState.CANCELLED), name="board_meeting_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="board_meeting_number"),
            models.CheckConstraint(condition=Q(year_be__gte=2500, year_be__lte=2699), name="board_meeting_year"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="board_meeting_state_known"),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CERTIFIED, certified_at__isnull=False)
                | ~Q(state=MeetingState.CERTIFIED) & Q(certified_at__isnull=True),
                name="board_meeting_certified_when",
            ),
            set_together("certified_at", "certified_by", "certified_in", name="board_meeting_certified"),
            set_together("minuted_at", "minuted_by", name="board_meeting_minuted"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-meeting", args=[self.public_id])

    @property
    def label(self) -> str:
        """ "8/2565", as it is cited in both languages."""
        return f"{self.number}/{self.year_be}"

    @property
    def is_ahead(self) -> bool:
        """Whether it is still being prepared."""
        return self.state in AHEAD

    @property
    def took_place(self) -> bool:
        """Whether it was held."""
        return self.state in TOOK_PLACE


class Attendance(Record):
    """Whether the holder of a seat took part in a meeting. One row for each seat that was filled on that day."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(BoardSeat, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=8, choices=Presence.choices)

    history = track()

    class Meta:
        ordering = ["seat__position", "id"]
        verbose_name = _("attendance of a member")
        verbose_name_plural = _("attendance of members")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="attendance_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"

    @property
    def takes_part(self) -> bool:
        """Whether the member counts."""
        return self.presence in TAKING_PART


class AgendaItem(Record):
    """One item of a meeting by its kind, with the proposal that it deals with, and what came of it."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="agenda")
    number = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=AgendaKind.choices)
    title = models.CharField(max_length=300)
    proposal = models.ForeignKey(
        "governance.Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    outcome = models.TextField(blank=True)

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


class Interest(models.Model):
    """A member says to have an interest in a proposal, and so abstains. Rows are only ever added."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    proposal = models.ForeignKey("governance.Proposal", on_delete=models.PROTECT, related_name="interests")
    seat = models.ForeignKey(BoardSeat, on_delete=models.PROTECT, related_name="interests")
    ground = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["seat__position", "id"]
        verbose_name = _("interest of a member")
        verbose_name_plural = _("interests of members")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "seat"], name="interest_once"),
            models.CheckConstraint(condition=~Q(ground=""), name="interest_has_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.ground}"
