"""Touchpoints: rules, refusals, the code of the poster, figures, evidence, the map."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from customers import services
from customers.evidence import TOUCHPOINTS_COVER
from customers.models import Interaction, LifecycleStage, Touchpoint
from customers.poster import feedback_address, poster_pdf
from customers.selectors import stages, touchpoint_by_code, touchpoints_in_use
from customers.touchpoint_map import Line, touchpoint_map
from customers.touchpoint_metrics import CONTACTS, STAGES_COVERED, TOUCHPOINTS
from foundation.core import qr
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.evidence import Verdict
from foundation.core.metrics import Period
from tests.counting import statements
from tests.customers.factories import (
    NOW,
    SINCE,
    make_digital,
    make_interaction,
    make_organisation,
    make_touchpoint,
    stage,
)
from tests.people import someone

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
ALL = ("aware", "consider", "become", "use", "support", "renew", "bonded")
RETIRED = SINCE + timedelta(days=5)
BEFORE = Period(datetime(2024, 1, 1, tzinfo=NOW.tzinfo), datetime(2024, 3, 1, tzinfo=NOW.tzinfo))
QUARTER = Period(NOW - timedelta(days=50), NOW + timedelta(days=1))


@pytest.fixture
def officer(client_as: ClientAs) -> Client:
    return client_as("customer-officer")


def test_seven_stages_are_shipped_in_order() -> None:
    assert tuple(row.code for row in stages()) == ALL


def test_a_code_read_aloud_finds_its_touchpoint() -> None:
    row = make_touchpoint()
    typed = f" {row.code[:4].lower()}-{row.code[4:]} "
    assert touchpoint_by_code(typed) == row
    assert touchpoint_by_code("ZZZZZZZZ") is None


def test_a_closed_touchpoint_is_not_found_but_its_history_stays() -> None:
    row, by = make_touchpoint(), someone("customer-officer")
    services.close_touchpoint(touchpoint_id=row.pk, on=NOW.date(), reason="ย้ายอาคาร", by=by, now=NOW)
    assert touchpoint_by_code(row.code, at=NOW) is None
    assert touchpoint_by_code(row.code, at=NOW - timedelta(days=1)) == row
    assert row.history.first().history_change_reason == "ย้ายอาคาร"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"building": ""}, "building"),
        ({"stages": []}, "stages"),
        ({"name_en": ""}, "name_en"),
        ({"owner_unit": None}, "owner_unit"),
    ],
)
def test_incomplete_touchpoints_are_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make_touchpoint(**values)
    assert set(refusal.value.missing) == {field}


def test_steps_are_refused_to_others_and_in_the_wrong_state() -> None:
    row, by = make_touchpoint(), someone("customer-officer")
    with pytest.raises(NotAllowed):
        make_touchpoint(by=someone("auditor"))
    with pytest.raises(IllegalMove):
        services.reopen_touchpoint(touchpoint_id=row.pk, by=by, now=NOW)
    services.close_touchpoint(touchpoint_id=row.pk, on=NOW.date(), reason="ปิด", by=by, now=NOW)
    with pytest.raises(IllegalMove):
        services.close_touchpoint(touchpoint_id=row.pk, on=NOW.date(), reason="ปิด", by=by, now=NOW)
    with pytest.raises(IllegalMove):
        services.update_touchpoint(touchpoint_id=row.pk, shown_version=row.version + 1, values={}, by=by, now=NOW)
    again = services.reopen_touchpoint(touchpoint_id=row.pk, by=by, now=NOW)
    assert again.code == row.code


def test_closing_before_it_opened_is_refused() -> None:
    row = make_touchpoint()
    with pytest.raises(Incomplete) as refusal:
        services.close_touchpoint(
            touchpoint_id=row.pk, on=SINCE - timedelta(days=1), reason="", by=someone("customer-officer"), now=NOW
        )
    assert set(refusal.value.missing) == {"on", "reason"}


def test_a_stale_save_is_refused_and_one_change_is_one_history_row() -> None:
    row, by = make_touchpoint(), someone("customer-officer")
    before = row.history.count()
    values = {"name_th": "จุดใหม่", "stages": [stage("use"), stage("support")]}
    services.update_touchpoint(touchpoint_id=row.pk, shown_version=row.version, values=values, by=by, now=NOW)
    assert row.history.count() == before + 1
    newest = row.history.first()
    assert {each.lifecyclestage.code for each in newest.stages.all()} == {"use", "support"}
    with pytest.raises(StaleVersion):
        services.update_touchpoint(touchpoint_id=row.pk, shown_version=row.version, values=values, by=by, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"code": "abc"}, {"kind": "astral"}, {"building": ""}, {"closed_on": SINCE - timedelta(days=1)}],
)
def test_the_database_refuses_too(wrong: dict[str, Any]) -> None:
    row = make_touchpoint()
    with pytest.raises(IntegrityError), transaction.atomic():
        Touchpoint.objects.filter(pk=row.pk).update(**wrong)


def test_sent_twice_is_recorded_once() -> None:
    by = someone("customer-officer")
    values = {
        "name_th": "ก", "name_en": "A", "kind": "digital", "channel": "line", "owner_unit_id": None,
        "owner_unit": make_touchpoint().owner_unit, "stages": [stage("use")],
    }  # fmt: skip
    first = services.add_touchpoint(values=values, by=by, now=NOW, once="k1")
    assert services.add_touchpoint(values=values, by=by, now=NOW, once="k1") == first


def test_two_stages_cannot_share_a_place() -> None:
    by, row = someone("voc-analyst"), stage("use")
    with pytest.raises(Incomplete) as refusal:
        services.update_stage(
            stage_id=row.pk, shown_version=row.version, values={"order": stage("aware").order}, by=by, now=NOW
        )
    assert "order" in refusal.value.missing


def retire(code: str, **given: Any) -> LifecycleStage:
    asked: dict[str, Any] = {"on": RETIRED, "reason": "รวมกับช่วงใช้บริการ", "by": someone("voc-analyst"), "now": NOW}
    return services.retire_stage(stage_id=stage(code).pk, **{**asked, **given})


def test_two_stages_change_places() -> None:
    by = someone("voc-analyst")
    places = [row.order for row in stages()]
    services.move_stage(stage_id=stage("use").pk, up=True, by=by, now=NOW)
    services.move_stage(stage_id=stage("aware").pk, up=True, by=by, now=NOW)
    services.move_stage(stage_id=stage("bonded").pk, up=False, by=by, now=NOW)
    assert [row.code for row in stages()] == ["aware", "consider", "use", "become", "support", "renew", "bonded"]
    assert [row.order for row in stages()] == places
    assert {row.order for row in stage("use").history.all()} <= set(places), "no place in between is remembered"
    retire("become")
    services.move_stage(stage_id=stage("use").pk, up=False, by=by, now=NOW)
    assert [row.code for row in stages()] == ["aware", "consider", "support", "use", "renew", "bonded"]
    with pytest.raises(IllegalMove):
        services.move_stage(stage_id=stage("become").pk, up=True, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        services.move_stage(stage_id=stage("use").pk, up=True, by=someone("auditor"), now=NOW)


def test_a_retired_stage_is_asked_for_nowhere_and_comes_back() -> None:
    both, page = make_touchpoint("use", "bonded"), make_digital("use")
    make_interaction(make_organisation(), touchpoint=both, stage=stage("bonded"))
    retire("bonded")
    assert "bonded" not in {row.code for row in stages()}
    assert "bonded" in {row.code for row in stages(BEFORE.end)}
    assert make_interaction(make_organisation(), touchpoint=both).stage == stage("use"), "the only one left"
    assert [cell.volume for line in lines_of(both) for cell in line.cells if cell.volume is not None] == [2]
    assert CONTACTS.measure(QUARTER, "stage")["bonded"].value == 1, "what was recorded stays"
    assert set(TOUCHPOINTS.measure(QUARTER, "stage")) == {"use"}
    assert STAGES_COVERED.measure(QUARTER)[""].n == 6
    assert STAGES_COVERED.measure(BEFORE)[""].n == 7
    values = {"stages": [stage("use"), stage("bonded")]}
    with pytest.raises(Incomplete) as refusal:
        services.update_touchpoint(
            touchpoint_id=page.pk, shown_version=page.version, values=values, by=someone("customer-officer"), now=NOW
        )
    assert set(refusal.value.missing) == {"stages"}
    with pytest.raises(IllegalMove):
        retire("bonded")
    back = services.restore_stage(stage_id=stage("bonded").pk, by=someone("voc-analyst"), now=NOW)
    assert back in stages()
    with pytest.raises(IllegalMove):
        services.restore_stage(stage_id=back.pk, by=someone("voc-analyst"), now=NOW)


def lines_of(touchpoint: Touchpoint) -> list[Line]:
    return [line for _label, lines in touchpoint_map(QUARTER).groups for line in lines if line.touchpoint == touchpoint]


def test_a_stage_that_a_touchpoint_serves_alone_is_not_retired() -> None:
    alone = make_touchpoint("renew", name_th="ห้องต่อสัญญา")
    make_touchpoint("renew", "use")
    for wrong, error in (({}, Refused), ({"reason": ""}, Incomplete), ({"by": someone("auditor")}, NotAllowed)):
        with pytest.raises(error) as refusal:
            retire("renew", **wrong)
    with pytest.raises(Refused) as refusal:
        retire("renew")
    assert alone.name_th in refusal.value.message
    services.close_touchpoint(
        touchpoint_id=alone.pk, on=NOW.date(), reason="ย้าย", by=someone("customer-officer"), now=NOW
    )
    assert retire("renew").history.first().history_change_reason == "รวมกับช่วงใช้บริการ"


def test_evidence_asks_only_for_stages_in_use() -> None:
    rest = ALL[:-1]
    make_touchpoint(*rest)
    make_digital(*rest)
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.RED
    retire("bonded")
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.GREEN


def test_stages_are_moved_and_retired_on_their_pages(officer: Client) -> None:
    base = "/staff/customers/touchpoints/stages/"
    assert officer.post(f"{base}use/move/", {"to": "up"}).status_code == 302
    assert [row.code for row in stages()][2] == "use"
    make_touchpoint("renew", name_th="ห้องต่อสัญญา")
    today = timezone.localdate()
    facts = {"on": f"{today.day}/{today.month}/{today.year + 543}", "reason": "ไม่ใช้แล้ว"}
    refused = officer.post(f"{base}renew/retire/", facts)
    assert refused.status_code == 422
    assert "ห้องต่อสัญญา" in refused.content.decode()
    assert officer.post(f"{base}bonded/retire/", facts).status_code == 302
    page = officer.get(base).content.decode()
    assert 'id="retired-title"' in page
    assert "bonded/restore/" in officer.get(f"{base}bonded/").content.decode()
    form = officer.get("/staff/customers/touchpoints/new/").content.decode()
    assert stage("bonded").name_th not in form
    assert officer.post(f"{base}bonded/restore/").status_code == 302
    assert stage("bonded").retired_on is None


def test_a_contact_at_a_touchpoint_of_one_stage_takes_that_stage() -> None:
    customer, one, many = make_organisation(), make_touchpoint("renew"), make_touchpoint("use", "support")
    assert make_interaction(customer, touchpoint=one).stage == stage("renew")
    assert make_interaction(customer, touchpoint=many).stage is None
    assert make_interaction(customer, touchpoint=many, stage=stage("support")).stage == stage("support")
    with pytest.raises(Incomplete):
        make_interaction(customer, touchpoint=many, stage=stage("renew"))


def test_figures_against_a_count_by_hand() -> None:
    customer = make_organisation()
    counter, page = make_touchpoint("use", "support"), make_digital("use")
    make_interaction(customer, touchpoint=counter, stage=stage("use"))
    wrong = make_interaction(customer, touchpoint=counter, stage=stage("support"), channel="walk_in")
    make_interaction(customer, touchpoint=counter, stage=stage("support"), corrects=wrong)
    make_interaction(customer, touchpoint=page, channel="web")
    make_interaction(customer)
    make_interaction(customer, at=QUARTER.start - timedelta(days=1))
    assert CONTACTS.measure(QUARTER)[""].value == 4
    by_place = CONTACTS.measure(QUARTER, "touchpoint")
    assert {key: value.value for key, value in by_place.items()} == {counter.code: 2, page.code: 1, "": 1}
    by_stage = {key: value.value for key, value in CONTACTS.measure(QUARTER, "stage").items()}
    assert by_stage == {"use": 2, "support": 1, "": 1}
    crossings = {key: value.value for key, value in CONTACTS.measure(QUARTER, "crossing").items()}
    assert crossings == {f"{counter.code}:use": 1, f"{counter.code}:support": 1, f"{page.code}:use": 1}
    assert TOUCHPOINTS.measure(QUARTER)[""].value == 2
    assert TOUCHPOINTS.measure(QUARTER, "stage")["use"].value == 2
    assert STAGES_COVERED.measure(QUARTER)[""].value == pytest.approx(100 / 7, abs=0.01)
    by_kind = STAGES_COVERED.measure(QUARTER, "touchpoint_kind")
    assert by_kind["physical"].value == pytest.approx(200 / 7, abs=0.01)


def test_contacts_of_a_period_are_counted_by_an_index_alone() -> None:
    """Rows with their sealed text stay untouched, however many there are."""
    make_interaction(make_organisation(), touchpoint=make_touchpoint("use"))
    with CaptureQueriesContext(connection) as captured:
        for dimension in (None, *CONTACTS.dimensions):
            CONTACTS.measure(QUARTER, dimension)
    asked = {query["sql"] for query in captured if '"customers_interaction"' in query["sql"]}
    assert len(asked) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Index Only Scan using interaction_of_period" in plan, plan
            assert "Seq Scan on customers_interaction" not in plan, plan


def test_evidence_is_red_then_amber_then_green() -> None:
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.RED
    make_touchpoint(*ALL)
    amber = TOUCHPOINTS_COVER.find(NOW)
    assert amber.verdict == Verdict.AMBER
    page = make_digital(*ALL)
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.GREEN
    by = someone("customer-officer")
    services.close_touchpoint(touchpoint_id=page.pk, on=NOW.date(), reason="ปิดระบบ", by=by, now=NOW)
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.AMBER
    services.add_stage(code="after", values={"order": 999, "name_th": "หลังจาก", "name_en": "After"}, by=by, now=NOW)
    assert TOUCHPOINTS_COVER.find(NOW).verdict == Verdict.RED


def test_the_map_shows_volume_quiet_crossings_and_gaps_in_words() -> None:
    """What was said at touchpoints: tests/voc/test_touchpoint_map.py."""
    counter, page = make_touchpoint("use", "support"), make_digital("use")
    make_interaction(make_organisation(), touchpoint=counter, stage=stage("use"))
    make_interaction(make_organisation(), touchpoint=page)
    shown = touchpoint_map(QUARTER)
    lines = {line.touchpoint: line for _label, lines in shown.groups for line in lines}
    use, support = ALL.index("use"), ALL.index("support")
    assert lines[counter].cells[use].volume == 1
    assert lines[counter].cells[support].is_quiet
    assert lines[counter].cells[0].volume is None
    assert lines[counter].satisfaction is None
    gaps = [(gap.stage.code, gap.is_hole, gap.touchpoints) for gap in shown.gaps]
    assert gaps[3:5] == [("support", True, ()), ("support", False, (counter,))]
    assert "use" not in {code for code, *_rest in gaps}
    assert shown.stages_with_gaps == 6


def test_the_poster_says_the_same_in_both_languages_and_can_be_read_back() -> None:
    row = make_touchpoint(name_th="เคาน์เตอร์ผู้เช่า ชั้น 2", name_en="Tenant counter, floor 2", hours_th="08:30–16:30 น.")
    pages = pypdfium2.PdfDocument(poster_pdf(row, today=date(2026, 11, 20)))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    joined = re.sub(r"\s", "", text)
    for words in ("บอกเราในสิบวินาที", "เคาน์เตอร์ผู้เช่าชั้น2", "Tenantcounter,floor2", row.code, feedback_address(row)):
        assert words in joined
    assert poster_pdf(row, today=date(2026, 11, 20)) == poster_pdf(row, today=date(2026, 11, 20))


def test_the_code_on_paper_is_the_code_of_the_address() -> None:
    import qrcode

    text = "http://127.0.0.1:8000/portal/feedback/ABCD2345"
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(text)
    code.make()
    dark = {(row, column) for row, line in enumerate(code.get_matrix()) for column, on in enumerate(line) if on}
    drawn = {(row, start + step) for row, start, length in qr.runs(text) for step in range(length)}
    assert drawn == dark


def test_pages_record_change_and_close(officer: Client) -> None:
    unit = make_touchpoint().owner_unit
    facts = {
        "name_th": "LINE ธพส.", "name_en": "LINE DAD", "kind": "digital", "channel": "line", "owner_unit": unit.pk,
        "stages": [stage("aware").pk, stage("support").pk], "once": "x1",
    }  # fmt: skip
    assert officer.post("/staff/customers/touchpoints/new/", {**facts, "stages": []}).status_code == 422
    answer = officer.post("/staff/customers/touchpoints/new/", facts)
    assert answer.status_code == 302
    row = Touchpoint.objects.get(name_th="LINE ธพส.")
    page = officer.get(answer["Location"]).content.decode()
    assert feedback_address(row) in page
    stale = officer.post(f"{answer['Location']}edit/", {**facts, "name_th": "ไลน์", "version": row.version - 1})
    assert stale.status_code == 409
    assert "ไลน์" in stale.content.decode()
    alike = officer.post(f"{answer['Location']}edit/", {**facts, "version": row.version - 1})
    assert (alike.status_code, "stale-title" in alike.content.decode()) == (409, True)
    closed = officer.post(f"{answer['Location']}close/", {"on": "20/11/2569", "reason": ""})
    assert closed.status_code == 422


def test_list_and_map_cost_the_same_for_many(officer: Client) -> None:
    make_touchpoint()
    few = [statements(officer, f"/staff/customers/touchpoints/{page}") for page in ("", "map/", "stages/")]
    for _n in range(4):
        make_touchpoint("use", "support")
        make_digital()
    many = [statements(officer, f"/staff/customers/touchpoints/{page}") for page in ("", "map/", "stages/")]
    assert many == few
    assert max(many) <= 14


def test_english_pages_speak_english(officer: Client) -> None:
    make_touchpoint()
    officer.cookies["django_language"] = "en"
    page = officer.get("/staff/customers/touchpoints/").content.decode()
    assert "Service counter" in page
    with translation.override("en"):
        assert str(LifecycleStage.objects.get(code="bonded")) == "Is bonded"


def test_api_lists_and_records(officer: Client) -> None:
    row = make_touchpoint("use")
    found = officer.get("/api/v1/touchpoints/").json()["results"]
    assert [each["code"] for each in found] == [row.code]
    body = {
        "name_th": "เว็บ", "name_en": "Web", "kind": "digital", "channel": "web", "owner_unit": "customer-market",
        "stages": ["aware"],
    }  # fmt: skip
    made = officer.post("/api/v1/touchpoints/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["feedback_address"].endswith(made.json()["code"])
    bad = officer.post("/api/v1/touchpoints/", {**body, "kind": "physical"}, content_type="application/json")
    assert bad.status_code == 400


def test_a_contact_is_logged_at_a_touchpoint_from_the_customers_page(officer: Client) -> None:
    customer, place = make_organisation(), make_touchpoint("use")
    officer.post(
        f"/staff/customers/{customer.public_id}/interactions/",
        {"summary": "ถามที่จอดรถ", "channel": "walk_in", "direction": "in", "touchpoint": place.pk},
    )
    assert Interaction.objects.get(customer=customer).touchpoint == place
    assert place.name_th in officer.get(f"/staff/customers/{customer.public_id}/").content.decode()
    assert touchpoints_in_use(timezone.now()).count() == 1
