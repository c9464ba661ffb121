"""Surveys and how many answered them."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from voc.enums.survey import Door
from voc.models import Invitation, Question, Survey, SurveyResponse


def surveys() -> QuerySet[Survey]:
    """Every survey, newest first, with the number of responses that count."""
    counted = SurveyResponse.objects.filter(survey=OuterRef("pk"), not_counted="").order_by().values("survey")
    return (
        Survey.objects.select_related("touchpoint", "drafted_by")
        .annotate(response_count=Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0))
        .order_by("-id")
    )


def public_survey(code: str) -> Survey | None:
    """The survey of a link for everybody; None for drafts, unknown ones and surveys by invitation only."""
    return Survey.objects.filter(code=code, is_for_everybody=True, opened_at__isnull=False).first()


def questions_of(survey: Survey) -> list[Question]:
    """The questions in their order."""
    return list(survey.questions.order_by("number"))


@dataclass(frozen=True)
class Participation:
    """Who took part. `rate` is of the invited, 0 to 1; None while nobody was invited."""

    counted: int
    by_invitation: int
    repeated: int
    invited: int

    @property
    def rate(self) -> float | None:
        """The share of invitations that were answered."""
        return self.by_invitation / self.invited if self.invited else None


def participation(survey: Survey) -> Participation:
    """Two statements."""
    rows = survey.responses.order_by().values_list("door", "not_counted").annotate(n=Count("pk"))
    counts = {(door, not_counted): n for door, not_counted, n in rows}
    counted = sum(n for (_door, not_counted), n in counts.items() if not not_counted)
    return Participation(
        counted=counted,
        by_invitation=counts.get((Door.INVITED, ""), 0),
        repeated=sum(counts.values()) - counted,
        invited=Invitation.objects.filter(survey=survey).count(),
    )
