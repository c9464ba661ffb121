"""What people answered. A response is never changed; one that is a repetition is kept, but does not count."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from voc.enums.survey import Door, NotCounted


class SurveyResponse(models.Model):
    """One person's answers. After two years an invited one loses invitation and customer (services.forget_respondents).

    `browser_hash` marks the browser of an anonymous answer, never the person;
    `answers_hash` is the same for the same answers.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    survey = models.ForeignKey("voc.Survey", on_delete=models.PROTECT, related_name="responses")
    door = models.CharField(max_length=10, choices=Door.choices)
    invitation = models.OneToOneField(
        "voc.Invitation", null=True, blank=True, on_delete=models.PROTECT, related_name="response"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="survey_responses"
    )
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    notice = models.ForeignKey(
        "privacy.NoticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    browser_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001  NULL where absent: unique
    answers_hash = models.CharField(max_length=64, editable=False)
    not_counted = models.CharField(max_length=8, choices=NotCounted.choices, blank=True)

    class Meta:
        verbose_name = _("survey response")
        verbose_name_plural = _("survey responses")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "browser_hash"],
                condition=Q(browser_hash__isnull=False),
                name="survey_response_once_a_browser",
            ),
            models.CheckConstraint(
                condition=Q(door=Door.INVITED) | Q(door=Door.ANONYMOUS, invitation__isnull=True, customer__isnull=True),
                name="survey_response_door",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "submitted_at"], name="survey_response_when"),
            models.Index(fields=["survey", "answers_hash"], name="survey_response_same"),
            models.Index(fields=["customer", "-submitted_at"], name="survey_response_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.submitted_at:%Y-%m-%d %H:%M}"

    @property
    def counts(self) -> bool:
        """Whether it enters the figures."""
        return not self.not_counted


class Answer(models.Model):
    """The answer to one question: `score` (CSAT 1 to 5, NPS 0 to 10), `choice`, `importance` with `satisfaction`
    (1 to 5, for a need) or `text`, by the kind of the question. A question left out has no row.
    """

    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("voc.Question", on_delete=models.PROTECT, related_name="answers")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    choice = models.SlugField(max_length=40, blank=True)
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_a_question"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=10), name="answer_score_range"),
            models.CheckConstraint(
                condition=Q(importance__isnull=True, satisfaction__isnull=True)
                | Q(
                    importance__isnull=False,
                    satisfaction__isnull=False,
                    importance__range=(1, 5),
                    satisfaction__range=(1, 5),
                ),
                name="answer_need_pair",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | ~Q(choice="") | Q(importance__isnull=False) | ~Q(text=""),
                name="answer_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.score or self.choice or self.text[:40]}"
