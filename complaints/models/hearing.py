"""The person complained about: told what is said, heard, kept informed, apart from discipline (ISO 10002, annex D)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track


class Hearing(Record):
    """One person in one case: what was told and when, what the person says to it, or why it is not waited for.

    The person reads `told`, which one of us wrote, and nothing else of the case: neither who complains nor the files.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="hearings")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    told = models.TextField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    statement = models.TextField(blank=True)
    stated_at = models.DateTimeField(null=True)
    waived = models.TextField(blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome_told_at = models.DateTimeField(null=True)

    history = track()

    class Meta:
        ordering = ["-told_at", "-id"]
        verbose_name = _("hearing of a person complained about")
        verbose_name_plural = _("hearings of people complained about")
        constraints = [
            models.UniqueConstraint(fields=["complaint", "person"], name="complaint_heard_once"),
            models.CheckConstraint(
                condition=~Q(told="") & ~Q(told_by=models.F("person")), name="complaint_hearing_told"
            ),
            models.CheckConstraint(
                condition=Q(stated_at__isnull=True, statement="") | Q(stated_at__isnull=False) & ~Q(statement=""),
                name="complaint_hearing_stated",
            ),
            set_together("waived_at", "waived_by", name="complaint_hearing_waived_by"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived="")
                | Q(waived_at__isnull=False) & ~Q(waived="") & ~Q(waived_by=models.F("person")),
                name="complaint_hearing_waived_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.told_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """What the person complained about sees."""
        return reverse("complaints:staff-about-me", args=[self.public_id])

    @property
    def heard_at(self) -> datetime | None:
        """When the person was heard, or is no longer waited for."""
        return self.stated_at or self.waived_at
