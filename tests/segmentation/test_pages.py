"""The pages of segmentation as people use them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Customer
from foundation.accounts.models import Unit
from foundation.core import job_runner
from segmentation.enums import StudyState
from segmentation.models import Run, Segment, Study
from tests.counting import statements
from tests.segmentation import factories as make
from tests.segmentation.factories import GROUNDS, NOW

pytestmark = pytest.mark.django_db
HOME, STUDIES, NEW = "/staff/segments/", "/staff/segments/studies/", "/staff/segments/studies/new"
FORM = {
    **make.design(),
    "transformation": "log_z",
    "criterion": "silhouette",
    "smallest_percent": 5,
    "least_stability": "0.60",
    "seed": 0,
}


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def study_url(study: Study, step: str = "") -> str:
    return f"{STUDIES}{study.public_id}/{step}"


def adopted() -> tuple[Study, Run, list[Segment]]:
    study = make.adopted_study()
    assert study.chosen_run is not None
    return study, study.chosen_run, list(study.chosen_run.segments.order_by("number"))


@pytest.fixture
def analyst(client_as: Any) -> Any:
    return client_as("voc-analyst")


@pytest.fixture
def executive(client_as: Any) -> Any:
    return client_as("executive")


# ── Reading ──────────────────────────────────────────────────────────────────


def test_home_without_segments_says_what_to_do(analyst: Client, executive: Client) -> None:
    assert NEW in page(analyst, HOME)
    assert NEW not in page(executive, HOME)
    assert "ยังไม่มีกลุ่มลูกค้าที่ใช้งาน" in page(executive, HOME)


def test_home_shows_the_segments_in_use_with_verdict_charts_and_tables(executive: Client) -> None:
    study, _run, segments = adopted()
    html = page(executive, HOME)
    assert study.name in html
    assert "กลุ่มแยกจากกันชัดเจน" in html
    for segment in segments:
        assert segment.description in html
    assert html.count('role="img"') == 8  # four charts, each for desk and phone
    assert html.count("ดูเป็นตาราง") == 4
    assert "<script>" not in html.split("<main")[1]
    assert " style=" not in html


def test_home_in_english(executive: Client) -> None:
    adopted()
    executive.user.language = "en"  # type: ignore[attr-defined]
    executive.cookies["django_language"] = "en"
    html = page(executive, HOME)
    assert "The segments are clearly apart" in html
    assert "36 customers" in html
    assert "times the middle" in html or "below the middle" in html


@pytest.mark.parametrize("state", list(StudyState))
def test_study_page_shows_every_state(analyst: Client, state: StudyState) -> None:
    study = make.MAKERS[state]()
    html = page(analyst, study_url(study))
    assert study.name in html
    assert str(StudyState(state).label) in html
    assert ("hx-get" in html) == (state == StudyState.RUNNING)
    assert ("แบบการศึกษา" in html) is True


def test_steps_are_offered_to_those_who_may_take_them(analyst: Client, executive: Client) -> None:
    study = make.evaluated_study()
    adopt, run = study_url(study, "adopt"), study_url(study, "run")
    assert adopt in page(executive, study_url(study))
    assert run not in page(executive, study_url(study))
    assert run in page(analyst, study_url(study))
    assert adopt not in page(analyst, study_url(study))


def test_who_designed_is_told_that_a_colleague_adopts(client_as: Any) -> None:
    strategist = client_as("strategist")
    make.make_customers()
    strategist.post(NEW, {**FORM, "once": "a"})
    study = Study.objects.get()
    strategist.post(study_url(study, "run"))
    job_runner.run_waiting()
    assert "เพื่อนร่วมงาน" in page(strategist, study_url(study))
    assert strategist.get(study_url(study, "adopt")).status_code == 302


def test_viewer_of_a_running_study_gets_no_live_fragment(executive: Client) -> None:
    study = make.running_study()
    html = page(executive, study_url(study))
    assert "hx-get" not in html.split("<main")[1]
    assert "กำลังคำนวณ" in html


def test_an_older_run_stays_readable(analyst: Client) -> None:
    study = make.evaluated_study()
    first = study.chosen_run
    analyst.post(study_url(study, "run"))
    job_runner.run_waiting()
    assert first is not None
    html = page(analyst, reverse("segmentation:staff-run", args=[first.public_id]))
    assert "เก็บไว้เป็นหลักฐาน" in html
    assert reverse("segmentation:staff-run", args=[first.public_id]) in page(analyst, study_url(study))


def test_segment_page_lists_members_most_typical_first(executive: Client) -> None:
    _study, _run, segments = adopted()
    html = page(executive, f"{HOME}{segments[0].public_id}/")
    members = list(segments[0].memberships.order_by("distance", "id").select_related("customer"))
    places = [html.index(member.customer.number) for member in members]
    assert places == sorted(places)
    assert "ยอดใช้จ่ายต่อปี" in html


def test_members_of_another_unit_that_keeps_them_are_not_listed(client_as: Any) -> None:
    _study, _run, segments = adopted()
    hidden = segments[0].memberships.first()
    assert hidden is not None
    unit = Unit.objects.create(code="other", name_th="อื่น", name_en="Other")
    Customer.objects.filter(pk=hidden.customer_id).update(is_limited=True, unit=unit)
    html = page(client_as("product-manager"), f"{HOME}{segments[0].public_id}/")
    assert hidden.customer.number not in html
    assert html.count("K-25") == len(segments[0].memberships.all()) - 1


def test_erased_customers_leave_the_list(executive: Client) -> None:
    _study, _run, segments = adopted()
    gone = segments[0].memberships.first()
    assert gone is not None
    Customer.objects.filter(pk=gone.customer_id).update(erased_at=NOW)
    assert gone.customer.number not in page(executive, f"{HOME}{segments[0].public_id}/")


def test_customer_page_shows_the_segment(client_as: Any) -> None:
    _study, run, _segments = adopted()
    member = run.memberships.select_related("segment", "customer").first()
    assert member is not None
    officer = client_as("customer-officer")
    html = page(officer, f"/staff/customers/{member.customer.public_id}/")
    assert member.segment.title in html
    outsider = make.make_customer({})
    assert "ยังไม่อยู่ในกลุ่มใด" in page(officer, f"/staff/customers/{outsider.public_id}/")


def test_the_method_is_explained(executive: Client) -> None:
    html = page(executive, f"{HOME}method/")
    assert "silhouette" in html
    assert "0.75" in html


# ── Queries ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_studies_costs_the_same_for_every_length(analyst: Client, count: int) -> None:
    for number in range(count):
        make.evaluated_study(name=f"การศึกษา {number}", resamples=0)
    assert statements(analyst, STUDIES) <= 8


@pytest.mark.parametrize("rows", [12, 36])
def test_members_cost_the_same_for_every_length(executive: Client, rows: int) -> None:
    make.make_customers(rows)
    _study, _run, segments = adopted()
    assert statements(executive, f"{HOME}{segments[0].public_id}/") <= 12


def test_home_stays_cheap(executive: Client) -> None:
    adopted()
    assert statements(executive, HOME) <= 10


# ── Changing ─────────────────────────────────────────────────────────────────


def test_design_calculate_adopt_in_the_browser(analyst: Client, executive: Client) -> None:
    make.make_customers()
    assert "ตั้งแต่" in page(analyst, NEW)
    made = analyst.post(NEW, {**FORM, "once": "k"})
    study = Study.objects.get()
    assert made.headers["Location"] == study_url(study)
    assert analyst.post(study_url(study, "run")).status_code == 302
    job_runner.run_waiting()
    run = make.fresh(study).chosen_run
    assert run is not None
    answer = executive.post(study_url(study, "adopt"), {"run": run.public_id, "reason": "เหตุผล", **GROUNDS})
    assert answer.headers["Location"] == HOME
    assert study.name in page(executive, HOME)


def test_the_design_form_sent_twice_makes_one_study(analyst: Client) -> None:
    make.define_figures()
    for _n in range(2):
        assert analyst.post(NEW, {**FORM, "once": "same"}).status_code == 302
    assert Study.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"features": []}, "id_features"),
        ({"features": ["hacked"]}, "id_features"),
        ({"name": ""}, "id_name"),
        ({"k_min": "สอง"}, "id_k_min"),
        ({"k_max": "1"}, "id_k_max"),
        ({"k_min": "6", "k_max": "3"}, "จำนวนกลุ่มมากที่สุดต้องไม่น้อยกว่า"),
        ({"seed": "-1"}, "id_seed"),
        ({"purpose": "ก" * 3000}, "id_purpose"),
    ],
)
def test_bad_design_is_told_kindly_and_keeps_what_was_typed(
    analyst: Client, change: dict[str, Any], words: str
) -> None:
    make.define_figures()
    answer = analyst.post(NEW, {**FORM, "purpose": "วางแผน <b>ดูแล</b>", **change})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in html
    assert words in html
    if "purpose" not in change:
        assert "วางแผน &lt;b&gt;ดูแล&lt;/b&gt;" in html
    assert not Study.objects.exists()


def test_new_study_with_no_figures_on_offer(analyst: Client) -> None:
    Customer.objects.all().delete()
    assert analyst.get(NEW).status_code == 200


def test_figures_that_can_not_help_are_marked(analyst: Client) -> None:
    make.define_figures()
    for number in range(4):
        make.make_customer({"spend": 5, **({"visits": number} if number else {})})
    html = page(analyst, NEW)
    assert "เท่ากันทุกราย (5)" in html
    assert "25%" in html


def test_a_stale_design_shows_both_sides(analyst: Client) -> None:
    study = make.draft_study()
    shown = study.version
    analyst.post(study_url(study, "edit"), {**FORM, "name": "ของเพื่อน", "version": shown})
    answer = analyst.post(study_url(study, "edit"), {**FORM, "name": "ของฉัน", "version": shown})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "ของเพื่อน" in html
    assert "ของฉัน" in html
    assert f'name="version" value="{shown + 1}"' in html
    kept = analyst.post(study_url(study, "edit"), {**FORM, "name": "ของฉัน", "version": shown + 1})
    assert kept.status_code == 302
    assert make.fresh(study).name == "ของฉัน"


def test_an_evaluated_design_is_not_edited_in_place(analyst: Client) -> None:
    study = make.evaluated_study()
    answer = analyst.post(study_url(study, "edit"), {**FORM, "name": "ใหม่", "version": study.version})
    assert answer.status_code == 302
    assert make.fresh(study).name != "ใหม่"
    analyst.post(study_url(study, "revise"))
    assert make.fresh(study).state == StudyState.DRAFT
    assert "อาจเปลี่ยน" in page(analyst, study_url(study))


@pytest.mark.parametrize("empty", ["reason", *GROUNDS])
def test_adopting_without_a_ground_is_refused_beside_the_field(executive: Client, empty: str) -> None:
    study = make.evaluated_study()
    assert study.chosen_run is not None
    grounds = {"run": study.chosen_run.public_id, "reason": "เหตุผลยาว", **GROUNDS, empty: " "}
    answer = executive.post(study_url(study, "adopt"), grounds)
    assert answer.status_code == 422
    assert f"id_{empty}_error" in answer.content.decode()
    assert make.fresh(study).state == StudyState.EVALUATED


def test_adopting_what_was_recalculated_meanwhile_is_refused(executive: Client, analyst: Client) -> None:
    study = make.evaluated_study()
    assert study.chosen_run is not None
    seen = study.chosen_run.public_id
    analyst.post(study_url(study, "run"))
    job_runner.run_waiting()
    answer = executive.post(study_url(study, "adopt"), {"run": seen, "reason": "x", **GROUNDS})
    assert answer.status_code == 422
    assert make.fresh(study).state == StudyState.EVALUATED


def test_failed_calculation_tells_why_on_the_study(analyst: Client) -> None:
    for number in range(12):
        make.define_figures()
        make.make_customer({"spend": 5, "visits": number + 1})
    study = make.running_study()
    job_runner.run_waiting()
    assert "เท่ากันทุกราย" in page(analyst, study_url(study))


def test_naming_a_segment(analyst: Client) -> None:
    run = make.evaluated_study().chosen_run
    assert run is not None
    segment = run.segments.get(number=0)
    url = reverse("segmentation:staff-segment-name", args=[segment.public_id])
    analyst.post(url, {"name_th": "ลูกค้า😀 ประจำ", "name_en": "Regulars", "version": segment.version})
    assert "ลูกค้า😀 ประจำ" in page(analyst, f"{HOME}{segment.public_id}/")
    stale = analyst.post(url, {"name_th": "ช้าไป", "name_en": "", "version": segment.version})
    assert stale.status_code == 409


@pytest.mark.parametrize("url", [f"{HOME}nosuchsegment/", f"{STUDIES}nosuchstudy/", f"{HOME}runs/nosuchrun/"])
def test_unknown_ids_are_not_found(executive: Client, url: str) -> None:
    assert executive.get(url).status_code == 404
