"""What people really type to a call centre, filed as complaints, counted in the quarter's report and read back."""

import csv
import re
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import default_storage

from complaints import selectors
from complaints.models import Complaint
from foundation.core.thai.dates import FiscalQuarter
from foundation.core.thai.text import normalise
from reporting import services as reporting
from tests.complaints.factories import WAY, Desk

CALLS = Path(__file__).resolve().parents[3] / "shared" / "data" / "thai_call_centre_train.csv"
QUARTER = FiscalQuarter(2569, 3)
WAYS = ("received", "assessed", "communicated", "closed", "withdrawn")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CALLS.exists(), reason="the published calls lie outside the repository, in ../shared/data"),
]


def calls(count: int) -> list[str]:
    """Every twentieth call that is long enough to tell something, as typed: slips, English and emoticons included."""
    with CALLS.open(encoding="utf-8") as file:
        told = (row["text"] for row in csv.DictReader(file) if len(row["text"].strip()) > 20)
        return list(islice(told, 0, count * 20, 20))


def test_real_calls_become_complaints_and_stand_in_the_boards_report(desk: Desk) -> None:
    texts = calls(40)
    for n, text in enumerate(texts):
        at = QUARTER.period.start + timedelta(days=5 + n, hours=3)
        complaint = desk.file(description=text, now=at, identity="anonymous", category="staff" if n % 4 else "building")
        for step, move in enumerate(WAY[WAYS[n % len(WAYS)]]):
            desk.step(complaint, move, now=at + timedelta(hours=step + 1))

    kept = list(Complaint.objects.order_by("received_at").values_list("description", flat=True))
    assert kept == [normalise(text) for text in texts]
    for complaint in Complaint.objects.all():
        found = selectors.searched(Complaint.objects.all(), complaint.description[:30])
        assert complaint in found, complaint.description

    said = report_text()
    # 40 received, 8 of each kind of way: the finished and the withdrawn are no longer open.
    for told in (
        "ข้อร้องเรียนที่ได้รับ–40",
        "ข้อร้องเรียนค้างณสิ้นงวด–24",
        "ฝ่ายลูกค้าและการตลาด30ฝ่ายบริการอาคาร10",
        "แจ้งผลทันกำหนด",
        "นิยาม",
    ):
        assert told in said, told


def report_text() -> str:
    """The text of the quarter's printed report, white space out."""
    now = QUARTER.period.end + timedelta(days=6)
    snapshot = reporting.freeze(report_id=reporting.report_of(QUARTER).pk, by=None, now=now)
    printed = reporting.print_snapshot(snapshot_id=snapshot.pk, now=now)
    with default_storage.open(printed.file) as file:
        pages = pypdfium2.PdfDocument(file.read())
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
