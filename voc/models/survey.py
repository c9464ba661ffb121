"""A survey, its questions, and whom it was sent to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from voc.enums.survey import QuestionKind, SurveyStatus
from voc.models.spoken import spoken


class Survey(Record):
    """Questions to customers. `code` is the last part of the link for everybody, where there is one."""

    code = models.SlugField(_("short name in the address"), max_length=40, unique=True)
    status = models.CharField(max_length=8, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    intro_th = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    is_for_everybody = models.BooleanField(default=True)
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="surveys"
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    history = track()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=SurveyStatus.values), name="survey_status_known"),
            models.CheckConstraint(
                condition=Q(status=SurveyStatus.DRAFT, opened_at__isnull=True)
                | ~Q(status=SurveyStatus.DRAFT) & Q(opened_at__isnull=False),
                name="survey_opened_when",
            ),
            models.CheckConstraint(
                condition=Q(status=SurveyStatus.CLOSED, closed_at__isnull=False)
                | ~Q(status=SurveyStatus.CLOSED) & Q(closed_at__isnull=True),
                name="survey_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="survey_closes_after_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where staff read it."""
        return reverse("voc:survey-detail", args=[self.code])

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def intro(self) -> str:
        """In the reader's language."""
        return spoken(self, "intro")

    @property
    def is_open(self) -> bool:
        """Whether answers are taken now."""
        return self.status == SurveyStatus.OPEN


class Question(Record):
    """One question. `need_code` names the need that a question of kind `need` asks about: the same code in the next
    survey lets its opportunity score be followed over time. `options` is a list of {code, th, en} for a choice.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    text_th = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    is_required = models.BooleanField(default=True)
    need_code = models.SlugField(max_length=60, blank=True)
    options = models.JSONField(default=list, blank=True)

    history = track()

    class Meta:
        ordering = ["survey", "number"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="question_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["survey", "need_code"], condition=~Q(need_code=""), name="question_need_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.NEED) & ~Q(need_code="") | ~Q(kind=QuestionKind.NEED) & Q(need_code=""),
                name="question_need_has_code",
            ),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.CHOICE) & ~Q(options=[]) | ~Q(kind=QuestionKind.CHOICE) & Q(options=[]),
                name="question_choice_has_options",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def text(self) -> str:
        """In the reader's language."""
        return spoken(self, "text")


class Invitation(Record):
    """A personal link, good for one response. Of its token only a keyed hash is stored."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["survey", "customer"], name="invitation_once_a_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} → {self.customer_id}"
