"""The ten-second form: a rating at a touchpoint, perhaps with a word."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from voc.enums.survey import FeedbackCategory


class Feedback(models.Model):
    """One rating. Nothing says who gave it; the comment is stored without numbers and addresses (rules.scrubbed).

    `stage` is the touchpoint's only one, or the one that the customer or the QR code named; else nobody knows.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    touchpoint = models.ForeignKey("customers.Touchpoint", on_delete=models.PROTECT, related_name="feedback")
    stage = models.ForeignKey(
        "customers.LifecycleStage", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    rating = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=12, choices=FeedbackCategory.choices, blank=True)
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    notice = models.ForeignKey(
        "privacy.NoticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_rating_range")]
        indexes = [
            models.Index(fields=["-given_at", "-id"], name="feedback_newest"),
            models.Index(fields=["touchpoint", "-given_at"], name="feedback_touchpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.rating}/5 {self.given_at:%Y-%m-%d %H:%M}"
