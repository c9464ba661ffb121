"""Lists that somebody named: which customers, in which columns, in which order, and who else sees the name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.enums import ListOrder, ViewAudience
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.models import Record, track


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads of saved views."""

    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """The user's own, those of the user's unit, and those for everyone."""
        of_unit = Q(audience=ViewAudience.UNIT, unit_id=user.unit_id, unit__isnull=False)
        return self.filter(Q(owner=user) | Q(audience=ViewAudience.EVERYONE) | of_unit)


class SavedView(Record):
    """A named list of customers. It keeps what is asked for, never who was found, and nothing that was typed."""

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(
        _("shared with"), max_length=10, choices=ViewAudience.choices, default=ViewAudience.PRIVATE
    )
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filters = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    order = models.CharField(_("order"), max_length=10, choices=ListOrder.choices, default=ListOrder.NAME)

    history = track()
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
            models.CheckConstraint(
                condition=Q(audience=ViewAudience.UNIT, unit__isnull=False)
                | (~Q(audience=ViewAudience.UNIT) & Q(unit__isnull=True)),
                name="saved_view_unit_of_audience",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: User) -> bool:
        """A view is its owner's, whoever else sees it."""
        return self.owner_id == user.pk and user.can(Permission.CUSTOMER_VIEW)


class DefaultView(models.Model):
    """The view with which a person's list of customers opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
