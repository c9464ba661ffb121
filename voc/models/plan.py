"""The listening plan: by which channels we listen, to whom, how often, and when it was last done."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Relation
from foundation.core.models import Record, track
from voc.enums.insight import Frequency
from voc.enums.voice import VoiceChannel
from voc.models.spoken import spoken


class ListeningPlan(Record):
    """One channel of the plan. `groups` are the relations to the market that it reaches, `stages` codes of stages of
    the customer's life; `next_due_on` follows from the last time and the frequency.
    """

    channel = models.CharField(_("channel"), max_length=12, choices=VoiceChannel.choices, unique=True)
    method_th = models.CharField(_("how we listen, in Thai"), max_length=300)
    method_en = models.CharField(_("how we listen, in English"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    frequency = models.CharField(_("how often"), max_length=12, choices=Frequency.choices)
    groups = ArrayField(models.CharField(max_length=10, choices=Relation.choices), default=list)
    stages = ArrayField(models.SlugField(max_length=30), default=list, blank=True)
    starts_on = models.DateField(_("begins on"))
    last_done_on = models.DateField(_("last done on"), null=True, editable=False)
    next_due_on = models.DateField(_("next due on"), editable=False)

    history = track()

    class Meta:
        ordering = ["channel"]
        verbose_name = _("line of the listening plan")
        verbose_name_plural = _("listening plan")
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=VoiceChannel.values), name="plan_channel_known"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="plan_frequency_known"),
            models.CheckConstraint(
                condition=Q(last_done_on__isnull=True) | Q(next_due_on__gt=F("last_done_on")),
                name="plan_due_after_done",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_channel_display())

    @property
    def method(self) -> str:
        """How we listen, in the reader's language."""
        return spoken(self, "method")

    @property
    def group_names(self) -> list[str]:
        """The groups of customers that it reaches, in words."""
        return [str(Relation(group).label) for group in self.groups]

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done again by now."""
        return self.next_due_on < timezone.localdate()
