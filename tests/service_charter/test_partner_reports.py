"""Reports of partners: through a link, by file and by API, each counted once however often it is sent."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.rates import Limit
from service_charter import services as ledger
from service_charter.api import partners as api
from service_charter.models import Measurement, Partner, PartnerReport, PartnerToken, ReportLink
from service_charter.partner_rules import MOST_ROWS, REPORT_WITHIN
from service_charter.services import partner_reports as services
from service_charter.services import partners as register
from service_charter.services.partner_mail import REPORT_LINK_KIND
from service_charter.views import partner_portal
from tests.people import someone
from tests.service_charter.committing import letters, partner
from tests.service_charter.reporting_partners import (
    CODE,
    FIRST,
    LAST,
    asked,
    charter_reported_on,
    path_in_letter,
    told,
)

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
FORM = "/portal/partner-report/"
API = "/api/v1/partner-reports/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def charter() -> None:
    charter_reported_on()


@pytest.fixture
def opened(client: Client) -> Client:
    """A browser that came through the link in the letter."""
    asked()
    assert client.get(path_in_letter()).status_code == 302
    return client


def _sent(*rows: services.Told, link: ReportLink | None = None, **facts: Any) -> tuple[PartnerReport, bool]:
    link = link or asked()[0]
    return services.report_by_link(link_id=link.pk, rows=rows or (told(),), now=facts.get("now", timezone.now()))


def _counted() -> tuple[int, int]:
    rows = Measurement.objects.all()
    return sum(row.n for row in rows), sum(row.kept for row in rows)


def test_a_report_comes_into_the_ledger() -> None:
    made, is_new = _sent(told("J-1"), told("J-2", n=1, kept=0))
    assert (is_new, made.n_new, _counted()) == (True, 2, (11, 9))
    row = Measurement.objects.order_by("id")[0]
    assert (row.source, row.partner, timezone.localdate(row.occurred_at)) == ("partner", made.partner, LAST)
    assert made.link is not None
    assert made.link.reported_at is not None


def test_the_same_report_sent_again_is_the_one_we_have() -> None:
    link, _token = asked()
    first, _new = _sent(link=link)
    again, is_new = _sent(link=link)
    assert (again, is_new, _counted()) == (first, False, (10, 9))
    with pytest.raises(IllegalMove):
        _sent(told(kept=8), link=link)
    assert _counted() == (10, 9)


def test_the_same_case_in_another_report_counts_once() -> None:
    row = partner()
    _sent(told("J-1"), link=asked(row)[0])
    made, is_new = _sent(told("J-1"), told("J-2"), link=asked(row)[0])
    assert (is_new, made.n_new, _counted()) == (True, 1, (20, 18))
    with pytest.raises(services.BadRows) as refusal:
        _sent(told("J-3"), told("J-2", kept=1), link=asked(row)[0])
    assert refusal.value.rows.keys() == {1}
    assert _counted() == (20, 18)


def test_what_we_took_back_may_be_told_with_other_figures_and_not_with_the_same() -> None:
    row = partner()
    _sent(told("J-1"), link=asked(row)[0])
    wrong = Measurement.objects.get()
    ledger.cancel(measurement_id=wrong.pk, reason="นับผิด", by=someone("charter-owner"), now=timezone.now())
    assert _sent(told("J-1"), link=asked(row)[0])[0].n_new == 0
    assert _counted() == (0, 0)
    assert _sent(told("J-1", kept=5), link=asked(row)[0])[0].n_new == 1
    assert _counted() == (10, 5)


def test_two_partners_may_use_the_same_reference() -> None:
    _sent(link=asked(partner())[0])
    _sent(link=asked(partner(code="desk"))[0])
    assert _counted() == (20, 18)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (told(code="complaint-decision"), "standard"),
        (told(day=FIRST - DAY), "day"),
        (told(""), "reference"),
        (told("x" * 81), "reference"),
        (told(n=0, kept=0), "cases"),
        (told(kept=11), "kept"),
        (told(kept=-1), "kept"),
    ],
)
def test_a_row_that_cannot_be_lets_nothing_of_the_report_in(row: services.Told, field: str) -> None:
    link, _token = asked()
    with pytest.raises(services.BadRows) as refusal:
        _sent(told("good"), row, link=link)
    assert {place: list(fields) for place, fields in refusal.value.rows.items()} == {1: [field]}
    assert not Measurement.objects.exists()
    link.refresh_from_db()
    assert link.is_open(timezone.now()), "the partner corrects it and sends again"


def test_a_reference_stands_in_a_report_once() -> None:
    with pytest.raises(services.BadRows):
        _sent(told("J-1"), told("J-1"))


@pytest.mark.parametrize("count", [0, MOST_ROWS + 1])
def test_a_report_is_neither_empty_nor_endless(count: int) -> None:
    link, _token = asked()
    with pytest.raises(Incomplete):
        services.report_by_link(
            link_id=link.pk, rows=[told(str(number)) for number in range(count)], now=timezone.now()
        )


def test_a_link_that_ran_out_or_was_ended_takes_nothing() -> None:
    link, _token = asked()
    with pytest.raises(IllegalMove):
        _sent(link=link, now=timezone.now() + REPORT_WITHIN)
    services.revoke(link_id=link.pk, by=someone("charter-owner"), now=timezone.now())
    with pytest.raises(IllegalMove):
        _sent(link=link)
    with pytest.raises(IllegalMove):
        services.revoke(link_id=link.pk, by=someone("charter-owner"), now=timezone.now())


def test_asking_again_ends_the_link_before_and_writes_a_new_letter() -> None:
    row = partner()
    before, _token = asked(row)
    asked(row)
    before.refresh_from_db()
    assert before.revoked_at is not None
    assert len(letters(REPORT_LINK_KIND)) == 2
    assert ReportLink.objects.filter(revoked_at=None).count() == 1


def test_who_may_ask_and_for_what() -> None:
    row, now = partner(), timezone.now()
    given = {"partner_id": row.pk, "first_day": FIRST, "last_day": LAST, "now": now}
    with pytest.raises(NotAllowed):
        services.ask(**given, by=someone("complaint-officer"))
    with pytest.raises(Incomplete):
        services.ask(**given | {"last_day": timezone.localdate()}, by=someone("charter-owner"))
    with pytest.raises(Incomplete):
        services.ask(**given | {"first_day": LAST + DAY}, by=someone("charter-owner"))
    nothing = partner(code="nothing", standard_codes=[])
    with pytest.raises(IllegalMove):
        services.ask(**given | {"partner_id": nothing.pk}, by=someone("charter-owner"))


def test_a_retired_partner_reports_no_more() -> None:
    link, _token = asked()
    owner, now = someone("charter-owner"), timezone.now()
    token = register.new_token(partner_id=link.partner_id, by=owner, now=now)
    register.retire(partner_id=link.partner_id, reason="สัญญาสิ้นสุด", by=owner, now=now)
    with pytest.raises(IllegalMove):
        _sent(link=link)
    assert register.partner_of_token(token) is None
    register.take_back_on(partner_id=link.partner_id, reason="ต่อสัญญา", by=owner, now=now)
    assert register.partner_of_token(token) is None, "an old key stays ended"


def test_a_report_stays_as_it_was_told() -> None:
    made, _new = _sent()
    for change in ("UPDATE service_charter_partnerreport SET n_new = 0", "DELETE FROM service_charter_partnerreport"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert PartnerReport.objects.get() == made


# --- the page behind the link -----------------------------------------------------------------------------------------


def _answers(**fields: Any) -> dict[str, Any]:
    return {f"n-{CODE}": "๑๐", f"kept-{CODE}": "9", **fields}


def test_the_token_stands_in_no_address_that_is_looked_at(client: Client) -> None:
    asked()
    answer = client.get(path_in_letter())
    assert answer["Location"] == FORM
    assert "no-store" in answer["Cache-Control"]
    page = client.get(FORM)
    assert path_in_letter().rpartition("/")[2] not in page.content.decode()
    assert "บริษัทลิฟต์" in page.content.decode()
    assert "Lift Ltd" in client.get(FORM, headers={"Accept-Language": "en"}).content.decode()
    assert not PartnerReport.objects.exists(), "looking sends nothing"


def test_a_partner_reports_totals_and_twice_counts_once(opened: Client) -> None:
    for _turn in range(2):
        answer = opened.post(FORM, _answers())
        assert answer.status_code == 200
        assert "ได้รับรายงานของท่านแล้ว" in answer.content.decode()
    assert _counted() == (10, 9)
    assert "ได้รับรายงานของท่านแล้ว" in opened.get(FORM).content.decode()
    assert opened.post(FORM, _answers(**{f"kept-{CODE}": "1"})).status_code == 422
    assert _counted() == (10, 9)


def test_a_pasted_table_is_read_with_its_heads_and_both_eras(opened: Client) -> None:
    table = f"code\treference\tday\tcases\tkept\n{CODE}\tJ-1\t25/11/2569\t1\t1\n{CODE.upper()}; J-2; 2026-11-24; ๒; ๐"
    assert opened.post(FORM, {"table": table}).status_code == 200
    assert _counted() == (3, 1)


def test_a_file_is_read_like_the_table(opened: Client) -> None:
    file = SimpleUploadedFile("report.csv", f"﻿{CODE},J-1,25/11/2569,4,3\r\n".encode())
    assert opened.post(FORM, {"file": file}).status_code == 200
    assert _counted() == (4, 3)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f"{CODE},J-1,25/11/2569,1", "แถวที่ 1"),
        (f"{CODE},J-1,25/11/2569,1,1\n{CODE},J-2,ไม่รู้,1,1", "แถวที่ 2"),
        (f"{CODE},J-1,25/11/2569,1,1\n{CODE},J-2,25/11/2569,หนึ่ง,1", "แถวที่ 2"),
        (f"{CODE},J-1,25/11/2569,1,1\n\nwrong,J-2,25/11/2569,1,1", "แถวที่ 3"),
        ("\n".join(f"{CODE},J-{number},25/11/2569,1,1" for number in range(MOST_ROWS + 2)), "ไม่เกิน 500 แถว"),
        ("", "โปรดกรอก"),
    ],
)
def test_bad_rows_are_named_and_what_was_typed_stays(opened: Client, table: str, said: str) -> None:
    answer = opened.post(FORM, {"table": table})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert table.splitlines()[-1:] == [] or table.splitlines()[-1] in page
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"x" * 200_001])
def test_a_file_that_is_none_is_refused(opened: Client, body: bytes) -> None:
    answer = opened.post(FORM, _answers(file=SimpleUploadedFile("report.csv", body)))
    assert answer.status_code == 422
    assert 'value="๑๐"' in answer.content.decode()
    assert not Measurement.objects.exists()


def test_totals_and_single_cases_of_a_promise_are_not_counted_twice(opened: Client) -> None:
    answer = opened.post(FORM, _answers(table=f"{CODE},J-1,25/11/2569,1,1"))
    assert answer.status_code == 422
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("fields", [{f"kept-{CODE}": ""}, {f"kept-{CODE}": "11"}, {f"n-{CODE}": "-1"}])
def test_impossible_totals_are_kindly_refused(opened: Client, fields: dict[str, str]) -> None:
    answer = opened.post(FORM, _answers(**fields))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Measurement.objects.exists()


def test_what_was_written_for_longer_than_the_cookie_lives_comes_in(opened: Client) -> None:
    page = opened.get(FORM).content.decode()
    mark = page.partition('name="visit" value="')[2].partition('"')[0]
    opened.cookies.clear()
    assert opened.post(FORM, _answers()).status_code == 404
    assert opened.post(FORM, _answers(visit=f"{mark}x")).status_code == 404
    assert opened.post(FORM, _answers(visit=mark)).status_code == 200


def test_what_was_typed_stays_when_the_form_is_too_old() -> None:
    asked()
    strict = Client(enforce_csrf_checks=True)
    strict.get(path_in_letter())
    answer = strict.post(FORM, _answers())
    assert answer.status_code == 403
    assert 'value="๑๐"' in answer.content.decode()


def test_without_a_link_nothing_opens(client: Client) -> None:
    assert client.get(FORM).status_code == 404
    assert client.get(f"{FORM}NOBODYKNOWSTHISTOKEN000000").status_code == 404
    link, _token = asked()
    client.get(path_in_letter())
    services.revoke(link_id=link.pk, by=someone("charter-owner"), now=timezone.now())
    assert client.get(FORM).status_code == 410
    assert client.post(FORM, _answers()).status_code == 410
    assert not Measurement.objects.exists()


def test_tries_are_limited(opened: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_portal, "SENDINGS", Limit(1, partner_portal.SENDINGS.window))
    assert opened.post(FORM, {}).status_code == 422
    assert opened.post(FORM, {}).status_code == 429
    monkeypatch.setattr(partner_portal, "LOOKS", Limit(0, partner_portal.LOOKS.window))
    assert opened.get(path_in_letter()).status_code == 429


# --- the API ----------------------------------------------------------------------------------------------------------


def _body(**row: Any) -> dict[str, Any]:
    line = {"standard": CODE, "reference": "J-1", "day": LAST.isoformat(), "cases": 10, "kept": 9} | row
    return {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat(), "rows": [line]}


def _send(client: Client, token: str, body: dict[str, Any], key: str = "2569-11") -> Any:
    headers = {"Authorization": f"Partner {token}"} | ({"Idempotency-Key": key} if key else {})
    return client.post(API, body, content_type="application/json", headers=headers)


@pytest.fixture
def key() -> str:
    return register.new_token(partner_id=partner().pk, by=someone("charter-owner"), now=timezone.now())


def test_a_system_reports_and_a_replay_counts_once(client: Client, key: str) -> None:
    first, again = _send(client, key, _body()), _send(client, key, _body())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["rows"], first.json()["new"]) == (1, 1)
    assert _send(client, key, _body(kept=1)).status_code == 409
    other = _send(client, key, _body(), key="another")
    assert (other.status_code, other.json()["new"]) == (201, 0)
    assert _counted() == (10, 9)


def test_errors_of_a_system_name_the_row(client: Client, key: str) -> None:
    body = _body()
    body["rows"].append(body["rows"][0] | {"reference": "J-2", "kept": 11})
    answer = _send(client, key, body)
    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == ["rows.1.kept"]
    assert _send(client, key, _body(day="gestern")).json()["errors"][0]["attr"] == "rows.0.day"
    assert _send(client, key, _body(), key="").status_code == 400
    assert _send(client, key, _body(), key="x" * 81).status_code == 400
    assert not Measurement.objects.exists()


def test_only_an_open_key_of_a_partner_opens_the_door(client: Client, client_as: ClientAs, key: str) -> None:
    row = Partner.objects.get()
    assert client.post(API, _body(), content_type="application/json").status_code == 401
    assert _send(client_as("charter-owner"), "WRONG", _body()).status_code == 401
    newer = register.new_token(partner_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    assert _send(client, key, _body()).status_code == 401
    assert _send(client, newer, _body()).status_code == 201
    assert key not in PartnerToken.objects.values_list("token_hash", flat=True)
    register.end_token(partner_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    assert _send(client, newer, _body(), key="later").status_code == 401


def test_a_key_opens_nothing_else(client: Client, key: str) -> None:
    answer = client.get("/api/v1/standards/", headers={"Authorization": f"Partner {key}"})
    assert answer.status_code in {401, 403}


def test_a_system_is_limited(client: Client, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "SENDINGS", Limit(1, api.SENDINGS.window))
    assert [_send(client, key, _body()).status_code for _turn in range(2)] == [201, 429]
