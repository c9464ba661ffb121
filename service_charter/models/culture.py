"""The yearly index of service culture: a round with its questions, who was asked, and answers that name nobody.

Who has answered and what was answered stand apart: an invitation knows the person and bears a mark without a time, an
answer knows the unit and bears no time, no order and no person. docs/decisions/culture-without-names.md says what this
keeps from whom.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.core.models import Record, set_together, track
from service_charter.enums import CultureState


class CultureRound(Record):
    """One asking a fiscal year: prepared, open until a day, then closed for good."""

    fiscal_year_be = models.PositiveSmallIntegerField(
        unique=True, validators=[MinValueValidator(2560), MaxValueValidator(2700)]
    )
    state = models.CharField(max_length=8, choices=CultureState.choices, default=CultureState.DRAFT, editable=False)
    closes_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    history = track()

    class Meta:
        ordering = ["-fiscal_year_be"]
        verbose_name = gettext_lazy("round of the service culture index")
        verbose_name_plural = gettext_lazy("rounds of the service culture index")
        constraints = [
            set_together("opened_at", "opened_by", name="culture_opened_by"),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="culture_state_follows",
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="open"), name="culture_one_open"),
        ]

    def __str__(self) -> str:
        year = self.fiscal_year_be - 543 if get_language() == "en" else self.fiscal_year_be
        return _("Service culture %(year)s") % {"year": year}

    def get_absolute_url(self) -> str:
        """The round with its results."""
        return reverse("service_charter:culture-round", args=[self.fiscal_year_be])

    def is_open_on(self, day: dt.date) -> bool:
        """Whether answers are taken on that day."""
        return self.state == CultureState.OPEN and day <= self.closes_on


class CultureItem(models.Model):
    """A statement that is agreed with from 1 (not at all) to 5 (fully). Fixed once the round is open."""

    round = models.ForeignKey(CultureRound, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text_th = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)

    class Meta:
        ordering = ["round", "position"]
        verbose_name = gettext_lazy("statement of the service culture index")
        verbose_name_plural = gettext_lazy("statements of the service culture index")
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="culture_item_in_its_place")]

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" else self.text_th


class CultureInvitation(models.Model):
    """A member of staff is asked once a round, as one of a unit. The mark says that they answered, not when or what."""

    round = models.ForeignKey(CultureRound, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    has_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = gettext_lazy("invitation to the service culture index")
        verbose_name_plural = gettext_lazy("invitations to the service culture index")
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="culture_asked_once")]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.person_id}"


class CultureAnswer(models.Model):
    """What one of a unit answered. `points` is the mean of the marks on a scale from 0 to 100."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(CultureRound, on_delete=models.PROTECT, related_name="answers")
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    points = models.FloatField()

    class Meta:
        verbose_name = gettext_lazy("answer to the service culture index")
        verbose_name_plural = gettext_lazy("answers to the service culture index")
        constraints = [models.CheckConstraint(condition=Q(points__range=(0, 100)), name="culture_points_in_range")]
        indexes = [models.Index(fields=["round", "unit"], name="culture_answers_of_unit")]

    def __str__(self) -> str:
        return str(self.pk)


class CultureMark(models.Model):
    """The mark that an answer gives to one statement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(CultureAnswer, on_delete=models.PROTECT, related_name="marks")
    item = models.ForeignKey(CultureItem, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = gettext_lazy("mark of the service culture index")
        verbose_name_plural = gettext_lazy("marks of the service culture index")
        constraints = [
            models.UniqueConstraint(fields=["answer", "item"], name="culture_marked_once"),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="culture_mark_in_range"),
        ]

    def __str__(self) -> str:
        return str(self.value)
