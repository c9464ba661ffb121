"""The product's main job in a real browser, with a real worker: from an imported customer list to the board's PDF."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

import foundation.governance.demo
import service_charter.demo
from customers.models import Customer
from foundation.core.models import OutboxMessage
from foundation.core.thai.dates import fiscal_quarter_of
from reporting.models import PrintedReport, Reading
from segmentation.models import Run
from tests.browser.complaint_journey import Journey
from tests.fixtures.browser import DESK, PHONE
from tests.fixtures.worker import wait_until
from trdcrm.demo.people import make_people

pytestmark = [pytest.mark.browser, pytest.mark.everywhere, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WHOLESALE = Path(__file__).resolve().parents[3] / "shared" / "data" / "wholesale_customers.csv"
SPEND = ("fresh", "milk", "grocery", "frozen", "detergents_paper", "delicassen")


def customer_list(folder: Path) -> Path:
    """The published list where it is at hand, else a made one of the same shape."""
    if WHOLESALE.exists():
        return WHOLESALE
    made = folder / "wholesale_customers.csv"
    rows = [
        f"{1 + i % 2},3,{900 + 37 * i},{500 + (i % 2) * 9000},{700 + 53 * i},{300 + i},{90 + i},{80 + 7 * i}"
        for i in range(120)
    ]
    made.write_text("Channel,Region,Fresh,Milk,Grocery,Frozen,Detergents_Paper,Delicassen\n" + "\n".join(rows))
    return made


@pytest.mark.parametrize(
    ("language", "public", "desk", "identity"),
    [("th", PHONE, DESK, "anonymous"), ("en", DESK, PHONE, "named")],
    ids=["thai-phone-anonymous", "english-desk-named"],
)
def test_from_an_empty_site_to_the_boards_pdf(
    open_page: Callable[..., Any],
    worker: Any,
    axe: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    public: Any,
    desk: Any,
    identity: str,
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "correct horse battery")
    monkeypatch.setenv("DEMO_TOTP_SECRET", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    people = make_people()
    foundation.governance.demo.build(timezone.now(), people)
    service_charter.demo.build(timezone.now(), people)
    journey = Journey(open_page, axe, people, language, public, desk)

    import_customers(journey.at_the_desk("customer-officer", "/staff/customers/import/"), customer_list(tmp_path))
    journey.complain(identity)
    acknowledged_by_mail(identity)
    journey.handle()
    journey.answer()
    journey.finish()
    assert journey.complaint().status == "closed"
    run_study(journey.at_the_desk("strategist", "/staff/segments/studies/new"), journey.judge)
    build_report(journey.at_the_desk("strategist", "/staff/reports/"), journey.judge)
    reader = people["board-member"]
    read_report(journey.at_the_desk("board-member", "/staff/reports/"), reader, tmp_path)


def acknowledged_by_mail(identity: str) -> None:
    """The worker sends the acknowledgement to who left an address; nobody else gets one."""
    if identity == "named":
        wait_until(lambda: OutboxMessage.objects.filter(kind="complaints.received", state="sent").exists(), 30)
    else:
        assert not OutboxMessage.objects.filter(kind__startswith="complaints.").exists()


def import_customers(page: Any, file: Path) -> None:
    page.set_input_files("input[type=file]", str(file))
    page.click("main form button.btn--go")
    page.wait_for_url("**/import/*/")
    page.click("main form button.btn--go")  # the columns are guessed right
    page.wait_for_selector(".counts", timeout=60_000)
    page.click("form[action$='start/'] button, form[action$='start'] button")
    wait_until(lambda: Customer.objects.count() >= 120, 60)


def run_study(page: Any, axe: Callable[..., None]) -> None:
    page.fill("input[name=name]", "กลุ่มลูกค้าตามยอดซื้อ")
    page.fill("textarea[name=purpose]", "จัดผู้ดูแลให้เหมาะกับแต่ละกลุ่ม")
    for figure in SPEND:
        page.check(f"input[name=features][value={figure}]")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    page.fill("input[name=k_max]", "4")
    page.fill("input[name=resamples]", "5")
    with page.expect_navigation():
        page.click("form.design button.btn--go")
    page.click("form[action$='run'] button")
    wait_until(lambda: Run.objects.exists(), 120)
    page.reload()
    axe(page)
    run = Run.objects.get()
    assert run.used >= 120
    if WHOLESALE.exists():
        by_k = {candidate["k"]: candidate for candidate in run.candidates}
        assert round(by_k[2]["silhouette"], 4) == 0.2896
        assert round(by_k[3]["silhouette"], 4) == 0.2581
        assert round(by_k[2]["calinski_harabasz"], 1) == 187.7
        assert round(by_k[3]["calinski_harabasz"], 1) == 151.7


def build_report(page: Any, axe: Callable[..., None]) -> None:
    quarter = fiscal_quarter_of(timezone.now())
    axe(page)
    page.goto(f"/staff/reports/{quarter.year_be}/{quarter.quarter}/")
    page.click(f"form[action$='/{quarter.quarter}/build/'] button")
    wait_until(lambda: PrintedReport.objects.exists(), 120)
    page.goto(f"/staff/reports/{quarter.year_be}/{quarter.quarter}/")
    axe(page)


def read_report(page: Any, reader: Any, folder: Path) -> None:
    with page.expect_download() as waiting:
        page.click("a[href$='report.pdf']")
    path = folder / "report.pdf"
    waiting.value.save_as(path)
    pages = pypdfium2.PdfDocument(str(path))
    text = re.sub(r"\s", "", "".join(each.get_textpage().get_text_range() for each in pages))
    for told in (
        "รายงานผลการดำเนินงานด้านลูกค้าและตลาด",
        "สรุปสำหรับกรรมการ",
        "ข้อร้องเรียนที่ได้รับ–1ข้อร้องเรียน",
        "มาตรฐานที่ใช้อยู่",
        "นิยาม",
    ):
        assert told in text, told
    assert Reading.objects.filter(reader=reader).count() == 1
