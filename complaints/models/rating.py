"""What the complainant thinks of our work. The process is judged apart from the outcome (ISO 10002, 8.3)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class Rating(models.Model):
    """One judgement a complaint, 1 to 5."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="rating")
    process = models.PositiveSmallIntegerField(validators=_SCORE)
    outcome = models.PositiveSmallIntegerField(null=True, blank=True, validators=_SCORE)
    comment = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(process__range=(1, 5))
                & (models.Q(outcome__isnull=True) | models.Q(outcome__range=(1, 5))),
                name="complaint_rating_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"{self.process}/5"
