"""Management reviews of complaints handling (ISO 10002, 8.6): inputs, minutes, and what was decided."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track


class ManagementReview(Record):
    """One review of a span of days. `figures` are frozen at opening; the texts are written until it is closed."""

    first_day = models.DateField()
    last_day = models.DateField()
    figures = models.JSONField()
    internal_factors = models.TextField(blank=True)
    external_factors = models.TextField(blank=True)
    recommendations = models.TextField(blank=True)
    held_on = models.DateField(null=True, blank=True)
    attendees = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, db_index=True)
    closing_note = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["-first_day", "-id"]
        verbose_name = _("management review")
        verbose_name_plural = _("management reviews")
        constraints = [
            set_together("closed_by", "closed_at", name="complaint_review_closed_by"),
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(closed_at__isnull=True), name="complaint_review_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="complaint_review_runs_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | ~models.Q(minutes="") & ~models.Q(internal_factors="") & ~models.Q(external_factors="")
                & models.Q(held_on__isnull=False),
                name="complaint_review_closed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True) | ~models.Q(closed_by=models.F("opened_by")),
                name="complaint_review_closed_by_another",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d} – {self.last_day:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether minutes and decisions may still be written."""
        return self.closed_at is None

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-review", args=[self.public_id])


class ReviewDecision(Record):
    """One decision of a review: what is done, by whom, until when; reported as done by its owner."""

    class Kind(models.TextChoices):
        PROCESS = "process", _("Improve how complaints are handled")
        PRODUCT = "product", _("Improve a service or product")
        RESOURCE = "resource", _("Resources and training")

    review = models.ForeignKey(ManagementReview, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.TextField()
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("decision of a management review")
        verbose_name_plural = _("decisions of management reviews")
        indexes = [
            models.Index(fields=["owner", "due_on"], name="review_decision_owed", condition=models.Q(done_at=None))
        ]
        constraints = [
            set_together("done_at", "done_by", name="review_decision_done_by"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | ~models.Q(done_note=""), name="review_decision_done_how"
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]
