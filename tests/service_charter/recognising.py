"""Teams that the ledger proposes, and one that was recognised."""

import datetime as dt

from django.utils import timezone

from foundation.accounts.models import Unit
from service_charter.models import Recognition
from service_charter.selectors.recognition import Candidate, candidates, span
from service_charter.services import recognition
from tests.people import someone
from tests.service_charter.factories import make_published
from tests.service_charter.measuring import record, told

WORDS = {"words_th": "ขอบคุณที่บอกลูกค้าก่อนเสมอ", "words_en": "Thank you for always telling customers first"}


def proposed_team(*, kept: int = 400, n: int = 400) -> list[Candidate]:
    """The complaint centre, with so many results within the last whole quarter."""
    now = timezone.now()
    day = span(now).end - dt.timedelta(days=5)
    charter = make_published(
        someone("charter-owner"),
        someone("board-secretary"),
        effective_on=timezone.localdate(day) - dt.timedelta(days=9),
    )
    standard = charter.standards.filter(automatic=False).order_by("number")[0]
    unit = Unit.objects.get(code="complaint-centre")
    record(told(standard, "team", kept=kept, n=n, at=day, unit_id=unit.pk, source="sample"), now=now)
    return candidates(now)


def recognised_team() -> Recognition:
    """Decided by the executive."""
    found = candidates(timezone.now()) or proposed_team()
    return recognition.decide(
        unit_id=found[0].unit.pk, code=found[0].standard.code, verdict="given", reason="เรื่องยากและมาก", **WORDS,
        is_public=True, by=someone("executive"), now=timezone.now(),
    )  # fmt: skip
