"""Evidence of section 3 made true and false."""

from datetime import datetime, timedelta

from foundation.accounts.models import User
from foundation.core.models import OutboxMessage
from tests.customers.factories import NOW, make_person, make_touchpoint
from tests.people import someone
from tests.proofs import Proofs, at
from tests.voc.announcing import DAY, make_customer, make_done, make_insight, make_plan, make_published
from tests.voc.listening import make_voice, rate
from tests.voc.rating import rate as rate_need
from voc.models import DoneEntry, Insight, Voice
from voc.services import done, insights, sending

STAGES = ("aware", "consider", "become", "use", "support", "renew", "bonded")
SOON = NOW + timedelta(hours=1)
RELATIONS = {"phone": "prospect", "line": "current", "email": "former", "letter": "competitor"}


def _analyst() -> User:
    return someone("voc-analyst")


def _executive() -> User:
    return someone("executive")


def _heard(*channels: str) -> datetime:
    """A voice through each channel, each from a customer in another relation to us."""
    for channel in channels:
        voice, customer = make_voice(), make_person()
        type(customer).objects.filter(pk=customer.pk).update(relation=RELATIONS[channel])
        Voice.objects.filter(pk=voice.pk).update(channel=channel, customer=customer)
    return SOON


def _rated(*stages: str) -> datetime:
    rate(make_touchpoint(*stages))
    return SOON


def _planned_and_heard(*stages: str) -> datetime:
    """A plan that reaches all groups, and a voice at a touchpoint of these stages."""
    make_plan(_analyst())
    make_voice(touchpoint=make_touchpoint(*stages))
    return SOON


def _needs(respondents: int) -> datetime:
    rate_need("parking", [(5, 1)] * respondents)
    return SOON


def _decided() -> Insight:
    row = make_insight(_analyst(), cited=("insight", make_insight(_analyst()).public_id))
    insights.propose_insight(insight_id=row.pk, by=_analyst(), now=NOW - DAY)
    facts = {"decision": "do", "reason": "ดี", "follow_up_on": (NOW + 5 * DAY).date()}
    return insights.decide_insight(insight_id=row.pk, by=_executive(), now=NOW, **facts)


def _insight(days: int) -> datetime:
    """So many days after the decision; the follow-up was due after five."""
    _decided()
    return NOW + days * DAY


def _announced(sent: int, failed: int) -> datetime:
    for number in range(sent + failed):
        make_customer(f"ราย {number}", email=f"d{number}@shop.example")
    row = make_published(_analyst(), _executive())
    while sending.send_batch(row, now=NOW):
        pass
    keys = list(OutboxMessage.objects.order_by("pk").values_list("pk", flat=True))
    OutboxMessage.objects.filter(pk__in=keys[:sent]).update(state="sent", recipient=None, subject=None, body=None)
    OutboxMessage.objects.filter(pk__in=keys[sent:]).update(state="failed")
    return SOON


def _told(age: timedelta) -> datetime:
    """An entry of “you said, we did” of that age."""
    row = done.submit_done(entry_id=make_done(_analyst()).pk, by=_analyst(), now=NOW)
    done.publish_done(entry_id=row.pk, shown_version=row.version, by=_executive(), now=NOW)
    DoneEntry.objects.update(published_at=NOW - age)
    return SOON


PROOFS: Proofs = {
    "voc.heard": {"green": lambda: _heard(*RELATIONS), "amber": lambda: _heard("phone"), "red": at(SOON)},
    "voc.measured": {"green": lambda: _rated(*STAGES), "amber": lambda: _rated(*STAGES[1:]), "red": at(SOON)},
    "voc.coverage": {
        "green": lambda: _planned_and_heard(*STAGES),
        "amber": lambda: _planned_and_heard(*STAGES[1:]),
        "red": at(SOON),
    },
    "voc.needs_ranked": {"green": lambda: _needs(30), "amber": lambda: _needs(29), "red": at(SOON)},
    "voc.insights_decided": {"green": lambda: _insight(1), "amber": lambda: _insight(10), "red": at(SOON)},
    "voc.announced": {"green": lambda: _announced(20, 1), "amber": lambda: _announced(18, 1), "red": at(SOON)},
    "voc.you_said_we_did": {
        "green": lambda: _told(timedelta()),
        "amber": lambda: _told(timedelta(days=200)),
        "red": at(SOON),
    },
}
