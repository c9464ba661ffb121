"""Recognition of teams that keep promises: decided by a person, upon what the ledger bears out. Rows are only added."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from foundation.core.models import Record
from service_charter.enums import Verdict


class Recognition(Record):
    """A decision about a unit, a promise and a year of results, with the figures as they stood.

    `low` is the lower end of the interval that was asked to lie above the target: widened, because many units and
    promises were looked at (recognition_rules.py).
    """

    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="recognitions")
    standard = models.ForeignKey("service_charter.Standard", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    n = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    low = models.FloatField()
    target_percent = models.DecimalField(max_digits=5, decimal_places=2)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField()
    words_th = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("recognition of a team")
        verbose_name_plural = gettext_lazy("recognitions of teams")
        constraints = [
            models.UniqueConstraint(fields=["unit", "standard", "first_day"], name="recognised_once_a_span"),
            models.CheckConstraint(condition=Q(kept__lte=F("n"), n__gte=30), name="recognition_of_enough"),
            models.CheckConstraint(
                condition=Q(verdict="declined", is_public=False)
                | Q(verdict="given", low__gt=F("target_percent")) & ~Q(words_th="") & ~Q(words_en=""),
                name="recognition_beyond_chance",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="recognition_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.standard.item}"

    def get_absolute_url(self) -> str:
        """The decision with its figures."""
        return reverse("service_charter:recognised", args=[self.public_id])

    @property
    def percent(self) -> float:
        """The share kept, in percent."""
        return 100 * self.kept / self.n

    @property
    def words(self) -> str:
        """What is said of the team, in the reader's language."""
        return self.words_en if get_language() == "en" else self.words_th
