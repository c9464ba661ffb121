"""Rules of complaints handling that people change in the browser: approval, reopening, sampling, escalation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums import Remedy, Severity
from complaints.enums_closing import ApprovalState, ApprovalStep
from foundation.core.models import Record, track


class ApprovalRule(Record):
    """From which severity a step waits for a second person, and which role that person has."""

    step = models.CharField(_("Step"), max_length=12, choices=ApprovalStep.choices, unique=True)
    severity_from = models.PositiveSmallIntegerField(_("From this severity on"), choices=Severity.choices)
    role = models.ForeignKey(
        "accounts.Role", verbose_name=_("Role that approves"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("The rule is in use"), default=True)

    history = track()

    class Meta:
        ordering = ["id"]
        verbose_name = _("rule of approval")
        verbose_name_plural = _("rules of approval")
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ApprovalStep.values), name="complaint_approval_step_known"),
            models.CheckConstraint(condition=Q(severity_from__range=(1, 4)), name="complaint_approval_severity"),
        ]

    def __str__(self) -> str:
        return self.get_step_display()


class RemedyRule(Record):
    """Who must approve that a remedy is promised, from which amount in baht on (annex F). An amount that was not given
    counts as reached."""

    remedy = models.CharField(_("Remedy"), max_length=20, choices=Remedy.choices)
    amount_from = models.DecimalField(_("From this amount on (baht)"), max_digits=12, decimal_places=2, default=0)
    role = models.ForeignKey(
        "accounts.Role", verbose_name=_("Role that approves"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("The rule is in use"), default=True)

    history = track()

    class Meta:
        ordering = ["remedy", "amount_from", "id"]
        verbose_name = _("authority for a remedy")
        verbose_name_plural = _("authorities for remedies")
        constraints = [
            models.UniqueConstraint(fields=["remedy", "amount_from"], name="complaint_remedy_rule_once"),
            models.CheckConstraint(
                condition=Q(amount_from__gte=0, remedy__in=Remedy.values), name="complaint_remedy_rule_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_remedy_display()} ≥ {self.amount_from:,.0f}"


class ClosingPolicy(Record):
    """How long and how often a complainant may have a case taken up again alone; how long a link lives; how many closed
    cases are looked at again each month. One row."""

    is_only = models.BooleanField(default=True, unique=True, editable=False)
    reopen_days = models.PositiveSmallIntegerField(_("Days in which the complainant may reopen"), default=60)
    reopen_times = models.PositiveSmallIntegerField(_("Times a case may be reopened so"), default=2)
    link_days = models.PositiveSmallIntegerField(_("Days the link in the message lives"), default=30)
    sample_size = models.PositiveSmallIntegerField(_("Closed cases looked at again each month"), default=5)

    history = track()

    class Meta:
        verbose_name = _("policy of reopening")
        verbose_name_plural = _("policies of reopening")
        constraints = [
            models.CheckConstraint(condition=Q(is_only=True), name="complaint_closing_policy_one"),
            models.CheckConstraint(
                condition=Q(
                    reopen_days__range=(1, 365),
                    reopen_times__range=(0, 20),
                    link_days__range=(1, 365),
                    sample_size__range=(1, 50),
                ),
                name="complaint_closing_policy_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class NoticePolicy(Record):
    """When complainants hear from us though nobody has written: before a date is missed, and every so many days while a
    case is open. One row."""

    is_only = models.BooleanField(default=True, unique=True, editable=False)
    hours_before = models.PositiveSmallIntegerField(_("Hours before a promised date"), default=24)
    every_days = models.PositiveSmallIntegerField(_("Days after our last word"), default=15)

    history = track()

    class Meta:
        verbose_name = _("rule of notices")
        verbose_name_plural = _("rules of notices")
        constraints = [
            models.CheckConstraint(condition=Q(is_only=True), name="complaint_notice_policy_one"),
            models.CheckConstraint(
                condition=Q(hours_before__range=(1, 120), every_days__range=(1, 30)),
                name="complaint_notice_policy_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class EscalationRule(Record):
    """So many days after a missed date, from this severity on, the holders of a role are told."""

    days_late = models.PositiveSmallIntegerField(_("Days after the missed date"))
    severity_from = models.PositiveSmallIntegerField(_("From this severity on"), choices=Severity.choices)
    role = models.ForeignKey(
        "accounts.Role", verbose_name=_("Role that is told"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("The rule is in use"), default=True)

    history = track()

    class Meta:
        ordering = ["severity_from", "days_late", "id"]
        verbose_name = _("step of the escalation ladder")
        verbose_name_plural = _("steps of the escalation ladder")
        constraints = [
            models.UniqueConstraint(fields=["days_late", "severity_from", "role"], name="complaint_escalation_step"),
            models.CheckConstraint(
                condition=Q(days_late__range=(0, 90), severity_from__range=(1, 4)), name="complaint_escalation_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.severity_from} +{self.days_late} {self.role}"


class Escalation(models.Model):
    """A step of the ladder that was taken for a case and a date; the unique key lets it be taken once. Append-only."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="escalations")
    rule = models.ForeignKey(EscalationRule, on_delete=models.PROTECT, related_name="+")
    due = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    days_late = models.PositiveSmallIntegerField()
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="+")
    told = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "rule", "due", "due_at"], name="complaint_escalated_once")
        ]

    def __str__(self) -> str:
        return f"{self.due} +{self.days_late}"


class Approval(Record):
    """A step that waits for a second person, with exactly what would be said; nothing of it happens before."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="approvals")
    step = models.CharField(max_length=12, choices=ApprovalStep.choices)
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    given = models.JSONField(default=dict)
    text = models.TextField()
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    remarks = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "step"],
                condition=Q(state=ApprovalState.WAITING),
                name="complaint_one_approval_a_step",
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.WAITING, answered_at__isnull=True)
                | ~Q(state=ApprovalState.WAITING) & Q(answered_at__isnull=False),
                name="complaint_approval_answered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ApprovalState.WAITING, ApprovalState.DROPPED))
                | Q(answered_by__isnull=False) & ~Q(answered_by=models.F("asked_by")),
                name="complaint_approval_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.RETURNED) | ~Q(remarks=""), name="complaint_approval_returned_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == ApprovalState.WAITING
