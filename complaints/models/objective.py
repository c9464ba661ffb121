"""What complaints handling is to reach in a year, figure by figure, and by what (ISO 10002, clause 6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class Objective(Record):
    """A target of one figure for one fiscal year, with the plan to reach it, its means and its owner."""

    year_be = models.PositiveSmallIntegerField(_("Fiscal year"))
    metric_key = models.CharField(max_length=80)
    target = models.DecimalField(_("Target"), max_digits=9, decimal_places=2)
    plan = models.TextField(_("What we do to reach it"))
    means = models.TextField(_("What it takes: people, training, money, tools"), blank=True)
    owner = models.ForeignKey("accounts.User", verbose_name=_("Owner"), on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    history = track()

    class Meta:
        ordering = ["-year_be", "metric_key"]
        verbose_name = _("objective of complaints handling")
        verbose_name_plural = _("objectives of complaints handling")
        constraints = [
            models.UniqueConstraint(fields=["year_be", "metric_key"], name="complaint_objective_once"),
            models.CheckConstraint(
                condition=Q(year_be__range=(2500, 2700), target__gte=0) & ~Q(plan=""), name="complaint_objective_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_be} {self.metric_key}"
