"""What we learned from many voices, what was decided about it, and what came of it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track
from voc.enums.insight import Decision, InsightStatus

if TYPE_CHECKING:
    from foundation.accounts.models import User

_UNDECIDED = (InsightStatus.DRAFT, InsightStatus.PROPOSED)


class InsightQuerySet(models.QuerySet["Insight"]):
    """Insights by who may see them and by what is due."""

    def visible_to(self, user: "User") -> Self:
        """All of them, for those who may see this room."""
        return self if user.can(Permission.VOC_VIEW) else self.none()

    def overdue(self, on: date) -> Self:
        """Decided, and the day of the follow-up has passed without an outcome."""
        return self.filter(status=InsightStatus.DECIDED, follow_up_on__lt=on)


class Insight(Record):
    """One insight. `heard_since` is the day of the earliest voice behind it; `decide_by` is set when it is proposed.

    `segments` are public ids; `idea_id` is the public id of the idea that was made of it.
    """

    title = models.CharField(_("title"), max_length=200)
    heard = models.TextField(_("what we heard"), blank=True)
    need_code = models.SlugField(_("need"), max_length=60, blank=True)
    segments = ArrayField(models.CharField(max_length=26), default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    heard_since = models.DateField(_("heard since"))
    status = models.CharField(
        _("state"), max_length=12, choices=InsightStatus.choices, default=InsightStatus.DRAFT, editable=False
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    decide_by = models.DateField(_("to be decided by"), null=True, editable=False)
    decision = models.CharField(_("decision"), max_length=6, choices=Decision.choices, blank=True, editable=False)
    decision_reason = models.TextField(_("reason of the decision"), blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    follow_up_on = models.DateField(_("follow-up on"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("what came of it"), blank=True, editable=False)
    followed_up_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    idea_id = models.CharField(max_length=26, blank=True, editable=False)

    history = track()
    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=InsightStatus.values), name="insight_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=_UNDECIDED, decision="", decided_at__isnull=True)
                | (~Q(status__in=_UNDECIDED) & Q(decision__in=Decision.values, decided_at__isnull=False)),
                name="insight_decision_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", Decision.WONT]) | Q(follow_up_on__isnull=False),
                name="insight_followed_up_when_done",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("drafted_by")), name="insight_second_person"),
            set_together("decided_at", "decided_by", name="insight_decided_at_by"),
            set_together("proposed_at", "decide_by", name="insight_proposed_with_date"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="insight_by_status"),
            models.Index(fields=["follow_up_on"], condition=Q(status="decided"), name="insight_follow_up"),
            models.Index(fields=["decide_by"], name="insight_decide_by"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("voc:insight", args=[self.public_id])

    @property
    def is_overdue(self) -> bool:
        """Whether the follow-up should have been made by now."""
        today = timezone.localdate()
        return self.status == InsightStatus.DECIDED and self.follow_up_on is not None and self.follow_up_on < today

    @property
    def is_waiting_too_long(self) -> bool:
        """Whether the day by which it should be decided has passed."""
        today = timezone.localdate()
        return self.status == InsightStatus.PROPOSED and self.decide_by is not None and self.decide_by < today


class InsightSource(models.Model):
    """A record behind an insight, named by reference: a voice, a complaint, a survey, whatever can be cited."""

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=80)
    public_id = models.CharField(max_length=40)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("source of an insight")
        verbose_name_plural = _("sources of insights")
        constraints = [models.UniqueConstraint(fields=["insight", "kind", "public_id"], name="insight_source_once")]
        indexes = [models.Index(fields=["kind", "public_id"], name="insight_source_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
