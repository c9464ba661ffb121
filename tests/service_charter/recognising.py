"""Teams that the ledger proposes, and one that was recognised."""

from foundation.accounts.models import Unit
from service_charter.models import Recognition
from service_charter.selectors.recognition import Candidate, candidates
from service_charter.services import recognition
from tests.people import someone
from tests.service_charter.measuring import LATER, a_published_charter, record, told

WORDS = {"words_th": "ขอบคุณที่บอกลูกค้าก่อนเสมอ", "words_en": "Thank you for always telling customers first"}


def proposed_team(*, kept: int = 400, n: int = 400) -> list[Candidate]:
    """The complaint centre, with so many results within the last whole quarter before LATER."""
    standard = a_published_charter().standards.filter(automatic=False).order_by("number")[0]
    unit = Unit.objects.get(code="complaint-centre")
    record(told(standard, "team", kept=kept, n=n, unit_id=unit.pk, source="sample"))
    return candidates(LATER)


def recognised_team() -> Recognition:
    """Decided by the executive."""
    [found] = candidates(LATER) or proposed_team()
    return recognition.decide(
        unit_id=found.unit.pk,
        code=found.standard.code,
        verdict="given",
        reason="เรื่องยากและมาก",
        **WORDS,
        is_public=True,
        by=someone("executive"),
        now=LATER,
    )
