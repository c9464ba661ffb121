"""Canned answers: wordings in both languages that a second person has read, kept edition by edition."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.enums import AnswerPurpose, EditionStatus
from foundation.core.models import Record, set_together, track


class AnswerTemplate(Record):
    """One answer that is offered in the reply form; its words stand in its editions."""

    purpose = models.CharField(max_length=12, choices=AnswerPurpose.choices)
    is_retired = models.BooleanField(default=False)

    history = track()

    class Meta:
        verbose_name = _("canned answer")
        verbose_name_plural = _("canned answers")

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-answer", args=[self.public_id])


class AnswerEdition(Record):
    """The words of an answer: a draft, the approved edition, or one that was replaced. Approved words never change."""

    template = models.ForeignKey(AnswerTemplate, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=EditionStatus.choices, default=EditionStatus.DRAFT)
    title_th = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    body_th = models.TextField()
    body_en = models.TextField()
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    tone_checked = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    approved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    history = track()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["template", "edition"], name="complaint_answer_edition"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(status=EditionStatus.DRAFT), name="complaint_answer_one_draft"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(status=EditionStatus.APPROVED), name="complaint_answer_one_approved"
            ),
            set_together("approved_by", "approved_at", name="complaint_answer_approved_whole"),
            models.CheckConstraint(
                condition=Q(status=EditionStatus.DRAFT) | Q(approved_at__isnull=False),
                name="complaint_answer_used_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("author")),
                name="complaint_answer_second_person",
            ),
        ]
        verbose_name = _("edition of a canned answer")
        verbose_name_plural = _("editions of canned answers")

    def __str__(self) -> str:
        return f"{self.title_th} ({self.edition})"

    @property
    def title(self) -> str:
        """The heading in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_th

    @property
    def texts(self) -> dict[str, str]:
        """The words by language."""
        return {"th": self.body_th, "en": self.body_en}
