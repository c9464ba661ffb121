"""Lists of customers that somebody named: whom, in which columns, in which order, and who else sees the name."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.enums import ListOrder, ViewAudience
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.saved_lists import SavedList, SavedListQuerySet, constraints_of
from foundation.core.models import track

MOST_COLUMNS = 8


class SavedViewQuerySet(SavedListQuerySet):
    """Reads of saved views."""


class SavedView(SavedList):
    """A named list of customers. It keeps what is asked for, never who was found, and nothing that was typed."""

    audience = models.CharField(
        _("shared with"), max_length=10, choices=ViewAudience.choices, default=ViewAudience.PRIVATE
    )
    columns = models.JSONField(default=list, blank=True)
    order = models.CharField(_("order"), max_length=10, choices=ListOrder.choices, default=ListOrder.NAME)

    history = track()
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = constraints_of("saved_view")

    def keep(self, asked: Any) -> None:
        """The filters, and the columns and order beside them."""
        super().keep(asked)
        self.columns = list(asked.columns)[:MOST_COLUMNS]
        self.order = asked.order if asked.order in ListOrder.values else ListOrder.NAME

    def may_be_changed_by(self, user: User) -> bool:
        """A view is its owner's, whoever else sees it."""
        return self.owner_id == user.pk and user.can(Permission.CUSTOMER_VIEW)


class DefaultView(models.Model):
    """The view with which a person's list of customers opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
