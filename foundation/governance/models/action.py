"""Corrective and preventive actions: what is mended, by whom, and whether it helped."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import ActionKind, ActionState

if TYPE_CHECKING:
    from foundation.accounts.models import User

_VERDICTS = (ActionState.VERIFIED, ActionState.INEFFECTIVE)


class ActionQuerySet(models.QuerySet["CorrectiveAction"]):
    """Actions, and who may see them."""

    def visible_to(self, user: "User") -> Self:
        """All for those who see actions, but what was drawn from a confidential case: that is for its owner, for who
        entered it and for those of the confidential route."""
        if not user.can(Permission.RISK_VIEW):
            return self.none()
        if user.can(Permission.COMPLAINT_MISCONDUCT):
            return self
        return self.filter(Q(is_confidential=False) | Q(owner=user) | Q(recorded_by=user))


class CorrectiveAction(Record):
    """One action. `source_kind` and `source_public_id` name the record it came from (core.references), if any.

    `is_confidential` follows the record: true while that goes by the confidential route.
    """

    kind = models.CharField(max_length=12, choices=ActionKind.choices, default=ActionKind.CORRECTIVE)
    source_kind = models.CharField(max_length=60, blank=True)
    source_public_id = models.CharField(max_length=40, blank=True)
    is_confidential = models.BooleanField(default=False)
    cause = models.TextField()
    action = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.OPEN)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_note = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_note = models.TextField(blank=True)

    history = track()
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("corrective or preventive action")
        verbose_name_plural = _("corrective and preventive actions")
        indexes = [
            models.Index(fields=["source_kind", "source_public_id"], name="action_of_source"),
            models.Index(fields=["state", "due_on"], name="action_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActionKind.values), name="action_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_known"),
            models.CheckConstraint(
                condition=Q(source_kind="", source_public_id="") | ~Q(source_kind="") & ~Q(source_public_id=""),
                name="action_source_whole",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("owner")) & ~Q(verified_by=F("done_by")),
                name="action_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_VERDICTS) | Q(done_at__isnull=False, verified_at__isnull=False),
                name="action_verified_after_done",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | ~Q(source_kind=""), name="action_confidential_has_source"
            ),
            set_together("done_at", "done_by", name="action_done_at_by"),
            set_together("verified_at", "verified_by", name="action_verified_at_by"),
        ]

    def __str__(self) -> str:
        return self.action[:80]

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("governance:staff-action", args=[self.public_id])
