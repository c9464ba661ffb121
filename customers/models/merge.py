"""Records that may be of one and the same customer, and those that were joined."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.enums import PairState
from customers.rules import RELATION
from foundation.core.models import Record, set_together

if TYPE_CHECKING:
    from foundation.accounts.models import User


class PairQuerySet(models.QuerySet["DuplicatePair"]):
    """Reads of the pairs."""

    def visible_to(self, user: "User") -> "PairQuerySet":
        """Pairs of which the user may see both records."""
        from customers.models import Customer

        seen = Customer.objects.visible_to(user)
        return self.filter(first__in=seen, second__in=seen)


class DuplicatePair(Record):
    """Two records that may be of one customer. The one with the smaller key stands first, so a pair exists once."""

    first = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20), verbose_name=_("what they have in common"))
    score = models.PositiveSmallIntegerField(_("likeness, 0–100"))
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_ordered"),
            models.CheckConstraint(condition=Q(score__lte=100), name="pair_score"),
            set_together("decided_at", "decided_by", name="pair_decided_by"),
            models.CheckConstraint(
                condition=Q(state=PairState.OPEN) | Q(decided_at__isnull=False), name="pair_decided_at"
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "-id"], name="pair_open", condition=Q(state=PairState.OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"

    def get_absolute_url(self) -> str:
        """Where both stand side by side."""
        return reverse("customers:duplicate", args=[self.public_id])


class CustomerMerge(Record):
    """One joining: who stayed, who went in, what was taken over and what moved, so that it can be undone."""

    survivor = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    taken = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    before = models.BigIntegerField(editable=False)  # the survivor's history row from before: its old values
    moved = models.JSONField(default=dict, editable=False)  # model label: keys of the rows that moved
    relations = models.JSONField(default=list, editable=False)  # the merged record's own relations to the market
    own_relations = models.JSONField(default=list, editable=False)  # the survivor's, where those of the other stand
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("joining of records")
        verbose_name_plural = _("joinings of records")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_one_in_force"),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_of_two"),
            set_together("undone_at", "undone_by", name="merge_undone_by"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.survivor_id}"

    @property
    def takes_relation(self) -> bool:
        """Whether the relation to the market is that of the record that went in."""
        return RELATION in self.taken


class DuplicateScan(Record):
    """One search through the register for records of the same customer. It goes on from `reached` after a fall."""

    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reached = models.JSONField(default=list, editable=False)  # place of the last name that was compared
    seen = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("search for duplicates")
        verbose_name_plural = _("searches for duplicates")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
