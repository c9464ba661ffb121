"""What this room shows on a customer's page: what the customer said lately, and the surveys answered."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from customers.enums import Health
from customers.health import Sign
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from voc.enums.voice import Sentiment
from voc.models import SurveyResponse, Voice

KEY = "voices"
TITLE = _("What the customer says")
SHOWN = 4
RECENT = timedelta(days=90)


def render(user: User, customer: Customer) -> Rendered | None:
    """The newest voices, and the last survey answered; nothing for a customer who has not been heard yet."""
    voices = Voice.objects.visible_to(user).filter(customer=customer).select_related("topic")
    newest = list(voices.order_by("-occurred_at", "-id")[:SHOWN])
    answered = SurveyResponse.objects.filter(customer=customer).select_related("survey")
    last = answered.order_by("-submitted_at").first()
    return ("voc/_panel.html", {"voices": newest, "last": last}) if newest or last else None


def _negative(now: datetime) -> "QuerySet[Any, Any]":
    rows = Voice.objects.filter(sentiment=Sentiment.NEGATIVE, occurred_at__gte=now - RECENT, customer__isnull=False)
    return rows.values("customer_id").annotate(value=Count("pk"))


def _more_negative(now: datetime) -> "QuerySet[Any, Any]":
    """At least two, and more than in the 90 days before."""
    recent = Q(occurred_at__gte=now - RECENT)
    rows = Voice.objects.filter(sentiment=Sentiment.NEGATIVE, occurred_at__gte=now - 2 * RECENT, customer__isnull=False)
    counted = rows.values("customer_id").annotate(value=Count("pk", filter=recent), before=Count("pk", filter=~recent))
    return counted.filter(value__gte=2, value__gt=F("before"))


def _content(now: datetime) -> "QuerySet[Any, Any]":
    """Praise, and nothing negative."""
    good, bad = Q(sentiment=Sentiment.POSITIVE), Q(sentiment=Sentiment.NEGATIVE)
    rows = Voice.objects.filter(occurred_at__gte=now - RECENT, customer__isnull=False).values("customer_id")
    counted = rows.annotate(value=Count("pk", filter=good), bad=Count("pk", filter=bad))
    return counted.filter(value__gte=1, bad=0)


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
)  # fmt: skip
