"""The order in which the rooms tell their story: what others stand on first."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.utils import translation

import complaints.demo
import customers.demo
import customers.demo_feeds
import customers.demo_follow_ups
import customers.demo_health
import customers.demo_market
import customers.demo_touchpoints
import foundation.governance.demo
import foundation.governance.demo_audits
import foundation.governance.demo_minutes
import foundation.governance.demo_seats
import foundation.knowledge.demo
import products.demo
import relationships.demo
import reporting.demo
import segmentation.demo
import service_charter.awareness_demo
import service_charter.breach_demo
import service_charter.commitment_demo
import service_charter.culture_demo
import service_charter.demo
import service_charter.partner_demo
import service_charter.quiz_demo
import service_charter.recognition_demo
import service_charter.request_demo
import service_charter.training_demo
import service_charter.visit_demo
import strategy.demo
import trdcrm.demo.article_links
import trdcrm.demo.data_requests
import trdcrm.demo.retention
import voc.insight_demo
import voc.listening_demo
from foundation.core.models import IdempotencyKey
from trdcrm.demo.people import People

Chapter = Callable[[datetime, People], object]
SCOPE = "demo"

CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("board meetings", foundation.governance.demo.build),
    ("who sits on the board", foundation.governance.demo_seats.build),
    ("knowledge", foundation.knowledge.demo.build),
    ("customers", customers.demo.build),
    ("touchpoints", customers.demo_touchpoints.build),
    ("service charter", service_charter.demo.build),
    ("service requests", service_charter.request_demo.build),
    ("mystery visits", service_charter.visit_demo.build),
    ("commitments to the charter", service_charter.commitment_demo.build),
    ("reports of partners", service_charter.partner_demo.build),
    ("who has read the charter", service_charter.awareness_demo.build),
    ("quiz on the charter", service_charter.quiz_demo.build),
    ("training and competence", service_charter.training_demo.build),
    ("service culture", service_charter.culture_demo.build),
    ("segments", segmentation.demo.build),
    ("products", products.demo.build),
    ("complaints", complaints.demo.build),
    ("broken promises", service_charter.breach_demo.build),  # judged by what complaints told
    ("teams that keep promises", service_charter.recognition_demo.build),
    ("audits", foundation.governance.demo_audits.build),
    ("relationships", relationships.demo.build),  # programmes are judged by complaints, so these come first
    ("feeds and enquiries", customers.demo_feeds.build),
    ("follow-ups with customers", customers.demo_follow_ups.build),
    ("possible customers and groups", customers.demo_market.build),
    ("listening", voc.listening_demo.build),
    ("what came of listening", voc.insight_demo.build),
    ("what articles are about", trdcrm.demo.article_links.build),
    ("how relationships stand", customers.demo_health.build),
    ("requests about data", trdcrm.demo.data_requests.build),
    ("rules of retention", trdcrm.demo.retention.build),
    ("strategy", strategy.demo.build),
    ("quarterly reports", reporting.demo.build),
    ("minutes of the board", foundation.governance.demo_minutes.build),
)


# Their figures are frozen in a transaction of their own; they skip by themselves what is there.
PIECEMEAL = frozenset({"quarterly reports"})


def tell(*, now: datetime, people: People) -> Iterator[str]:
    """Build every chapter that is not told yet, naming each as it begins.

    A chapter is written whole or not at all, and remembered, so that a story cut short goes on where it stopped.
    """
    told = set(IdempotencyKey.objects.filter(scope=SCOPE).values_list("key", flat=True))
    with translation.override("th"):
        for name, build in CHAPTERS:
            if name in told:
                continue
            yield name
            with nullcontext() if name in PIECEMEAL else transaction.atomic():
                build(now, people)
                IdempotencyKey.objects.create(scope=SCOPE, key=name)
