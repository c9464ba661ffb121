"""Recognition of teams that keep promises: decided by a person, upon what the ledger bears out. Rows are only added."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from foundation.core.models import Record, set_together, track
from service_charter.enums import Look, Verdict


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    """Reads of decisions."""

    def standing(self) -> Self:
        """Recognised, and not taken back."""
        return self.filter(verdict=Verdict.GIVEN).exclude(withdrawals__state=Look.CONFIRMED)

    def taken_back(self) -> Self:
        """Recognised by mistake and taken back after a second look."""
        return self.filter(verdict=Verdict.GIVEN, withdrawals__state=Look.CONFIRMED)


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

    objects = RecognitionQuerySet.as_manager()

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

    @property
    def withdrawal(self) -> "Withdrawal | None":
        """The withdrawal that waits or stands; give rows with `withdrawals` prefetched where there are many."""
        return next((row for row in self.withdrawals.all() if row.state != Look.REFUSED), None)

    @property
    def is_taken_back(self) -> bool:
        """Whether it was given by mistake, as two people found."""
        found = self.withdrawal
        return found is not None and found.state == Look.CONFIRMED


class Withdrawal(Record):
    """The request to take back a recognition that was given by mistake, and what a second person said to it.

    The decision itself stays as it was: readers see both. `words_th`, `words_en` are what they are told.
    """

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField()
    words_th = models.TextField()
    words_en = models.TextField()
    state = models.CharField(max_length=10, choices=Look.choices, default=Look.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    look_note = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("withdrawal of a recognition")
        verbose_name_plural = gettext_lazy("withdrawals of recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"], condition=~Q(state="refused"), name="recognition_withdrawn_once"
            ),
            models.CheckConstraint(condition=Q(state__in=Look.values), name="withdrawal_state_known"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(words_th="") & ~Q(words_en=""), name="withdrawal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("asked_by")), name="withdrawal_second_look"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", looked_at__isnull=True)
                | ~Q(state="asked") & Q(looked_at__isnull=False) & ~Q(look_note=""),
                name="withdrawal_looked_at",
            ),
            set_together("looked_at", "looked_by", name="withdrawal_looked_at_by"),
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.state}"

    @property
    def day(self) -> dt.date | None:
        """When it was taken back."""
        return timezone.localdate(self.looked_at) if self.looked_at else None

    @property
    def words(self) -> str:
        """What readers are told, in their language."""
        return self.words_en if get_language() == "en" else self.words_th
