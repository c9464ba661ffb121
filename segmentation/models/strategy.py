"""How the company serves a target segment: what it is after, what it offers, how, and the steps in their order
(policy 2.2)."""

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class SegmentStrategy(Record):
    """The strategy of one target segment. It stays readable after a newer study came into use."""

    segment = models.OneToOneField("segmentation.Segment", on_delete=models.PROTECT, related_name="strategy")
    objective = models.TextField(_("objective"))
    value_offered = models.TextField(_("value offered"))
    approach = models.TextField(_("approach"))

    history = track()

    class Meta:
        verbose_name = _("strategy of a segment")
        verbose_name_plural = _("strategies of segments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(objective="") & ~Q(value_offered="") & ~Q(approach=""), name="segment_strategy_whole"
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}"


class StrategyStep(Record):
    """One step of a strategy. `number` is its place, counted from 1; `done_on` is empty while it is open."""

    strategy = models.ForeignKey(SegmentStrategy, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("step"), max_length=200)
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    history = track()

    class Meta:
        verbose_name = _("step of a segment's strategy")
        verbose_name_plural = _("steps of segments' strategies")
        ordering = ["strategy", "number"]
        constraints = [
            # Two steps change places within one transaction.
            models.UniqueConstraint(
                fields=["strategy", "number"], name="strategy_step_number", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~Q(title="") & Q(number__gte=1), name="strategy_step_titled"),
        ]

    def __str__(self) -> str:
        return self.title
