"""The quiz on a charter: a bank of questions for each version, and what members of staff answered to those drawn."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.core.models import Record, set_together, track
from service_charter.models.charter import CharterVersion


class Quiz(Record):
    """How the knowledge of one version is tried: how many questions are drawn, and how many of them must be right.

    Open from `opened_at` on. It is asked for while its version is the one to read, so a new version ends it by itself.
    """

    charter = models.OneToOneField(CharterVersion, on_delete=models.PROTECT, related_name="quiz")
    draw = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1), MaxValueValidator(30)])
    pass_percent = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    daily_attempts = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    history = track()

    class Meta:
        verbose_name = gettext_lazy("quiz on the charter")
        verbose_name_plural = gettext_lazy("quizzes on the charter")
        constraints = [
            models.CheckConstraint(condition=Q(draw__range=(1, 30)), name="quiz_draws_some"),
            models.CheckConstraint(condition=Q(pass_percent__range=(1, 100)), name="quiz_mark_in_percent"),
            models.CheckConstraint(condition=Q(daily_attempts__range=(1, 20)), name="quiz_attempts_a_day"),
            set_together("opened_at", "opened_by", name="quiz_opened_by_somebody"),
        ]

    def __str__(self) -> str:
        return _("Quiz on version %(number)s of the charter") % {"number": self.charter.number}

    def get_absolute_url(self) -> str:
        """Where its bank is kept."""
        return reverse("service_charter:quiz-bank", args=[self.charter.number])


class QuizQuestion(Record):
    """A question with its answers, of which one is right (`right` counts from 0), and why.

    Once it was drawn its words stay (a trigger holds it): an edit puts a new question in its place.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="questions")
    text_th = models.TextField()
    text_en = models.TextField()
    options_th = ArrayField(models.CharField(max_length=300))
    options_en = ArrayField(models.CharField(max_length=300))
    right = models.PositiveSmallIntegerField()
    why_th = models.TextField()
    why_en = models.TextField()
    is_active = models.BooleanField(default=True)
    history = track()

    class Meta:
        ordering = ["id"]
        verbose_name = gettext_lazy("question of a quiz")
        verbose_name_plural = gettext_lazy("questions of quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(options_th__len__range=(2, 4), options_en__len=F("options_th__len")),
                name="quiz_question_two_to_four",
            ),
            models.CheckConstraint(condition=Q(right__lt=F("options_th__len")), name="quiz_question_has_an_answer"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_th

    @property
    def options(self) -> list[str]:
        """The answers in the reader's language."""
        return self.options_en if get_language() == "en" else self.options_th

    @property
    def why(self) -> str:
        """Why the right answer is right, in the reader's language."""
        return self.why_en if get_language() == "en" else self.why_th


class QuizAttempt(Record):
    """Questions drawn by chance for a member of staff, who hands all answers in at once; then nothing changes."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("attempt at a quiz")
        verbose_name_plural = gettext_lazy("attempts at quizzes")
        constraints = [
            set_together("right", "passed", "finished_at", name="quiz_attempt_whole"),
            models.CheckConstraint(
                condition=Q(right__isnull=True) | Q(right__lte=F("asked")), name="quiz_right_of_asked"
            ),
            models.UniqueConstraint(
                fields=["quiz", "person"], condition=Q(finished_at__isnull=True), name="quiz_one_open_attempt"
            ),
        ]
        indexes = [models.Index(fields=["quiz", "person"], name="quiz_attempts_of", condition=Q(passed=True))]

    def __str__(self) -> str:
        return f"{self.person}: {self.quiz}"

    def get_absolute_url(self) -> str:
        """Where it is answered and, afterwards, explained."""
        return reverse("service_charter:quiz-attempt", args=[self.public_id])


class QuizAnswer(models.Model):
    """A drawn question: the order in which its answers were shown, and which was chosen (as the question counts)."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(QuizQuestion, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    order = ArrayField(models.PositiveSmallIntegerField())
    chosen = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["attempt", "position"]
        verbose_name = gettext_lazy("answer in a quiz")
        verbose_name_plural = gettext_lazy("answers in quizzes")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="quiz_answer_in_its_place"),
            models.UniqueConstraint(fields=["attempt", "question"], name="quiz_question_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.position}"

    @property
    def is_right(self) -> bool:
        """Whether the right answer was chosen."""
        return self.chosen == self.question.right

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The answers in the order in which they are shown."""
        options = self.question.options
        return [(place, options[place]) for place in self.order]
