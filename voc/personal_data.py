"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data).

Feedback and anonymous answers belong to nobody we could name; what is held is what customers said as themselves.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.personal_data import find_customers
from foundation.core.thai.dates import format_datetime
from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person
from voc.models import SurveyResponse, Voice
from voc.services.privacy import forget_customer


def find(person: Person) -> list[str]:
    """Public ids of customers who are this person and have said something."""
    ids = find_customers(person)
    spoke = set(Voice.objects.filter(customer__public_id__in=ids).values_list("customer__public_id", flat=True))
    answered = SurveyResponse.objects.filter(customer__public_id__in=ids)
    return sorted(spoke | set(answered.values_list("customer__public_id", flat=True)))


def describe(public_id: str) -> Mapping[str, str]:
    """Every answer and every voice of a customer."""
    held: dict[str, str] = {}
    responses = SurveyResponse.objects.filter(customer__public_id=public_id).select_related("survey")
    for response in responses.order_by("submitted_at"):
        for answer in response.answers.select_related("question").order_by("question__number"):
            said = (answer.score, answer.choice, answer.importance, answer.satisfaction, answer.text)
            words = " / ".join(str(value) for value in said if value not in (None, ""))
            held[f"{response.survey.title} {response.public_id} {answer.question.number}"] = words
    for voice in Voice.objects.filter(customer__public_id=public_id).order_by("occurred_at"):
        held[f"{voice.get_channel_display()} {format_datetime(voice.occurred_at)} {voice.public_id}"] = voice.text
    return held


def fallen_silent() -> QuerySet[Customer]:
    """Customers who said or answered something, with the moment of the last time."""
    said = Voice.objects.filter(customer=OuterRef("pk")).order_by("-occurred_at").values("occurred_at")[:1]
    answered = SurveyResponse.objects.filter(customer=OuterRef("pk")).order_by("-submitted_at").values("submitted_at")
    # PostgreSQL's GREATEST leaves out what is missing; both missing is no row.
    rows = Customer.objects.filter(party="person", erased_at__isnull=True)
    return rows.annotate(kept_from=Greatest(Subquery(said), Subquery(answered[:1]))).filter(kept_from__isnull=False)


def _erase(public_id: str, *, by: Any, now: datetime) -> None:
    forget_customer(customer_id=Customer.with_merged.get(public_id=public_id).pk, now=now)


VOICES = Kind(
    kind="voc.voices",
    label=_("Answers to surveys and voices"),
    models=frozenset({"voc.SurveyResponse", "voc.Answer", "voc.Voice", "voc.Invitation"}),
    find=find,
    describe=describe,
    erase=_erase,
    notice="survey",
    keeping=Keeping(
        since=_("the day on which the customer last said or answered something"),
        ended=fallen_silent,
        action=RetentionAction.ANONYMISE,
    ),
)
