"""Queues that somebody named: a view with its filters, and who else sees the name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.saved_lists import SavedList, SavedListQuerySet, constraints_of
from foundation.core.models import track


class SavedQueueQuerySet(SavedListQuerySet):
    """Reads of saved queues."""


class SavedQueue(SavedList):
    """A named queue. Its view sets the order; it keeps what is asked for, never which cases were found."""

    history = track()
    objects = SavedQueueQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved queue")
        verbose_name_plural = _("saved queues")
        constraints = constraints_of("saved_queue")


class DefaultQueue(models.Model):
    """The queue with which a person's list of complaints opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedQueue, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
