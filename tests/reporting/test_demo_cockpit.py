"""The cockpit of the demo: every clause has owner, page, figure and live evidence, and every colour is there.

Told are the chapters that decide the three clauses looked at; the rest takes minutes and changes none.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import foundation.governance.demo
import foundation.knowledge.demo
import reporting.demo
import service_charter.awareness_demo
import service_charter.commitment_demo
import service_charter.culture_demo
import service_charter.demo
import service_charter.partner_demo
import service_charter.quiz_demo
import service_charter.training_demo
from foundation.core.evidence import CLAUSES, Verdict
from foundation.governance import demo_policy
from reporting.demo_reviews import build_reviews
from reporting.selectors import cockpit
from service_charter.models import Standard
from service_charter.selectors import charter_in_force
from tests.governance.announcements import announcement
from tests.people import demo_people
from tests.service_charter.measuring import record
from tests.service_charter.measuring import told as case

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_clause_is_owned_shown_and_measured_and_every_colour_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client_as
) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(announcement())
    monkeypatch.setattr(demo_policy.build, "__defaults__", (path,))
    now, people = timezone.now(), demo_people(monkeypatch)
    rooms = (
        foundation.governance.demo,
        foundation.knowledge.demo,
        service_charter.demo,
        service_charter.commitment_demo,
        service_charter.partner_demo,
        service_charter.awareness_demo,
        service_charter.quiz_demo,
        service_charter.training_demo,
        service_charter.culture_demo,
    )
    for room in rooms:
        room.build(now, people)
    promise = Standard.objects.get(charter=charter_in_force(now), code="complaint-decision")
    record(case(promise, "1", at=now - timedelta(days=9)), now=now)  # what the chapter of complaints tells
    reporting.demo._attestations(now, people)
    build_reviews(now, people)

    lines = {line.key: line for line in cockpit(timezone.now()).lines}
    assert list(lines) == list(CLAUSES)
    reader = client_as("executive", username="reader")
    for key, line in lines.items():
        assert line.owners, key
        assert line.figures, key
        assert line.judged.rules, key
        assert all(rule.sentence and rule.links for rule in line.judged.rules), key
        assert reader.get(f"/staff/policy/clauses/{key}/").status_code == 200, key

    told = {key: lines[key].judged for key in ("review", "5.2", "1.2")}
    assert {key: each.verdict for key, each in told.items()} == {
        "review": Verdict.GREEN,  # closed within the year, after the board's resolution
        "5.2": Verdict.AMBER,  # an attestation was withdrawn
        "1.2": Verdict.RED,  # an observation of the board is past its day
    }
    assert "reporting.service_culture" in {r.key for r in told["5.2"].rules if r.verdict == Verdict.AMBER}
    assert "governance.observations_answered" in {r.key for r in told["1.2"].rules if r.verdict == Verdict.RED}
