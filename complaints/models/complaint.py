"""The complaint: what is told, how it is judged, what was promised and what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from complaints.enums import (
    FINISHED,
    OPEN,
    OUTSIDE_NUMBERED,
    SHORT_SEVERITY,
    WHYS,
    Answer,
    Cause,
    Channel,
    Complexity,
    Due,
    Exhaustion,
    Identity,
    Impact,
    Outcome,
    Priority,
    Remedy,
    Severity,
    Status,
)
from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track

if TYPE_CHECKING:
    from foundation.accounts.models import User

IS_OPEN = Q(status__in=OPEN)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Reads that every list starts from."""

    def visible_to(self, user: "User") -> "ComplaintQuerySet":
        """What the person may see: the own unit's and own cases, or all; never one about the person (annex D), and
        one of misconduct only with the duty for these."""
        others = self.exclude(complained_about=user) if user.pk else self.none()
        own_route = user.can(Permission.COMPLAINT_MISCONDUCT)
        if not own_route:
            others = others.ordinary()
        if user.can(Permission.COMPLAINT_VIEW_ALL):
            return others
        if not user.can(Permission.COMPLAINT_VIEW):
            return self.none()
        mine = Q(unit=user.unit_id) | Q(handler=user) | Q(investigator=user)
        return others.filter(mine | Q(is_misconduct=True) if own_route else mine)

    def ordinary(self) -> "ComplaintQuerySet":
        """Without those of misconduct and corruption, which have a route of their own and are counted nowhere else."""
        return self.filter(is_misconduct=False)

    def open(self) -> "ComplaintQuerySet":
        """Neither closed nor withdrawn."""
        return self.filter(IS_OPEN)

    def overdue(self, *, at: datetime) -> "ComplaintQuerySet":
        """Open ones whose next date has passed while the clock runs."""
        return self.open().filter(queue_at__lt=at)


