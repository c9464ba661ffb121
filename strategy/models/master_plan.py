"""The company's other plans, and which of our goals and initiatives serve which of their items (policy 1.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy

from foundation.core.models import Record, track
from strategy.enums import MasterKind
from strategy.models.board_text import spoken
from strategy.models.content import Goal, Initiative


class MasterPlan(Record):
    """A plan that others keep: its name, who owns it, its fiscal years."""

    kind = models.CharField(max_length=12, choices=MasterKind.choices)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    owner_unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    history = track()

    class Meta:
        ordering = ["kind", "-first_year"]
        verbose_name = gettext_lazy("master plan")
        verbose_name_plural = gettext_lazy("master plans")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MasterKind.values), name="master_plan_kind_known"),
            models.CheckConstraint(
                condition=Q(first_year__gte=2500, last_year__lte=2699) & Q(first_year__lte=F("last_year")),
                name="master_plan_years_in_order",
            ),
            models.UniqueConstraint(fields=["kind", "title_th", "first_year"], name="master_plan_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def years_shown(self) -> str:
        """In the reader's era."""
        shift = 543 if get_language() == "en" else 0
        return f"{self.first_year - shift}–{self.last_year - shift}"


class MasterItem(Record):
    """One item of a master plan that ours should serve."""

    master_plan = models.ForeignKey(MasterPlan, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=20)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    history = track()

    class Meta:
        ordering = ["code"]
        verbose_name = gettext_lazy("item of a master plan")
        verbose_name_plural = gettext_lazy("items of master plans")
        constraints = [models.UniqueConstraint(fields=["master_plan", "code"], name="master_item_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")


class Link(models.Model):
    """A goal or an initiative of ours serves an item of a master plan."""

    item = models.ForeignKey(MasterItem, on_delete=models.CASCADE, related_name="links")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="links")

    history = track()

    class Meta:
        verbose_name = gettext_lazy("link to a master plan")
        verbose_name_plural = gettext_lazy("links to master plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False, initiative__isnull=True)
                | Q(goal__isnull=True, initiative__isnull=False),
                name="link_of_one_thing",
            ),
            models.UniqueConstraint(fields=["item", "goal"], condition=Q(goal__isnull=False), name="link_goal_once"),
            models.UniqueConstraint(
                fields=["item", "initiative"], condition=Q(initiative__isnull=False), name="link_initiative_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal or self.initiative} → {self.item}"
