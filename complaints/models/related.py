"""Cases that belong side by side without being handled as one: what ties them, and why. Undone with a reason."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_investigation import Tie
from foundation.core.ids import new_public_id
from foundation.core.models import set_together


class CaseTie(models.Model):
    """`first` is tied to `second`; only “follows” has a direction. No row of a case changes by it."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    first = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="links_from")
    second = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=12, choices=Tie.choices)
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why_undone = models.TextField(blank=True)
    undone_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "kind"], condition=Q(undone_at__isnull=True), name="complaint_linked_once"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="complaint_linked_to_another"),
            models.CheckConstraint(
                condition=Q(kind=Tie.FOLLOWS) | Q(kind__in=Tie.values, first__lt=F("second")),
                name="complaint_link_one_way",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="complaint_linked_why"),
            set_together("undone_at", "undone_by", name="complaint_link_undone_by"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, why_undone="") | Q(undone_at__isnull=False) & ~Q(why_undone=""),
                name="complaint_link_undone_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"
