"""The annual review of the policy: the review, what was said of each clause, and every step that was taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.models import Record, set_together, track
from foundation.core.thai.dates import is_thai
from reporting.enums import Assessed, Escalation, Outcome, ReviewState

S = ReviewState
BEFORE_OUTCOME = (S.OPENED, S.ASSESSING)
AFTER_REVIEWER = (S.REVIEWED, S.PROPOSED, S.APPROVED, S.PUBLISHED, S.ACKNOWLEDGING, S.CLOSED)
AFTER_BOARD = (S.APPROVED, S.PUBLISHED, S.ACKNOWLEDGING, S.CLOSED)


class AnnualReview(Record):
    """One review of a policy; at most one is open.

    `base_version` was in force when it was opened; `draft_version` is what it changes, if it changes anything.
    `concluded_by` decided that the assessment is complete and what it comes to: never the reviewer.
    """

    policy = models.ForeignKey("governance.Policy", on_delete=models.PROTECT, related_name="+")
    year_be = models.PositiveSmallIntegerField(gettext_lazy("fiscal year"))
    state = models.CharField(max_length=14, choices=ReviewState.choices, default=ReviewState.OPENED)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    due_on = models.DateField(gettext_lazy("due on"))
    base_version = models.ForeignKey("governance.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    draft_version = models.OneToOneField(
        "governance.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    resolution = models.ForeignKey("governance.Resolution", null=True, on_delete=models.PROTECT, related_name="+")
    acknowledge_by = models.DateField(gettext_lazy("staff acknowledge until"), null=True)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(gettext_lazy("closing note"), blank=True)

    history = track()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = gettext_lazy("annual review")
        verbose_name_plural = gettext_lazy("annual reviews")
        constraints = [
            models.UniqueConstraint(fields=["policy"], condition=~Q(state=S.CLOSED), name="one_open_review_a_policy"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_OUTCOME) | ~Q(outcome=""), name="review_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_REVIEWER) | Q(reviewed_by__isnull=False), name="review_was_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("concluded_by")),
                name="review_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_BOARD) | Q(resolution__isnull=False), name="review_decided_by_the_board"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CHANGE, state__in=AFTER_BOARD) | Q(draft_version__isnull=False),
                name="review_changes_a_version",
            ),
            models.CheckConstraint(
                condition=Q(state=S.CLOSED, closed_at__isnull=False) | ~Q(state=S.CLOSED) & Q(closed_at__isnull=True),
                name="review_closed_when",
            ),
            set_together("reviewed_by", "reviewed_at", name="review_reviewed_by_whom"),
        ]

    def __str__(self) -> str:
        return _("Policy review %(year)s") % {"year": self.year_be if is_thai() else self.year_be - 543}

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("reporting:staff-review", args=[self.public_id])


class ClauseAssessment(Record):
    """What one person said of one clause, with the cockpit's evidence as it stood at that moment."""

    review = models.ForeignKey(AnnualReview, on_delete=models.PROTECT, related_name="assessments")
    clause = models.CharField(gettext_lazy("clause"), max_length=10)
    verdict = models.CharField(gettext_lazy("assessment"), max_length=8, choices=Assessed.choices)
    comment = models.TextField(gettext_lazy("comment"), blank=True)
    evidence = models.JSONField(default=dict)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    history = track()

    class Meta:
        ordering = ["review", "clause"]
        verbose_name = gettext_lazy("assessment of a clause")
        verbose_name_plural = gettext_lazy("assessments of clauses")
        constraints = [
            models.UniqueConstraint(fields=["review", "clause"], name="one_assessment_a_clause"),
            models.CheckConstraint(condition=Q(verdict__in=Assessed.values), name="assessment_known"),
            models.CheckConstraint(
                condition=Q(verdict=Assessed.KEEP) | ~Q(comment=""), name="assessment_says_why_not_keep"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}: {self.get_verdict_display()}"


class ReviewStep(models.Model):
    """A move of a review: who, when, from where to where, and what was said. Append-only."""

    review = models.ForeignKey(AnnualReview, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=24)
    source = models.CharField(max_length=14, blank=True)
    target = models.CharField(max_length=14, choices=ReviewState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = gettext_lazy("step of a review")
        verbose_name_plural = gettext_lazy("steps of reviews")

    def __str__(self) -> str:
        return f"{self.review}: {self.move}"


class ReviewNotice(models.Model):
    """That people were told of a review being due or late; once a kind. Append-only."""

    review = models.ForeignKey(AnnualReview, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=Escalation.choices)
    told = models.PositiveSmallIntegerField(gettext_lazy("people told"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = gettext_lazy("notice of a review")
        verbose_name_plural = gettext_lazy("notices of reviews")
        constraints = [models.UniqueConstraint(fields=["review", "kind"], name="one_notice_a_kind_of_a_review")]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_kind_display()}"
