"""What people put right: kept for good, and learned from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from voc.enums.voice import LabelField


class Label(models.Model):
    """A person's label of a voice: what it said before, what it says now, who and when. The newest one holds."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    voice = models.ForeignKey("voc.Voice", on_delete=models.CASCADE, related_name="labels")
    field = models.CharField(max_length=9, choices=LabelField.choices)
    value = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    score_before = models.FloatField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [models.CheckConstraint(condition=Q(field__in=LabelField.values), name="label_field_known")]
        indexes = [models.Index(fields=["voice", "field", "-at"], name="label_of_voice")]

    def __str__(self) -> str:
        return f"{self.field}: {self.before or '–'} → {self.value}"

    @property
    def corrects(self) -> bool:
        """Whether the person disagreed with what stood there."""
        return self.value != self.before
