"""Groups of organisations: which one belongs to which."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class GroupTie(Record):
    """A branch or subsidiary and the organisation above it. An organisation has one above it at most.

    The database refuses people, an organisation above itself, and rings of any length (a trigger, under a lock of its
    own, so that two ties made at once can't close a ring between them).
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="ties")
    parent = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="branches", verbose_name=_("belongs to")
    )

    history = track()

    class Meta:
        verbose_name = _("tie of a group")
        verbose_name_plural = _("ties of groups")
        constraints = [
            models.UniqueConstraint(fields=["customer"], name="group_one_above"),
            models.CheckConstraint(condition=~Q(customer=F("parent")), name="group_not_above_itself"),
        ]

    def __str__(self) -> str:
        return f"#{self.customer_id} → #{self.parent_id}"
