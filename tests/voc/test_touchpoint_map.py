"""The map of touchpoints with the real figures of feedback: what was said belongs to a stage; crossings have gaps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from customers.models import Touchpoint
from customers.poster import feedback_address
from customers.touchpoint_map import Cell, Line, Map, touchpoint_map
from foundation.core.errors import Incomplete
from foundation.core.metrics import Period
from tests.customers.factories import NOW, make_digital, make_interaction, make_organisation, make_touchpoint, stage
from tests.voc.listening import make_voice, rate
from tests.voc.test_listening_pages import send
from voc import listening_metrics as metrics
from voc.models import Feedback, Voice
from voc.selectors.coverage import coverage
from voc.selectors.voices import VoiceQuery, narrowed

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
PERIOD = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
USE, SUPPORT, RENEW = 3, 4, 5  # their places among the seven


def many(touchpoint: Touchpoint, good: int, bad: int, at: str = "") -> None:
    for number in range(good + bad):
        rate(touchpoint, rating=5 if number < good else 2, stage=stage(at) if at else None)


def line_of(drawn: Map, touchpoint: Touchpoint) -> Line:
    return next(line for _label, lines in drawn.groups for line in lines if line.touchpoint == touchpoint)


def percent(cell: Cell) -> float | None:
    return cell.satisfaction.percent if cell.satisfaction else None


def test_feedback_belongs_to_the_only_stage_or_to_the_one_named() -> None:
    one, several = make_touchpoint("use"), make_touchpoint("use", "support")
    assert rate(one).stage == stage("use")
    assert rate(several).stage is None
    assert rate(several, stage=stage("support")).stage == stage("support")
    assert make_voice(touchpoint=several, stage=stage("support")).stage == stage("support")
    with pytest.raises(Incomplete) as refusal:
        rate(several, stage=stage("renew"))
    assert set(refusal.value.missing) == {"stage"}


def test_figures_by_stage_and_crossing_as_reckoned_by_hand() -> None:
    one, several = make_touchpoint("use"), make_touchpoint("use", "support")
    many(one, 5, 0)
    many(several, 3, 2, "support")
    many(several, 5, 0)  # nobody said where: counts in both stages, at no crossing
    for code, rating in (("use", 5), ("support", 1)):
        make_voice(touchpoint=several, stage=stage(code), rating=rating)
    crossings = metrics.FEEDBACK_CSAT.measure(PERIOD, "crossing")
    assert {key: (value.n, value.value) for key, value in crossings.items()} == {
        f"{one.code}:use": (5, 100.0),
        f"{several.code}:use": (1, None),
        f"{several.code}:support": (6, 50.0),
    }
    by_stage = metrics.FEEDBACK_CSAT.measure(PERIOD, "stage")
    assert {key: value.n for key, value in by_stage.items()} == {"use": 11, "support": 11}
    assert {key: value.n for key, value in metrics.VOICES.measure(PERIOD, "stage").items()} == {"use": 1, "support": 1}
    heard = {cell.stage.code: cell.voices for row in coverage(PERIOD, at=NOW).rows for cell in row.cells if cell.voices}
    assert heard == {"use": 1, "support": 1}
    assert [voice.stage for voice in narrowed(Voice.objects.all(), VoiceQuery(stage="support"))] == [stage("support")]


def test_the_map_shows_satisfaction_where_a_touchpoint_serves_several_stages() -> None:
    several = make_touchpoint("use", "support")
    many(several, 9, 1, "use")
    many(several, 1, 5, "support")
    make_interaction(make_organisation(), touchpoint=several, stage=stage("support"))
    line = line_of(touchpoint_map(PERIOD), several)
    assert [(line.cells[place].volume, percent(line.cells[place])) for place in (USE, SUPPORT)] == [
        (10, 90.0),
        (7, pytest.approx(100 / 6)),
    ]
    assert line.cells[RENEW].volume is None
    assert line.feedback == 16


def test_low_satisfaction_is_a_gap_of_its_crossing_from_thirty_answers_on() -> None:
    several, page = make_touchpoint("use", "support"), make_digital("use", "support", name_th="เว็บ")
    many(several, 15, 14, "use")
    many(page, 30, 0, "use")
    many(page, 5, 0, "support")
    assert not [gap for gap in touchpoint_map(PERIOD).gaps if gap.stage.code == "use"]
    rate(several, rating=2, stage=stage("use"))
    with translation.override("en"):
        drawn = touchpoint_map(PERIOD)
    [low] = [gap for gap in drawn.gaps if gap.stage.code == "use"]
    assert (low.touchpoints, low.is_hole) == ((several,), True)
    assert low.words == "50.0% of 30 answers are satisfied, where the target is 80%, at"
    [quiet] = [gap for gap in drawn.gaps if gap.stage.code == "support"]
    assert (quiet.touchpoints, quiet.is_hole) == ((several,), False)
    assert drawn.stages_with_gaps == 7, "five stages have no touchpoint"


def test_a_touchpoint_opened_after_the_period_was_not_quiet_in_it() -> None:
    then = datetime(2024, 3, 10, 10, tzinfo=NOW.tzinfo)
    for touchpoint in (make_touchpoint("use"), make_digital("use")):
        rate(touchpoint, now=then)
    make_touchpoint("use", opened_on=date(2024, 3, 12))
    drawn = touchpoint_map(Period(then - timedelta(days=1), then + timedelta(days=1)))
    assert not [gap for gap in drawn.gaps if gap.stage.code == "use"]


def test_the_map_says_its_gaps_in_both_languages(client_as: ClientAs) -> None:
    several = make_touchpoint("use", "support", name_th="เคาน์เตอร์ผู้เช่า", name_en="Tenant counter")
    many(several, 10, 21, "use")
    Feedback.objects.update(given_at=timezone.now())
    client = client_as("voc-analyst")
    page = client.get(reverse("customers:touchpoint-map"), {"period": "running"}).content.decode()
    assert "ต่ำกว่าเป้าหมาย" in page
    assert "ไม่มีรายการในช่วงเวลานี้" in page
    client.cookies["django_language"] = "en"
    page = client.get(reverse("customers:touchpoint-map"), {"period": "running"}).content.decode()
    assert "32.3% of 31 answers are satisfied, where the target is 80%, at" in page
    assert "under target" in page


def test_the_form_asks_for_the_stage_only_where_there_are_several(client: Client) -> None:
    one, several = make_touchpoint("use"), make_touchpoint("support", "use")
    assert 'name="stage"' not in client.get(reverse("voc:portal-feedback", args=[one.code])).content.decode()
    url = reverse("voc:portal-feedback", args=[several.code])
    page = client.get(url).content.decode()
    assert stage("use").said_th in page
    assert "support" in page
    assert 'value="use" checked' not in " ".join(page.split())
    assert send(client, url, rating="4", key="a", stage="support").status_code == 302
    assert send(client, url, rating="4", key="b").status_code == 302
    assert send(client, url, rating="4", key="c", stage="").status_code == 302
    assert send(client, url, rating="4", key="d", stage="renew").status_code == 422
    said = {row.form_key: row.stage for row in Feedback.objects.select_related("stage")}
    assert said == {"a": stage("support"), "b": None, "c": None}
    assert send(client, reverse("voc:portal-feedback", args=[one.code]), rating="4", key="e").status_code == 302
    assert Feedback.objects.get(form_key="e").stage == stage("use")


def test_a_poster_of_one_stage_leads_to_the_form_with_that_stage_chosen(client: Client, client_as: ClientAs) -> None:
    several = make_touchpoint("use", "support")
    address = feedback_address(several, stage("support"))
    page = client.get(address.removeprefix(settings.SITE_URL))
    chosen = [each for each in page.context["form"]["stage"] if each.data["selected"]]
    assert [each.data["value"] for each in chosen] == ["support"]
    officer = client_as("customer-officer")
    poster = reverse("customers:touchpoint-poster", args=[several.public_id])
    assert f"{poster}?stage=support" in officer.get(several.get_absolute_url()).content.decode()
    assert officer.get(poster, {"stage": "support"}).headers["Content-Type"] == "application/pdf"
    assert officer.get(poster, {"stage": "renew"}).status_code == 404
