"""The calendar of duties: what falls due every quarter or year, and what people note as done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from reporting.enums import Cadence, DayCount


class Deadline(Record):
    """Something that the policy wants done again and again, and by when (what a clause asks is governance.Duty).

    A quarterly duty falls due `days` after the end of the quarter, a yearly one `days` after the fiscal year has
    begun (a negative number lies before). `check` names the function that finds it done among the records; an empty
    one means that a person notes it. `lead_days` before the due date people are reminded, and a review is opened.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    clause = models.CharField(_("clause"), max_length=10)
    title_th = models.CharField(_("title in Thai"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence.choices)
    days = models.SmallIntegerField(_("days"))
    day_count = models.CharField(_("how days count"), max_length=10, choices=DayCount.choices)
    lead_days = models.PositiveSmallIntegerField(_("days of notice"), default=14)
    check_key = models.SlugField(_("found done by"), max_length=40, blank=True)
    owner_role = models.ForeignKey("accounts.Role", null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("counts from"))
    is_active = models.BooleanField(_("in use"), default=True)

    history = track()

    class Meta:
        ordering = ["clause", "key"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(condition=Q(days__range=(-366, 366)), name="deadline_days_within_a_year"),
            models.CheckConstraint(condition=Q(lead_days__lte=180), name="deadline_notice_within_half_a_year"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="deadline_cadence_known"),
            models.CheckConstraint(condition=Q(day_count__in=DayCount.values), name="deadline_day_count_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th


class DeadlineNote(models.Model):
    """A person's note that one turn of a duty is done; for duties that no record proves. Append-only."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="notes")
    year_be = models.PositiveSmallIntegerField(_("fiscal year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), default=0)  # 0 for a yearly duty
    done_on = models.DateField(_("done on"))
    text = models.CharField(_("what was done"), max_length=500)
    url = models.CharField(_("where it can be seen"), max_length=300, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at"]
        verbose_name = _("note of a deadline kept")
        verbose_name_plural = _("notes of deadlines kept")
        constraints = [
            models.UniqueConstraint(fields=["deadline", "year_be", "quarter"], name="one_note_a_turn_of_a_deadline"),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="deadline_note_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.year_be}/{self.quarter}"
