"""What we owe a customer next: who does what by which day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.enums import FollowUpState, ReminderStep
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track


class FollowUp(Record):
    """A task about one customer, by itself or from an entry of the timeline.

    The words are sealed under the customer's key, so that forgetting a person silences them too. `reminded` is the
    last step for which the owner was told; it begins anew when owner or day change.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="follow_ups")
    interaction = models.ForeignKey(
        "customers.Interaction", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    data_key = models.ForeignKey("core.DataKey", editable=False, on_delete=models.PROTECT, related_name="+")
    what = EncryptedTextField(_("what is to be done"), null=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by"))
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState.choices, default=FollowUpState.OPEN, editable=False
    )
    outcome = EncryptedTextField(_("what came of it"))
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    reminded = models.CharField(max_length=10, choices=ReminderStep.choices, blank=True, editable=False)

    history = track(excluded_fields=["reminded"])

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FollowUpState.OPEN, ended_at__isnull=True)
                | (~Q(state=FollowUpState.OPEN) & Q(ended_at__isnull=False)),
                name="follow_up_ended_or_open",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on", "id"], name="follow_up_open", condition=Q(state="open")),
            models.Index(fields=["due_on", "id"], name="follow_up_due", condition=Q(state="open")),
            models.Index(fields=["owner", "-ended_at", "-id"], name="follow_up_ended", condition=~Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"follow-up #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == FollowUpState.OPEN

    def get_absolute_url(self) -> str:
        """The page of the follow-up."""
        return reverse("customers:follow-up", args=[self.public_id])
