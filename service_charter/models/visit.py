"""Mystery visits: somebody goes to a touchpoint as a customer would and sees whether the promises are kept."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track
from service_charter.enums.measurement import VisitState

_USER = settings.AUTH_USER_MODEL


class MysteryVisit(Record):
    """A visit planned for one touchpoint: `codes` are the promises to be tried, which become measurements."""

    touchpoint = models.ForeignKey("customers.Touchpoint", on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    scenario = models.TextField()
    codes = ArrayField(models.SlugField(max_length=60))
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)
    planned_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    visited_at = models.DateTimeField(null=True, blank=True)
    story = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("mystery visit")
        verbose_name_plural = _("mystery visits")
        indexes = [models.Index(fields=["state", "last_day"], name="visit_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="visit_days_in_order"),
            models.CheckConstraint(condition=Q(codes__len__gt=0), name="visit_tries_something"),
            models.CheckConstraint(
                condition=Q(state=VisitState.PLANNED, ended_at__isnull=True)
                | ~Q(state=VisitState.PLANNED) & Q(ended_at__isnull=False),
                name="visit_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.DONE) | Q(visited_at__isnull=False) & ~Q(story=""),
                name="visit_done_tells",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.CANCELLED) | ~Q(cancel_reason=""), name="visit_cancelled_with_reason"
            ),
            set_together("ended_at", "ended_by", name="visit_ended_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint} {self.first_day}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("service_charter:staff-visit", args=[self.public_id])

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be made."""
        return self.state == VisitState.PLANNED
