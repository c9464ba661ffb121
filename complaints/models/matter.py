"""Complaints about the same thing, handled as one: one investigation that leads, one answer that goes to all.

Each complaint stays what it is: own complainant, dates, letter, rating, ways onward. Who joined and left, by whom and
why, stands in `MatterMember`; which case leads, in the history of `Matter`.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track


class Matter(Record):
    """What several complaints have in common. It ends when fewer than two of them are left."""

    number = models.CharField(max_length=20, unique=True)
    # What others may read of it who are about to report the same; written by staff, empty shows the subject alone.
    public_th = models.CharField(max_length=160, blank=True)
    public_en = models.CharField(max_length=160, blank=True)
    lead = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="matters_led")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = track()

    class Meta:
        verbose_name = _("common matter")
        verbose_name_plural = _("common matters")
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=models.Q(ended_at__isnull=True), name="matter_one_for_a_lead"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public_line(self) -> str:
        """The public line in the reader's language; empty until both are written."""
        if not (self.public_th and self.public_en):
            return ""
        return self.public_en if get_language() == "en" else self.public_th


class MatterMember(models.Model):
    """A complaint's time in a matter. A complaint is in one matter at a time, whoever links it at the same moment.

    Where nobody of ours stands beside a joining or leaving, the complainant chose it.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="memberships")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="memberships")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_joined = models.TextField()
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why_left = models.TextField(blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        indexes = [
            models.Index(fields=["matter"], name="matter_members", condition=models.Q(left_at__isnull=True)),
            models.Index(fields=["complaint", "joined_at"], name="matter_of_complaint"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(left_at__isnull=True), name="matter_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(left_by__isnull=True) | models.Q(left_at__isnull=False), name="matter_left_by"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True)
                | (models.Q(left_at__gte=models.F("joined_at")) & ~models.Q(why_left="")),
                name="matter_left_with_reason",
            ),
            models.CheckConstraint(condition=~models.Q(why_joined=""), name="matter_joined_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.complaint_id}"