class Complaint(Record):
    """One complaint from receipt to closing. Changed only by `complaints.services`."""

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RECEIVED)
    is_misconduct = models.BooleanField(default=False)  # by the confidential route: only its own role sees it

    # Receipt (7.2, annex C)
    identity = models.CharField(max_length=12, choices=Identity.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.PORTAL)
    external_reference = models.CharField(max_length=60, blank=True)
    partner = models.ForeignKey(
        "service_charter.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # whose system brought it
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    category = models.ForeignKey("complaints.Category", on_delete=models.PROTECT, related_name="complaints")
    subject = models.CharField(max_length=160)
    description = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=200, blank=True)
    occurred_on = models.DateField(null=True, blank=True)
    remedies_requested = ArrayField(models.CharField(max_length=20, choices=Remedy.choices), default=list, blank=True)
    remedy_wish = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_received"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notice = models.ForeignKey(
        "privacy.NoticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.TextField(editable=False, default="")

    # People
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="complaints")
    unit_concerned = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_about"
    )
    handler = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_handled"
    )
    investigator = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_investigated"
    )
    complained_about = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)  # the person complained about was heard, or had the time

    # Initial assessment (7.5): the six fields
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, null=True, blank=True)
    is_safety_matter = models.BooleanField(null=True, blank=True)
    complexity = models.PositiveSmallIntegerField(choices=Complexity.choices, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(choices=Impact.choices, null=True, blank=True)
    needs_immediate_action = models.BooleanField(null=True, blank=True)
    can_act_immediately = models.BooleanField(null=True, blank=True)
    immediate_action = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    priority_reason = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # Investigation and decision (7.6 to 7.8)
    grounded_at = models.DateTimeField(null=True, blank=True)  # plan and evidence are as deep as the severity asks
    findings = models.TextField(blank=True)
    root_cause = models.TextField(blank=True)
    cause_kind = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    whys = ArrayField(models.TextField(), default=list, blank=True, size=WHYS)
    findings_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    decision = models.TextField(blank=True)
    prevention = models.TextField(blank=True)
    remedies_decided = ArrayField(models.CharField(max_length=20, choices=Remedy.choices), default=list, blank=True)
    remedy_amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True
    )  # baht, where money is due
    offer_to_others = models.TextField(blank=True)  # what others concerned, who did not complain, are offered
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carry_out_by = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    carried_out = models.TextField(blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)

    # Recourse and closing (7.9)
    internal_recourse_at = models.DateTimeField(null=True, blank=True)
    external_recourse_at = models.DateTimeField(null=True, blank=True)
    exhaustion = models.CharField(max_length=12, choices=Exhaustion.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    # One person's complaint filed twice goes on in one of them; one that held two matters became two.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="filed_again")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    # Promises: the standards in force at receipt bind the complaint for good.
    acknowledge_standard = models.ForeignKey(
        "service_charter.Standard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reply_standard = models.ForeignKey(
        "service_charter.Standard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolve_standard = models.ForeignKey(
        "service_charter.Standard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    clock_started_at = models.DateTimeField()
    acknowledge_due_at = models.DateTimeField(null=True, blank=True)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    resolve_due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolve_missed = models.BooleanField(default=False)
    step_due_at = models.DateTimeField(null=True, blank=True)
    is_paused = models.BooleanField(default=False)
    due = models.CharField(max_length=12, choices=Due.choices, blank=True)
    queue_at = models.DateTimeField()

    history = track(excluded_fields=["search_text", "queue_at", "code_hash"])

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [
            models.Index(fields=["queue_at", "id"], name="complaint_queue", condition=IS_OPEN),
            models.Index(fields=["unit", "queue_at", "id"], name="complaint_queue_unit", condition=IS_OPEN),
            models.Index(fields=["handler", "queue_at", "id"], name="complaint_queue_handler", condition=IS_OPEN),
            models.Index(fields=["investigator", "queue_at"], name="complaint_queue_invest", condition=IS_OPEN),
            models.Index(fields=["status", "queue_at", "id"], name="complaint_status_queue"),
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            models.Index(fields=["customer", "-received_at"], name="complaint_customer"),
            models.Index(fields=["partner", "-id"], name="complaint_partner", condition=Q(partner__isnull=False)),
            models.Index(Lower("place"), F("received_at").desc(), name="complaint_place", condition=~Q(place="")),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="complaint_search"),
            # A common word fits a third of all closed cases; the queue looks only among the open ones.
            GinIndex(
                fields=["search_text"], opclasses=["gin_trgm_ops"], name="complaint_search_open", condition=IS_OPEN
            ),
        ]
        constraints = [
            # A part split off bears the number of the whole; each partner numbers its own.
            models.UniqueConstraint(
                F("channel"),
                Upper("external_reference"),
                condition=Q(channel__in=OUTSIDE_NUMBERED, split_from__isnull=True)
                & ~Q(external_reference="")
                & (Q(partner__isnull=True) | ~Q(channel=Channel.API)),
                name="complaint_outside_number_once",
            ),
            models.UniqueConstraint(
                F("partner"),
                Upper("external_reference"),
                condition=Q(channel=Channel.API, partner__isnull=False, split_from__isnull=True)
                & ~Q(external_reference=""),
                name="complaint_partner_number_once",
            ),
            set_together(
                "severity",
                "is_safety_matter",
                "complexity",
                "impact",
                "needs_immediate_action",
                "can_act_immediately",
                "assessed_at",
                "assessed_by",
                name="complaint_assessed_whole",
            ),
            models.CheckConstraint(
                condition=Q(remedy_amount__isnull=True) | Q(remedy_amount__gte=0), name="complaint_remedy_amount"
            ),
            set_together("decided_at", "decided_by", name="complaint_decided_by"),
            models.CheckConstraint(
                condition=Q(investigator__isnull=True)
                | Q(complained_about__isnull=True)
                | ~Q(investigator=F("complained_about")),
                name="complaint_investigator_independent",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(investigator__isnull=True) | ~Q(decided_by=F("investigator")),
                name="complaint_decider_not_investigator",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED)
                | ~Q(answer=Answer.REJECTED)
                | (Q(internal_recourse_at__isnull=False) & Q(external_recourse_at__isnull=False) & ~Q(exhaustion="")),
                name="complaint_rejected_closes_exhausted",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True)),
                name="complaint_merged_into_which",
            ),
            models.CheckConstraint(
                condition=(Q(merged_into__isnull=True) | ~Q(merged_into=F("id")))
                & (Q(split_from__isnull=True) | ~Q(split_from=F("id"))),
                name="complaint_not_its_own_other",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False) | ~Q(status=Status.CLOSED),
                name="complaint_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Neither closed nor withdrawn."""
        return self.status not in FINISHED

    @property
    def is_anonymous(self) -> bool:
        """Whether we do not know who complains."""
        return self.identity == Identity.ANONYMOUS

    @property
    def is_assessed(self) -> bool:
        """Whether the six fields are filled."""
        return self.assessed_at is not None

    @property
    def state(self) -> str:
        """Where it stands, in words; lists use it, since `get_status_display` hashes all translations each time."""
        return str(Status(self.status).label)

    @property
    def short_severity(self) -> str:
        """The severity in one word, for bars."""
        return str(SHORT_SEVERITY[Severity(self.severity)]) if self.severity else ""

    @property
    def remedies_requested_labels(self) -> list[str]:
        """What the complainant asks for, in the reader's language."""
        return [str(Remedy(value).label) for value in self.remedies_requested]

    @property
    def remedies_decided_labels(self) -> list[str]:
        """What was decided to do, in the reader's language."""
        return [str(Remedy(value).label) for value in self.remedies_decided]
