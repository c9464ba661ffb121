"""Plans for customers and markets: the long-term strategy and the action plan of a year (policy 1.2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.core.models import Record, track
from foundation.core.thai.dates import FiscalQuarter
from strategy.content import canonical_plan
from strategy.enums import OPEN, InputKind, PlanKind, Status
from strategy.models.board_text import BoardText, spoken


class Plan(BoardText):
    """One edition of a plan for the fiscal years `first_year` to `last_year` (Buddhist Era).

    An action plan says under which long-term strategy it stands. Both name the editions of the definitions that were in
    force when they were proposed: a plan counts customers and markets by those.
    """

    CONTENT_KIND: ClassVar[str] = "strategy.plan"

    kind = models.CharField(max_length=10, choices=PlanKind.choices)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    aim_th = models.TextField(blank=True)
    aim_en = models.TextField(blank=True)
    under = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="action_plans")
    customer_definition = models.ForeignKey(
        "strategy.Definition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    market_definition = models.ForeignKey(
        "strategy.Definition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    history = track()

    class Meta(BoardText.Meta):
        ordering = ["-first_year", "kind", "-edition"]
        verbose_name = gettext_lazy("plan")
        verbose_name_plural = gettext_lazy("plans")
        constraints = [
            *BoardText.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "first_year", "edition"], name="plan_edition_once"),
            models.UniqueConstraint(
                fields=["kind", "first_year"], condition=Q(status__in=sorted(OPEN)), name="plan_one_on_its_way"
            ),
            models.UniqueConstraint(
                fields=["kind", "first_year"], condition=Q(status=Status.IN_FORCE), name="plan_one_in_force"
            ),
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="plan_kind_known"),
            models.CheckConstraint(
                condition=Q(first_year__gte=2500, last_year__lte=2699) & Q(first_year__lte=F("last_year")),
                name="plan_years_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.ANNUAL) | Q(first_year=F("last_year")), name="plan_annual_is_one_year"
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, edition %(edition)s") % {"title": self.title, "edition": self.edition}

    def get_absolute_url(self) -> str:
        """Where staff read this edition."""
        return reverse("strategy:staff-plan", args=[self.public_id])

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def aim(self) -> str:
        """What the plan wants to reach, in the reader's language."""
        return spoken(self, "aim")

    @property
    def years(self) -> range:
        """The fiscal years it covers, in Buddhist Era."""
        return range(self.first_year, self.last_year + 1)

    @property
    def years_shown(self) -> str:
        """ "2566–2570" in Thai, "2023–2027" in English; one year stands alone."""
        shift = 543 if get_language() == "en" else 0
        first, last = self.first_year - shift, self.last_year - shift
        return f"{first}" if first == last else f"{first}–{last}"

    @property
    def quarters(self) -> list[FiscalQuarter]:
        """Every quarter it covers."""
        return [FiscalQuarter(year, quarter) for year in self.years for quarter in (1, 2, 3, 4)]

    def canonical(self) -> str:
        return canonical_plan(self)

    def name_th(self) -> str:
        return f"{self.title_th} ฉบับที่ {self.edition}"

    def name_en(self) -> str:
        return f"{self.title_en or self.title_th}, edition {self.edition}"

    def family(self) -> "models.QuerySet[Plan]":
        return Plan.objects.filter(kind=self.kind, first_year=self.first_year)


class PlanInput(Record):
    """A record that the plan rests on, cited through core.references, or a source outside in words."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="inputs")
    kind = models.CharField(max_length=10, choices=InputKind.choices)
    reference_kind = models.CharField(max_length=60, blank=True)
    reference_id = models.CharField(max_length=26, blank=True)
    note = models.CharField(max_length=500, blank=True)

    history = track()

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = gettext_lazy("input of a plan")
        verbose_name_plural = gettext_lazy("inputs of plans")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=InputKind.values), name="plan_input_kind_known"),
            models.CheckConstraint(
                condition=~Q(reference_kind="") & ~Q(reference_id="") | ~Q(note=""), name="plan_input_says_something"
            ),
            models.UniqueConstraint(
                fields=["plan", "reference_kind", "reference_id"],
                condition=~Q(reference_id=""),
                name="plan_input_cited_once",
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.reference_kind
