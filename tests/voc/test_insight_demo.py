"""The demo's insights rest on what speaks of their matter, and on nothing else."""

from datetime import timedelta

import pytest

from tests.complaints.factories import make_desk
from tests.customers.factories import NOW
from tests.people import someone
from tests.voc.listening import make_voice
from voc.insight_demo import _sources
from voc.insight_demo_texts import INSIGHTS

pytestmark = pytest.mark.django_db


def test_sources_are_the_voices_and_complaints_that_speak_of_the_matter() -> None:
    fits = make_voice("ห้องน้ำชั้น 1 สกปรก")
    make_voice("ที่จอดรถเต็ม")
    desk = make_desk()
    complaint = desk.file(description="ห้องน้ำไม่มีกระดาษมาสามวันแล้ว", now=NOW - timedelta(days=2))
    desk.file(description="ลิฟต์ค้างสิบนาที", now=NOW - timedelta(days=2))
    desk.file(description="ห้องน้ำน้ำท่วม", now=NOW + timedelta(days=2))
    analyst = someone("voc-analyst")
    found = _sources("", ("ห้องน้ำ",), NOW + timedelta(days=1), analyst)
    assert set(found) == {("voice", fits.public_id), ("complaint", complaint.public_id)}


@pytest.mark.parametrize("line", INSIGHTS, ids=lambda line: line[2][:20])
def test_every_insight_says_by_which_words_its_sources_are_found(line: tuple[object, ...]) -> None:
    *_told, words = line
    assert isinstance(words, tuple)
    assert all(isinstance(word, str) and len(word) > 3 for word in words)
