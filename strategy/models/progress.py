"""What the owners report, a quarter at a time: progress of initiatives, figures of indicators."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from foundation.core.models import Record, track
from foundation.core.thai.dates import FiscalQuarter
from strategy.models.content import Indicator, Initiative
from strategy.rules import due_on


class Report(Record):
    """One report a quarter and thread; a correction keeps the first one in the history and says why."""

    thread = models.CharField(max_length=26, editable=False)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "year", "quarter"], name="%(class)s_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="%(class)s_quarter_known"),
        ]

    @property
    def fiscal_quarter(self) -> FiscalQuarter:
        """The quarter it tells of."""
        return FiscalQuarter(self.year, self.quarter)

    @property
    def is_late(self) -> bool:
        """Whether it was first told after its day."""
        return timezone.localdate(self.reported_at) > due_on(self.fiscal_quarter)

    @property
    def was_corrected(self) -> bool:
        """Whether it was changed after it was first reported."""
        return self.version > 1


class Progress(Report):
    """How far an initiative has come and what it has spent, both since its start, at the end of a quarter."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="progress")
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    spent = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    narrative = models.TextField()
    risk = models.TextField(blank=True)

    history = track()

    class Meta(Report.Meta):
        verbose_name = gettext_lazy("progress report")
        verbose_name_plural = gettext_lazy("progress reports")
        constraints = [
            *Report.Meta.constraints,
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_percent"),
            models.CheckConstraint(condition=Q(spent__gte=0), name="progress_spent_not_negative"),
            models.CheckConstraint(condition=~Q(narrative=""), name="progress_tells"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_quarter}: {self.percent}%"


class Actual(Report):
    """The figure of an indicator for the year so far, at the end of a quarter, and where it comes from."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="actuals")
    value = models.DecimalField(max_digits=16, decimal_places=2)
    evidence = models.TextField()

    history = track()

    class Meta(Report.Meta):
        verbose_name = gettext_lazy("figure of an indicator")
        verbose_name_plural = gettext_lazy("figures of indicators")
        constraints = [
            *Report.Meta.constraints,
            models.CheckConstraint(condition=~Q(evidence=""), name="actual_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_quarter}: {self.value}"
