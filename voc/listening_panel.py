"""What this room shows on a customer's page: what the customer said lately, and the surveys answered."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from customers.enums import Health
from customers.health import Sign, each
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from voc.enums.survey import QuestionKind
from voc.enums.voice import Sentiment
from voc.models import Answer, SurveyResponse, Voice

KEY = "voices"
TITLE = _("What the customer says")
SHOWN = 4
RECENT, YEAR = timedelta(days=90), timedelta(days=365)
UNHAPPY, HAPPY = 2, 4  # of 5; the sentences say so


def render(user: User, customer: Customer) -> Rendered | None:
    """The newest voices, and the last survey answered; nothing for a customer who has not been heard yet."""
    voices = Voice.objects.visible_to(user).filter(customer=customer).select_related("topic")
    newest = list(voices.order_by("-occurred_at", "-id")[:SHOWN])
    answered = SurveyResponse.objects.filter(customer=customer).select_related("survey")
    last = answered.order_by("-submitted_at").first()
    return ("voc/_panel.html", {"voices": newest, "last": last}) if newest or last else None


def _negative(now: datetime) -> "QuerySet[Any, Any]":
    rows = Voice.objects.filter(sentiment=Sentiment.NEGATIVE, occurred_at__gte=now - RECENT, customer__isnull=False)
    return each(rows, Count("pk"))


def _more_negative(now: datetime) -> "QuerySet[Any, Any]":
    """At least two, and more than in the 90 days before."""
    recent = Q(occurred_at__gte=now - RECENT)
    rows = Voice.objects.filter(sentiment=Sentiment.NEGATIVE, occurred_at__gte=now - 2 * RECENT, customer__isnull=False)
    counted = each(rows, Count("pk", filter=recent)).annotate(before=Count("pk", filter=~recent))
    worse: QuerySet[Any, Any] = counted.filter(value__gte=2, value__gt=F("before"))
    return worse


def _content(now: datetime) -> "QuerySet[Any, Any]":
    """Praise, and nothing negative."""
    good, bad = Q(sentiment=Sentiment.POSITIVE), Q(sentiment=Sentiment.NEGATIVE)
    rows = Voice.objects.filter(occurred_at__gte=now - RECENT, customer__isnull=False)
    counted = each(rows, Count("pk", filter=good)).annotate(bad=Count("pk", filter=bad))
    content: QuerySet[Any, Any] = counted.filter(value__gte=1, bad=0)
    return content


def _satisfaction(now: datetime) -> "QuerySet[Any, Any]":
    """Of customers who answered by a link of their own: the mean of the satisfaction (1 to 5) in the last response of
    a year. Repetitions don't count, nor what was answered without a name."""
    counting = SurveyResponse.objects.filter(
        customer__isnull=False, not_counted="", submitted_at__gte=now - YEAR, answers__question__kind=QuestionKind.CSAT
    )
    later = counting.filter(
        Q(submitted_at__gt=OuterRef("response__submitted_at"))
        | Q(submitted_at=OuterRef("response__submitted_at"), pk__gt=OuterRef("response_id")),
        customer=OuterRef("response__customer"),
    )
    answers = Answer.objects.filter(question__kind=QuestionKind.CSAT, response__in=counting.values("pk"))
    last = answers.filter(~Exists(later))
    return each(last, Round(Avg("score"), precision=1), customer="response__customer")


def _dissatisfied(now: datetime) -> "QuerySet[Any, Any]":
    return _satisfaction(now).filter(value__lte=UNHAPPY)


def _so_so(now: datetime) -> "QuerySet[Any, Any]":
    return _satisfaction(now).filter(value__gt=UNHAPPY, value__lt=HAPPY)


def _satisfied(now: datetime) -> "QuerySet[Any, Any]":
    return _satisfaction(now).filter(value__gte=HAPPY)


SIGNS = (
    Sign(
        "voices.more_negative", Health.POOR, Permission.VOC_VIEW,
        _("Negative voices in the last 90 days, more than in the 90 days before: %(value)s"), _more_negative,
    ),
    Sign(
        "voices.negative", Health.WATCH, Permission.VOC_VIEW,
        _("Negative voices in the last 90 days: %(value)s"), _negative,
    ),
    Sign(
        "voices.content", Health.GOOD, Permission.VOC_VIEW,
        _("Praise in the last 90 days and nothing negative: %(value)s"), _content,
    ),
    Sign(
        "surveys.dissatisfied", Health.POOR, Permission.VOC_VIEW,
        _("Satisfaction in the survey answered last, within a year, is 2 of 5 or less: %(value)s"), _dissatisfied,
    ),
    Sign(
        "surveys.so_so", Health.WATCH, Permission.VOC_VIEW,
        _("Satisfaction in the survey answered last, within a year, is more than 2 and less than 4 of 5: %(value)s"),
        _so_so,
    ),
    Sign(
        "surveys.satisfied", Health.GOOD, Permission.VOC_VIEW,
        _("Satisfaction in the survey answered last, within a year, is 4 of 5 or more: %(value)s"), _satisfied,
    ),
)  # fmt: skip
