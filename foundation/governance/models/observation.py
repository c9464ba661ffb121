"""What the board asked for beside its resolutions, and what it was answered."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import ObservationState

WAITING = (ObservationState.OPEN, ObservationState.RETURNED)


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations, and who may see them."""

    def visible_to(self, user: Any) -> "ObservationQuerySet":
        """All for those who see the board's business; else those that the person or the own unit must answer."""
        if user.can(Permission.RESOLUTION_VIEW):
            return self
        if not user.can(Permission.OBSERVATION_ANSWER):
            return self.none()
        return self.owned_by(user)

    def owned_by(self, user: Any) -> "ObservationQuerySet":
        """Those that the person or the own unit must answer."""
        mine = Q(owner=user)
        return self.filter(mine | Q(owner_unit=user.unit_id) if user.unit_id else mine)

    def waiting(self) -> "ObservationQuerySet":
        """Those without an answer that lies before the board."""
        return self.filter(state__in=WAITING)

    def overdue(self, today: dt.date) -> "ObservationQuerySet":
        """Those that should have been answered by now."""
        return self.waiting().filter(due_on__lt=today)


class Observation(Record):
    """An observation or suggestion of the board (policy 1.2): a person or a unit answers it by a day."""

    meeting = models.ForeignKey("governance.BoardMeeting", on_delete=models.PROTECT, related_name="observations")
    text = models.TextField()
    owner_unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ObservationState.choices, default=ObservationState.OPEN)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_in = models.ForeignKey(
        "governance.BoardMeeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_note = models.TextField(blank=True)

    history = track()
    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("observation of the board")
        verbose_name_plural = _("observations of the board")
        indexes = [models.Index(fields=["state", "due_on"], name="observation_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObservationState.values), name="observation_state_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(owner_unit__isnull=False), name="observation_has_owner"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="observation_has_text"),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.ACCEPTED) | Q(decided_at__isnull=False, decided_in__isnull=False),
                name="observation_accepted_in_a_meeting",
            ),
            set_together("decided_at", "decided_by", "decided_in", name="observation_decided"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-observation", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still owes an answer."""
        return self.state in WAITING

    @property
    def owner_name(self) -> str:
        """The person, the unit, or both."""
        return " · ".join(str(each) for each in (self.owner, self.owner_unit) if each)


class ObservationAnswer(models.Model):
    """An answer as it was given, with addresses of the evidence. Rows are only ever added."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField()
    links = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("answer to an observation")
        verbose_name_plural = _("answers to observations")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="observation_answer_has_text")]

    def __str__(self) -> str:
        return self.text[:80]
