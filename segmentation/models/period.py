"""Who belonged to which segment from when until when, and how many went from segment to segment."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

SPAN = Func(F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField())


class SegmentPeriod(models.Model):
    """A customer belonged to a segment from the moment it came into use until a newer study replaced it.

    `ends_at` is NULL while the segment is in use. The database lets no two periods of a customer overlap, and lets a
    period only be ended, once; nothing else of it changes (migration 0006).
    """

    follows_merge = False  # what a study found of a record stays with that record

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    segment = models.ForeignKey("segmentation.Segment", on_delete=models.PROTECT, related_name="periods")
    study = models.ForeignKey("segmentation.Study", on_delete=models.PROTECT, related_name="periods")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("time in a segment")
        verbose_name_plural = _("times in segments")
        constraints = [
            models.UniqueConstraint(fields=["study", "customer"], name="period_one_per_study"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="period_ends_after_start"
            ),
            ExclusionConstraint(
                name="period_one_segment_at_a_time",
                expressions=[("customer", RangeOperators.EQUAL), (SPAN, RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-starts_at"], name="period_of_customer"),
            models.Index(fields=["study", "id"], condition=Q(ends_at__isnull=True), name="period_still_open"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.segment_id} {self.starts_at} – {self.ends_at or ''}"


class SegmentFlow(models.Model):
    """How many customers went from a segment of the study before to one of this study; NULL is "in no segment".

    Counted once, when the study's periods were all written: its rows say that they are.
    """

    study = models.ForeignKey("segmentation.Study", on_delete=models.PROTECT, related_name="flows")
    source = models.ForeignKey("segmentation.Segment", null=True, on_delete=models.PROTECT, related_name="outflows")
    target = models.ForeignKey("segmentation.Segment", null=True, on_delete=models.PROTECT, related_name="inflows")
    customers = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("move between segments")
        verbose_name_plural = _("moves between segments")
        constraints = [
            models.UniqueConstraint(
                fields=["study", "source", "target"], nulls_distinct=False, name="flow_one_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False), name="flow_from_or_to_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id or '–'} → {self.target_id or '–'}: {self.customers}"
