"""What a plan consists of: goals, lines of strategy, indicators with yearly targets, initiatives.

`thread` names the same thing in every edition of a plan, so that progress and figures go on when an edition follows
another.
"""

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from foundation.core.ids import new_public_id
from foundation.core.models import Record, track
from strategy.enums import Better
from strategy.models.board_text import spoken
from strategy.models.plan import Plan

NUMBERED = [MinValueValidator(1), MaxValueValidator(99)]


class Part(Record):
    """A numbered part of a plan with a title in both languages."""

    thread = models.CharField(max_length=26, default=new_public_id, editable=False)
    number = models.PositiveSmallIntegerField(validators=NUMBERED)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")


class Goal(Part):
    """Where the plan wants to arrive."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    description = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["number"]
        verbose_name = gettext_lazy("goal")
        verbose_name_plural = gettext_lazy("goals")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="goal_number_once")]


class Line(Part):
    """A line of strategy: how a goal is to be reached."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="lines")

    history = track()

    class Meta:
        ordering = ["number"]
        verbose_name = gettext_lazy("line of strategy")
        verbose_name_plural = gettext_lazy("lines of strategy")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="line_number_once")]


class Indicator(Part):
    """By what a goal is known to be reached. With a `metric_key` its figures come live from the registry of metrics,
    without one the owner enters them by quarter with evidence."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators")
    unit_th = models.CharField(max_length=60)
    unit_en = models.CharField(max_length=60, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    better = models.CharField(max_length=4, choices=Better.choices, default=Better.UP)
    metric_key = models.CharField(max_length=80, blank=True)
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = track()

    class Meta:
        ordering = ["number"]
        verbose_name = gettext_lazy("indicator")
        verbose_name_plural = gettext_lazy("indicators")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="indicator_number_once"),
            models.CheckConstraint(condition=Q(better__in=Better.values), name="indicator_direction_known"),
        ]

    def get_absolute_url(self) -> str:
        """Where its figures stand."""
        return reverse("strategy:staff-indicator", args=[self.public_id])

    @property
    def unit(self) -> str:
        """In the reader's language."""
        return spoken(self, "unit")

    @property
    def is_live(self) -> bool:
        """Whether its figures come from the registry of metrics."""
        return bool(self.metric_key)


class Target(models.Model):
    """What an indicator is to reach by the end of a fiscal year."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        ordering = ["year"]
        verbose_name = gettext_lazy("target")
        verbose_name_plural = gettext_lazy("targets")
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="target_year_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Initiative(Part):
    """What is done, by whom, with what, until when. The person who owns it may change while the plan runs; nothing else
    may."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="initiatives")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="initiatives")
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives"
    )
    description = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="initiatives")
    owner_unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="initiatives")
    budget = models.DecimalField(
        max_digits=14, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(Decimal(0))]
    )
    people = models.CharField(max_length=500, blank=True)
    equipment = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    clauses = ArrayField(models.CharField(max_length=6), default=list, blank=True)

    history = track()

    class Meta:
        ordering = ["number"]
        verbose_name = gettext_lazy("initiative")
        verbose_name_plural = gettext_lazy("initiatives")
        indexes = [models.Index(fields=["thread"], name="initiative_thread")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="initiative_number_once"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="initiative_budget_not_negative"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="initiative_days_in_order"),
        ]

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("strategy:staff-initiative", args=[self.public_id])

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """First and last day."""
        return self.starts_on, self.ends_on
