"""The page of the business calendar."""

from collections.abc import Callable

import pytest
from django.test import Client

from foundation.core.calendars import default_calendar, schedule_for
from foundation.core.models import SpecialDay
from tests.counting import statements

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]

DAY = {
    "date": "20 พ.ย. 2569",
    "kind": "closed",
    "hours": "",
    "name_th": "วันหยุดพิเศษ",
    "name_en": "",
    "reason": "มติ ครม. 17 พ.ย. 2569",
}


@pytest.fixture
def editor(client_as: ClientAs) -> Client:
    return client_as("charter-owner")


def test_staff_see_the_year_and_no_form(client_as: ClientAs) -> None:
    page = client_as("complaint-officer").get("/staff/calendar/?year=2026").content.decode()
    assert "วันรัฐธรรมนูญ" in page
    assert "08:30–16:30" in page
    assert 'name="reason"' not in page


def test_english_readers_see_christian_years(client_as: ClientAs) -> None:
    page = client_as("complaint-officer", language="en").get("/staff/calendar/?year=2026").content.decode()
    assert "Constitution Day" in page
    assert "2569" not in page


@pytest.mark.parametrize("year", ["", "abc", "99999", "-1", "1", "٢٠٢٦", "2569"])
def test_any_year_in_the_address_gives_a_page(client_as: ClientAs, year: str) -> None:
    assert client_as("complaint-officer").get("/staff/calendar/", {"year": year}).status_code == 200


def test_a_cabinet_day_is_added_and_taken_back(editor: Client) -> None:
    response = editor.post("/staff/calendar/days", DAY)
    assert response["Location"] == "/staff/calendar/?year=2026"
    day = SpecialDay.objects.get()
    assert (f"{day.date}", day.name_en) == ("2026-11-20", "วันหยุดพิเศษ")
    page = editor.get("/staff/calendar/?year=2026").content.decode()
    assert "มติ ครม. 17 พ.ย. 2569" in page
    at = f"/staff/calendar/days/{day.public_id}/remove"
    assert "วันศุกร์ที่ 20 พฤศจิกายน 2569" in editor.get(at).content.decode()
    assert editor.post(at, {"reason": ""}).status_code == 200
    assert SpecialDay.objects.exists()
    assert editor.post(at, {"reason": "ครม. ยกเลิก"}).status_code == 302
    assert not SpecialDay.objects.exists()
    assert "ครม. ยกเลิก" in editor.get("/staff/calendar/").content.decode()
    assert editor.post(at, {"reason": "อีกครั้ง"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"date": "20/11/69"}, "date"),
        ({"date": ""}, "date"),
        ({"reason": ""}, "reason"),
        ({"name_th": "\u200b"}, "name_th"),
        ({"kind": "open"}, "hours"),
        ({"kind": "open", "hours": "เก้าโมง"}, "hours"),
        ({"kind": "open", "hours": "12:00-09:00"}, "hours"),
        ({"kind": "open", "hours": "09:00-12:00, 13:00-15:00"}, "hours"),
        ({"kind": "half"}, "kind"),
    ],
)
def test_a_bad_day_is_refused_at_its_field_and_kept(editor: Client, fields: dict[str, str], field: str) -> None:
    response = editor.post("/staff/calendar/days", {**DAY, **fields})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert response.context["form"]["name_en"].value() == ""
    assert not SpecialDay.objects.exists()


def test_hours_are_changed_in_plain_words(editor: Client) -> None:
    form = editor.get("/staff/calendar/hours").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    response = editor.post(
        "/staff/calendar/hours", {**typed, "day_5": "๐๙:๐๐ - ๑๒:๐๐, 13.00-24:00", "reason": "เปิดวันเสาร์"}
    )
    assert response.status_code == 302
    saturday = schedule_for().week[5]
    assert [f"{opening.opens:%H:%M}–{opening.closes:%H:%M}" for opening in saturday] == ["09:00–12:00", "13:00–00:00"]


def test_stale_hours_keep_what_was_typed(editor: Client) -> None:
    form = editor.get("/staff/calendar/hours").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"reason": "เหตุผล"}
    editor.post("/staff/calendar/hours", {**typed, "day_5": "09:00-12:00"})
    response = editor.post("/staff/calendar/hours", {**typed, "day_6": "09:00-12:00"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["day_6"].value() == "09:00-12:00"
    assert response.context["form"]["version"].value() == str(default_calendar().version)


def test_the_year_costs_the_same_with_many_days(editor: Client) -> None:
    editor.post("/staff/calendar/days", DAY)
    one = statements(editor, "/staff/calendar/?year=2026")
    for number in (23, 24, 25):
        editor.post("/staff/calendar/days", {**DAY, "date": f"{number}/11/2569"})
    assert statements(editor, "/staff/calendar/?year=2026") == one <= 14
