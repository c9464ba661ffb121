"""CRM programmes: for whom, to what end, measured how, and what came of it (policy 5.3)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Metric, all_metrics
from foundation.core.models import Record, set_together, track
from relationships.enums import Effect, ProgrammeStatus


class Programme(Record):
    """A planned effort for one target segment. Its members are drawn from the segment as it stood on `drawn_on`."""

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160)
    objective = models.TextField(_("objective"))
    segment = models.ForeignKey(
        "segmentation.Segment", on_delete=models.PROTECT, related_name="+", verbose_name=_("target segment")
    )
    budget = models.DecimalField(_("budget (baht)"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(_("spent (baht)"), max_digits=14, decimal_places=2, default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ProgrammeStatus.choices, default=ProgrammeStatus.PLANNED, editable=False
    )
    drawn_on = models.DateField(_("members as of"), null=True, blank=True, editable=False)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices, blank=True, editable=False)
    comparison = models.TextField(_("compared with"), blank=True, editable=False)
    evaluation = models.TextField(_("evaluation"), blank=True, editable=False)
    lesson = models.TextField(_("lesson"), blank=True, editable=False)
    evaluated_at = models.DateTimeField(null=True, blank=True, editable=False)
    evaluated_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = track()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after_start"),
            models.CheckConstraint(condition=Q(budget__gte=0, spent__gte=0), name="programme_money_positive"),
            models.CheckConstraint(condition=Q(status__in=ProgrammeStatus.values), name="programme_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=(ProgrammeStatus.EVALUATED, ProgrammeStatus.CLOSED))
                | ~Q(effect="") & ~Q(comparison="") & Q(evaluated_at__isnull=False),
                name="programme_evaluated_with_effect",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProgrammeStatus.CLOSED) | ~Q(lesson="") & Q(closed_at__isnull=False),
                name="programme_closed_with_lesson",
            ),
            set_together("evaluated_at", "evaluated_by", name="programme_evaluated_at_by"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("relationships:programme", args=[self.public_id])


class ProgrammeMeasure(models.Model):
    """By what the programme is judged: a registered metric with its value before, the target, and the value after.

    Values are read from the registry, of the target segment where the metric can be cut by segment, and beside them
    the same for all customers, as a comparison. Nobody types a result.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="measures")
    metric_key = models.CharField(_("measure"), max_length=80)
    is_of_segment = models.BooleanField(editable=False)
    baseline = models.FloatField(_("before"), null=True, editable=False)
    baseline_all = models.FloatField(null=True, editable=False)
    baseline_n = models.PositiveIntegerField(default=0, editable=False)
    target = models.FloatField(_("target"))
    actual = models.FloatField(_("after"), null=True, editable=False)
    actual_all = models.FloatField(null=True, editable=False)
    actual_n = models.PositiveIntegerField(default=0, editable=False)
    measured_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("measure of a programme")
        verbose_name_plural = _("measures of programmes")
        constraints = [models.UniqueConstraint(fields=["programme", "metric_key"], name="measure_once_a_programme")]

    def __str__(self) -> str:
        return self.metric_key

    @property
    def metric(self) -> Metric | None:
        """The definition; None when the metric is registered no more."""
        return next((metric for metric in all_metrics() if metric.key == self.metric_key), None)

    @property
    def is_met(self) -> bool | None:
        """Whether the target was reached, in the direction that is good; None before it was measured."""
        metric = self.metric
        if self.actual is None or metric is None:
            return None
        return self.actual <= self.target if metric.direction == "down" else self.actual >= self.target


class ProgrammeMember(models.Model):
    """A customer of the target segment at the draw. Written in one statement; only grows."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="members")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    drawn_on = models.DateField()

    class Meta:
        verbose_name = _("member of a programme")
        verbose_name_plural = _("members of programmes")
        constraints = [models.UniqueConstraint(fields=["programme", "customer"], name="member_once_a_programme")]
        indexes = [models.Index(fields=["customer"], name="programmes_of_customer")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.customer_id}"


class ProgrammeActivity(Record):
    """One thing to be done in a programme, by whom and by when."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(_("activity"), max_length=200)
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    history = track()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("activity of a programme")
        verbose_name_plural = _("activities of programmes")

    def __str__(self) -> str:
        return self.title
