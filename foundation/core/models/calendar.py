"""The business calendar: opening hours of a week, days that differ, and which public holidays close the place."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models.base import Record, track
from foundation.core.thai.formatting import format_date


class Weekday(models.IntegerChoices):
    """Monday is 0, as in `date.weekday()`."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class SpecialDayKind(models.TextChoices):
    """How a special day differs from its weekday."""

    CLOSED = "closed", _("Closed")
    OPEN = "open", _("Open at special hours")


def public_holidays() -> list[str]:
    """The categories of the `holidays` package that close the place unless the administrator says otherwise."""
    return ["public"]


class BusinessCalendar(Record):
    """A clock that promises run on; one is the default.

    `revision` is drawn anew with every change of hours or days, so a schedule kept in memory is known to be old
    even after a rollback has used its version number.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    is_default = models.BooleanField(default=False)
    standard_day_minutes = models.PositiveSmallIntegerField(
        default=480,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("What one working day of a promise means, in minutes of working time."),
    )
    revision = models.CharField(max_length=26, default=new_public_id, editable=False)
    holiday_categories = ArrayField(models.CharField(max_length=20), default=public_holidays, blank=True)

    history = track()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar"),
            models.CheckConstraint(
                condition=Q(standard_day_minutes__gte=1, standard_day_minutes__lte=1440), name="calendar_standard_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th


class OpeningPeriod(models.Model):
    """One period of a weekday; a day may have several. Closing at 00:00 is the midnight that ends the day."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    history = track()

    class Meta:
        ordering = ["calendar", "weekday", "opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "opens_at"], name="opening_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_weekday"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")) | Q(closes_at="00:00"), name="opening_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class SpecialDay(Record):
    """A day the cabinet or the company declared closed, or open at special hours. It beats the public holidays."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="special_days")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=SpecialDayKind.choices)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    history = track()

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="special_day_once"),
            models.CheckConstraint(
                condition=Q(kind="closed", opens_at__isnull=True, closes_at__isnull=True)
                | Q(kind="open", opens_at__isnull=False, closes_at__isnull=False)
                & (Q(closes_at__gt=F("opens_at")) | Q(closes_at="00:00")),
                name="special_day_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{format_date(self.date)} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th
