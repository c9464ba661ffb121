"""Looking again: each month a random few of the closed cases, by a person who had no part in them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.enums_closing import InspectionVerdict, Settled
from foundation.core.models import Record, set_together, track


class InspectionRound(models.Model):
    """The drawing of one month, kept so that anybody can draw it again (governance.sampling). Append-only.

    `fingerprint` is the sha-256 over the ids of all cases of the month in their order.
    """

    month = models.DateField(unique=True)
    seed = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField()
    population_count = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    # The same of the cases asked whether they were treated fairly: every closed one, whatever came of it.
    fair_count = models.PositiveIntegerField(null=True)
    fair_fingerprint = models.CharField(max_length=64, blank=True)
    drawn_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-month"]
        verbose_name = _("monthly sample of closed cases")
        verbose_name_plural = _("monthly samples of closed cases")
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="complaint_inspection_month_first"),
            models.CheckConstraint(condition=~Q(seed=""), name="complaint_inspection_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Inspection(Record):
    """One drawn case: who looks, what was found, and what followed. The inspector sees neither number nor names."""

    round = models.ForeignKey(InspectionRound, on_delete=models.PROTECT, related_name="inspections")
    position = models.PositiveSmallIntegerField()
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    inspected_at = models.DateTimeField(null=True, db_index=True)
    verdict = models.CharField(max_length=12, choices=InspectionVerdict.choices, blank=True)
    seen = models.TextField(blank=True)
    settled = models.CharField(max_length=10, choices=Settled.choices, blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_why = models.TextField(blank=True)
    action_id = models.CharField(max_length=26, blank=True)

    history = track()

    class Meta:
        ordering = ["round_id", "position"]
        verbose_name = _("inspection of a closed case")
        verbose_name_plural = _("inspections of closed cases")
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="complaint_inspection_place"),
            models.UniqueConstraint(fields=["round", "complaint"], name="complaint_inspection_once"),
            models.CheckConstraint(
                condition=Q(inspected_at__isnull=True, verdict="", inspector__isnull=True)
                | Q(inspected_at__isnull=False, inspector__isnull=False, verdict__in=InspectionVerdict.values)
                & ~Q(seen=""),
                name="complaint_inspection_whole",
            ),
            set_together("settled_at", "settled_by", name="complaint_inspection_settled_whole"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled="")
                | Q(settled_at__isnull=False, verdict=InspectionVerdict.NOT_IN_ORDER, settled__in=Settled.values),
                name="complaint_inspection_settled_only_where_not_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.position}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-inspection", args=[self.public_id])

    @property
    def waits_for_manager(self) -> bool:
        """Whether something was not in order and nobody has decided yet what follows."""
        return self.verdict == InspectionVerdict.NOT_IN_ORDER and not self.settled
