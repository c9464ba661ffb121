"""What came of a letter to the mailbox of complaints."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.enums_incoming import Placing, Wait
from complaints.models.complaint import Complaint
from foundation.accounts.permissions import Permission
from foundation.core.models import Record

if TYPE_CHECKING:
    from foundation.accounts.models import User


class PlacedLetterQuerySet(models.QuerySet["PlacedLetter"]):
    """Reads that every list starts from."""

    def visible_to(self, user: "User") -> "PlacedLetterQuerySet":
        """Letters for those who handle complaints; one that belongs to a case only for whom the case is in sight, so
        that the confidential route stays closed."""
        if not user.can(Permission.COMPLAINT_HANDLE):
            return self.none()
        return self.filter(Q(complaint=None) | Q(complaint__in=Complaint.objects.visible_to(user)))

    def waiting(self) -> "PlacedLetterQuerySet":
        """Letters that somebody has to look at."""
        return self.filter(placing=Placing.WAITING)


class PlacedLetter(Record):
    """Where a letter went: to a case, into a complaint of its own, aside, or it still waits for somebody to look.

    `complaint` is the case it belongs to, or is thought to belong to while it waits.
    """

    letter = models.OneToOneField("core.IncomingLetter", on_delete=models.PROTECT, related_name="placed")
    placing = models.CharField(max_length=10, choices=Placing.choices)
    wait = models.CharField(max_length=12, choices=Wait.choices, blank=True)
    complaint = models.ForeignKey(
        "complaints.Complaint", null=True, on_delete=models.PROTECT, related_name="letters_in"
    )
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects = PlacedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to complaints")
        verbose_name_plural = _("letters to complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(placing=Placing.WAITING, settled_at__isnull=True)
                | (~Q(placing=Placing.WAITING) & Q(settled_at__isnull=False)),
                name="placed_letter_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(placing__in=[Placing.CASE, Placing.COMPLAINT]) | Q(complaint__isnull=False),
                name="placed_letter_where",
            ),
            models.CheckConstraint(
                condition=~Q(placing=Placing.ASIDE) | (Q(settled_by__isnull=False) & ~Q(reason="")),
                name="placed_letter_aside_why",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="placed_letter_waiting", condition=Q(placing="waiting")),
            models.Index(fields=["placing", "-received_at", "-id"], name="placed_letter_order"),
        ]

    def __str__(self) -> str:
        return f"{self.placing} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-letter-in", args=[self.public_id])
