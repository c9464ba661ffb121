"""The investigation (ISO 10002, 7.6): what is to be found out, who does what by when, and what was found where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_investigation import ItemKind, Source, Weight
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track


class PlanItem(Record):
    """A question that the investigation answers, or a step with its owner and day; done, or dropped with a reason."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="plan")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    text = models.TextField()
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    result = models.TextField(blank=True)  # the answer, or what the step brought
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_dropped = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        ordering = ["kind", "created_at", "id"]
        verbose_name = _("part of the plan of an investigation")
        verbose_name_plural = _("plan of an investigation")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values) & ~Q(text=""), name="complaint_plan_said"),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.QUESTION, owner__isnull=True, due_on__isnull=True)
                | Q(kind=ItemKind.STEP, owner__isnull=False, due_on__isnull=False),
                name="complaint_plan_step_owned",
            ),
            set_together("done_at", "done_by", name="complaint_plan_done_by"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, result="") | Q(done_at__isnull=False) & ~Q(result=""),
                name="complaint_plan_done_in_words",
            ),
            set_together("dropped_at", "dropped_by", name="complaint_plan_dropped_by"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, why_dropped="")
                | Q(dropped_at__isnull=False, done_at__isnull=True) & ~Q(why_dropped=""),
                name="complaint_plan_dropped_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.done_at is None and self.dropped_at is None


class Evidence(models.Model):
    """One piece of evidence: what, from where and whom, when obtained, how far it can be relied on. Append-only.

    A file of the case is named with its hash; what turns out to be wrong is withdrawn with a reason, never changed.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    source = models.CharField(max_length=12, choices=Source.choices)
    from_whom = models.CharField(max_length=160)
    obtained_on = models.DateField()
    weight = models.CharField(max_length=8, choices=Weight.choices)
    reliability = models.TextField()
    question = models.ForeignKey(PlanItem, null=True, on_delete=models.PROTECT, related_name="evidence")
    file_id = models.CharField(max_length=26, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.ForeignKey("complaints.Note", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("log of evidence")
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_evidence_numbered"),
            models.CheckConstraint(
                condition=Q(source__in=Source.values, weight__in=Weight.values), name="complaint_evidence_words_known"
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(from_whom="") & ~Q(reliability=""), name="complaint_evidence_whole"
            ),
            models.CheckConstraint(
                condition=Q(file_id="", sha256="") | ~Q(file_id="") & ~Q(sha256=""), name="complaint_evidence_hashed"
            ),
        ]

    def __str__(self) -> str:
        return f"E{self.number}"


class EvidenceWithdrawal(models.Model):
    """Why a piece of evidence stands no more. Append-only, once for each."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("withdrawal of evidence")
        verbose_name_plural = _("withdrawals of evidence")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="complaint_evidence_withdrawn_why")]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.at:%Y-%m-%d}"
