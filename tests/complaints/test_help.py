"""Help with filing: asked without the form, promised by a time, given or not, counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import personal_data, selectors, services
from complaints.enums_help import HelpState
from complaints.metrics_annex import help_on_time
from complaints.models import Category, Complaint, Help, HelpTry
from complaints.services.help_ends import drop_help
from foundation.accounts.models import Unit, User
from foundation.core import antibot
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.metrics import Period
from foundation.core.models import Notification
from foundation.privacy.models import AccessLog
from foundation.privacy.personal_data import Person
from service_charter.models import Standard
from service_charter.selectors import Tally, by_standard
from tests.complaints.factories import Desk, approved_so, make_person
from tests.complaints.helping import PHONE, make_help

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)  # 10:00 in Bangkok
ASK = reverse("complaints:portal-help")


def give(desk: Desk, row: Help, now: datetime) -> None:
    services.answer_help(help_id=row.pk, outcome="given", note="", by=desk.officer, now=now)


def told() -> Tally:
    """What the charter's ledger knows of the promise."""
    period = Period(MONDAY_TEN - timedelta(days=1), MONDAY_TEN + timedelta(days=30))
    return by_standard(period).get("complaint-help", Tally(0, 0))


def typed(**values: Any) -> dict[str, Any]:
    """What somebody types on the portal."""
    return {"kinds": ["call_back"], "phone": "081 234 5678", "wanted_part": "any", "key": "one"} | values


class TestAsking:
    """One page of the portal; the whole form is not needed."""

    @pytest.fixture(autouse=True)
    def _person(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(antibot, "objection", mock.Mock(return_value=""))

    def test_a_number_is_enough_and_the_promise_is_told(self, desk: Desk, client: Client) -> None:
        answer = client.post(ASK, typed())
        row = Help.objects.get()
        assert answer.url == reverse("complaints:portal-help-asked", args=[row.public_id])
        assert (row.phone, row.state, row.complaint, row.written_by) == (PHONE, "waiting", None, None)
        assert client.get(answer.url).status_code == 200
        assert PHONE not in client.get(answer.url).content.decode()
        assert Notification.objects.filter(user=desk.officer, url=row.get_absolute_url()).count() == 1

    def test_sent_twice_it_is_asked_once(self, client: Client) -> None:
        first, again = client.post(ASK, typed()), client.post(ASK, typed())
        assert first.url == again.url
        assert Help.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kinds": []}, "kinds"),
            ({"phone": ""}, "phone"),
            ({"phone": "no"}, "phone"),
            ({"kinds": ["interpreter"]}, "spoken"),
            ({"wanted_on": "1/1/2560"}, "wanted_on"),
            ({"wanted_part": "night"}, "wanted_part"),
        ],
    )
    def test_what_is_wrong_is_named_and_what_was_typed_stays(
        self, client: Client, wrong: dict[str, Any], field: str
    ) -> None:
        answer = client.post(ASK, typed(name="คุณยายบัว", **wrong))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert "คุณยายบัว" in answer.content.decode()
        assert not Help.objects.exists()

    def test_a_machine_is_kept_out(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(antibot, "objection", mock.Mock(return_value="no"))
        assert client.post(ASK, typed()).status_code == 422
        assert not Help.objects.exists()

    def test_the_form_leads_there_and_the_emergency_number_stands_above(self, client: Client) -> None:
        form = client.get(reverse("complaints:portal-new")).content.decode()
        assert ASK in form
        emergency = {"emergency_phone": "1784", "phone": "0 2000 0000"}
        with mock.patch.dict("django.conf.settings.ORGANISATION", emergency):
            for address in (ASK, reverse("complaints:portal-new")):
                page = client.get(address).content.decode()
                assert 0 < page.index("1784") < page.index('<form method="post" novalidate')


class TestPromise:
    """By when: within a working day, or at the end of the wanted time."""

    def test_within_a_working_day(self, desk: Desk) -> None:
        assert make_help(now=MONDAY_TEN).due_at == MONDAY_TEN + timedelta(days=1)
        friday = MONDAY_TEN + timedelta(days=4)
        assert make_help(now=friday).due_at == friday + timedelta(days=3)

    def test_at_the_end_of_the_wanted_time(self, desk: Desk) -> None:
        wednesday = date(2026, 11, 18)
        morning = make_help(now=MONDAY_TEN, wanted_on=wednesday, wanted_part="morning")
        assert morning.due_at == datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
        assert make_help(now=MONDAY_TEN, wanted_on=wednesday).due_at == datetime(2026, 11, 18, 10, 0, tzinfo=UTC)

    @pytest.mark.parametrize("day", [date(2026, 11, 15), date(2026, 11, 21), date(2026, 12, 10), date(2027, 3, 1)])
    def test_not_on_a_day_that_is_past_closed_or_far(self, desk: Desk, day: date) -> None:
        with pytest.raises(Incomplete) as refused:
            make_help(now=MONDAY_TEN, wanted_on=day)
        assert "wanted_on" in refused.value.missing


class TestCharter:
    """The promise is the charter's, and its ledger hears once what came of it."""

    def test_the_time_is_that_of_the_charter_in_force(self, desk: Desk) -> None:
        standard = Standard.objects.get(code="complaint-help")
        row = make_help(now=MONDAY_TEN)
        assert row.standard == standard
        approved_so(Standard.objects.filter(pk=standard.pk), duration_amount=2)
        assert make_help(now=MONDAY_TEN).due_at == MONDAY_TEN + timedelta(days=2)

    def test_without_a_charter_it_is_a_working_day(self, db: None) -> None:
        row = make_help(now=MONDAY_TEN)
        assert (row.standard, row.due_at) == (None, MONDAY_TEN + timedelta(days=1))

    def test_given_in_time_it_is_kept(self, desk: Desk) -> None:
        row = make_help(now=MONDAY_TEN)
        give(desk, row, MONDAY_TEN + timedelta(hours=1))
        services.measure_all(now=MONDAY_TEN + timedelta(days=3))
        assert told() == Tally(1, 1)

    def test_missed_it_is_broken_once_though_it_comes_later(self, desk: Desk) -> None:
        row = make_help(now=MONDAY_TEN)
        late = MONDAY_TEN + timedelta(days=3)
        assert services.tell_missed(now=late) == 1
        assert told() == Tally(1, 0)
        give(desk, row, late)
        assert told() == Tally(1, 0)

    def test_what_could_not_be_given_is_broken(self, desk: Desk) -> None:
        row = make_help(now=MONDAY_TEN)
        services.answer_help(help_id=row.pk, outcome="failed", note="เบอร์ผิด", by=desk.officer, now=MONDAY_TEN)
        assert told() == Tally(1, 0)

    def test_what_is_no_longer_needed_counts_nothing(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        case = filed("received")
        services.belongs_to(help_id=make_help(now=MONDAY_TEN).pk, complaint=case, by=desk.officer, now=MONDAY_TEN)
        assert told() == Tally(1, 1)  # taking it down was the help
        waiting = make_help(now=MONDAY_TEN)
        Help.objects.filter(pk=waiting.pk).update(complaint=case)
        case.refresh_from_db()
        case.status = "withdrawn"
        drop_help(case, by=desk.officer, now=MONDAY_TEN)
        assert told() == Tally(1, 1)

    def test_of_the_confidential_route_nothing_is_told(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        case = filed("received")
        Complaint.objects.filter(pk=case.pk).update(is_misconduct=True)
        Help.objects.filter(pk=make_help(now=MONDAY_TEN).pk).update(complaint=case)
        services.tell_missed(now=MONDAY_TEN + timedelta(days=3))
        assert told() == Tally(0, 0)

    def test_both_pages_of_it_name_the_promise(self, desk: Desk, client: Client, officer: Client) -> None:
        item = f'href="{Standard.objects.get(code="complaint-help").get_absolute_url()}"'
        row = make_help()
        assert item in client.get(reverse("complaints:portal-help-asked", args=[row.public_id])).content.decode()
        assert item in officer.get(reverse("complaints:staff-help", args=[row.public_id])).content.decode()

    def test_the_form_says_it(self, desk: Desk, client: Client) -> None:
        approved_so(Standard.objects.filter(code="complaint-help"), duration_amount=2)
        assert "2 วันทำการ" in client.get(ASK).content.decode()


class TestGiving:
    """Tries are kept; given or not, it ends once."""

    def test_a_try_leaves_it_waiting_and_the_last_one_ends_it(self, desk: Desk) -> None:
        row = make_help(now=MONDAY_TEN)
        step = {"help_id": row.pk, "by": desk.officer}
        services.answer_help(**step, outcome="tried", note="ไม่รับสาย", now=MONDAY_TEN)
        assert Help.objects.get().state == HelpState.WAITING
        services.answer_help(**step, outcome="given", note="", now=MONDAY_TEN + timedelta(hours=1))
        row.refresh_from_db()
        assert (row.state, row.ended_by, row.tries.count()) == (HelpState.GIVEN, desk.officer, 2)
        with pytest.raises(IllegalMove):
            services.answer_help(**step, outcome="given", note="", now=MONDAY_TEN)

    @pytest.mark.parametrize(("outcome", "note"), [("tried", " "), ("failed", ""), ("nothing", "x")])
    def test_what_is_missing_is_named(self, desk: Desk, outcome: str, note: str) -> None:
        row = make_help()
        with pytest.raises(Incomplete):
            services.answer_help(help_id=row.pk, outcome=outcome, note=note, by=desk.officer, now=timezone.now())

    def test_others_neither_see_nor_touch_it(
        self, desk: Desk, other_unit: Unit, signed_in: Callable[[User], Client]
    ) -> None:
        row = make_help()
        stranger = make_person("complaint-officer", "stranger", other_unit)
        with pytest.raises(NotAllowed):
            services.answer_help(help_id=row.pk, outcome="given", note="", by=stranger, now=timezone.now())
        with pytest.raises(NotAllowed):
            services.reveal_help(help_id=row.pk, reason="โทรกลับ", by=desk.investigator, now=timezone.now())
        assert signed_in(stranger).get(row.get_absolute_url()).status_code == 404

    def test_of_the_confidential_route_only_its_role_sees_it(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        case = filed()
        row = make_help()
        services.belongs_to(help_id=row.pk, complaint=case, by=desk.officer, now=timezone.now())
        assert Help.objects.visible_to(desk.officer).exists()
        services.take_confidential(complaint_id=case.pk, reason="ทุจริต", by=desk.officer, now=timezone.now())
        assert not Help.objects.visible_to(desk.officer).exists()

    def test_the_database_holds_it_too(self, desk: Desk) -> None:
        row = make_help()
        services.answer_help(help_id=row.pk, outcome="tried", note="x", by=desk.officer, now=timezone.now())
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            HelpTry.objects.update(note="y")
        for change in ({"state": "given"}, {"kinds": []}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Help.objects.update(**change)


class TestPages:
    """The desk: who waits, the number shown on a recorded look, the complaint taken down from there."""

    def test_the_list_shows_no_number_and_the_look_is_recorded(self, desk: Desk, officer: Client) -> None:
        row = make_help()
        index = officer.get(reverse("complaints:staff-helps")).content.decode()
        assert row.get_absolute_url() in index
        page = officer.get(row.get_absolute_url()).content.decode()
        assert not any(word in text for text in (index, page) for word in ("345678", "คุณยายบัว", "ใช้รถเข็น"))
        assert not AccessLog.objects.exists()
        shown = officer.post(reverse("complaints:staff-help-reveal", args=[row.public_id])).content.decode()
        assert "081 234 5678" in shown
        assert "คุณยายบัว" in shown
        assert AccessLog.objects.get().subject_public_id == row.public_id

    def test_a_try_is_written_down(self, desk: Desk, officer: Client) -> None:
        row = make_help()
        address = reverse("complaints:staff-help-answer", args=[row.public_id])
        refused = officer.post(address, {"outcome": "failed", "note": ""})
        assert refused.status_code == 422
        assert officer.post(address, {"outcome": "failed", "note": "โทรสามครั้ง"}).status_code == 302
        over = officer.get(reverse("complaints:staff-helps"), {"over": "1"}).content.decode()
        assert row.get_absolute_url() in over
        assert row.get_absolute_url() not in officer.get(reverse("complaints:staff-helps")).content.decode()

    def test_the_complaint_is_taken_down_from_there(self, desk: Desk, officer: Client) -> None:
        row = make_help(kinds=["call_back", "interpreter"], spoken="เมียนมา")
        new = reverse("complaints:staff-new")
        form = officer.get(new, {"help": row.public_id})
        assert "081 234 5678" in form.content.decode()
        facts = {
            "channel": "phone",
            "language": "th",
            "identity": "named",
            "name": "คุณยายบัว",
            "reply_by": "phone",
            "category": Category.objects.get(code="building").pk,
            "description": "ทางลาดชันเกินไป",
            "help": row.public_id,
            "help_kinds": ["interpreter"],
            "spoken": "เมียนมา",
            "key": "k",
        }
        assert officer.post(new, facts | {"spoken": ""}).status_code == 422
        assert officer.post(new, facts).status_code == 200
        case = Complaint.objects.get()
        assert sorted(case.helps.values_list("state", flat=True)) == ["given", "given"]
        page = officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
        assert "เมียนมา" in page

    def test_a_complaint_without_a_name_is_not_tied_to_the_call(self, desk: Desk, officer: Client) -> None:
        row = make_help()
        facts = {
            "channel": "phone",
            "language": "th",
            "identity": "anonymous",
            "reply_by": "page",
            "category": Category.objects.get(code="building").pk,
            "description": "ไม่ประสงค์ออกนาม",
            "help": row.public_id,
            "key": "k",
        }
        assert officer.post(reverse("complaints:staff-new"), facts).status_code == 200
        row.refresh_from_db()
        assert (row.complaint, row.state) == (None, HelpState.GIVEN)


class TestOver:
    """Nobody is called back for what is over."""

    def test_the_complaint_that_came_of_it_is_the_help(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        row = make_help(now=MONDAY_TEN)
        services.belongs_to(help_id=row.pk, complaint=filed(), by=desk.officer, now=MONDAY_TEN)
        row.refresh_from_db()
        assert (row.state, row.ended_at, row.ended_by) == (HelpState.GIVEN, MONDAY_TEN, desk.officer)
        assert row.tries.get().outcome == "given"

    def test_help_that_could_not_be_given_stays_so(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        row = make_help()
        step = {"help_id": row.pk, "by": desk.officer, "now": timezone.now()}
        services.answer_help(**step, outcome="failed", note="ไม่รับสาย")
        services.belongs_to(**step, complaint=filed())
        row.refresh_from_db()
        assert (row.state, row.tries.count()) == (HelpState.NOT_GIVEN, 1)

    @pytest.mark.parametrize("by_officer", [True, False])
    def test_with_a_complaint_that_is_withdrawn_it_ends(
        self, desk: Desk, filed: Callable[..., Complaint], by_officer: bool
    ) -> None:
        case, now = filed(), timezone.now()
        need = services.Need(kinds=["interpreter"], spoken="เมียนมา")
        row = services.ask_help(need=need, complaint=case, now=now)
        services.withdraw(complaint_id=case.pk, reason="หายแล้ว", by=desk.manager if by_officer else None, now=now)
        row.refresh_from_db()
        assert (row.state, row.ended_at) == (HelpState.DROPPED, now)
        assert row.ended_by == (desk.manager if by_officer else None)
        assert row not in selectors.help_due(desk.officer)
        assert list(personal_data.HELP.holds(row.public_id)) == []

    def test_what_was_dropped_in_time_is_no_broken_promise(self, desk: Desk, filed: Callable[..., Complaint]) -> None:
        case = filed()
        services.ask_help(need=services.Need(kinds=["sign"]), complaint=case, now=MONDAY_TEN)
        services.withdraw(complaint_id=case.pk, reason="หายแล้ว", by=None, now=MONDAY_TEN + timedelta(hours=1))
        year = Period(MONDAY_TEN - timedelta(days=1), MONDAY_TEN + timedelta(days=300))
        assert help_on_time(year)[""].n == 0
        Help.objects.update(due_at=MONDAY_TEN)
        assert help_on_time(year)[""].n == 1

    def test_its_page_tells_it(self, desk: Desk, officer: Client, filed: Callable[..., Complaint]) -> None:
        case, now = filed(), timezone.now()
        row = services.ask_help(need=services.Need(kinds=["sign"]), complaint=case, now=now)
        services.withdraw(complaint_id=case.pk, reason="หายแล้ว", by=None, now=now)
        page = officer.get(row.get_absolute_url()).content.decode()
        assert str(HelpState.DROPPED.label) in page
        assert "None" not in page


def test_what_was_asked_and_given_in_time_is_counted(desk: Desk) -> None:
    year = Period(MONDAY_TEN - timedelta(days=1), MONDAY_TEN + timedelta(days=300))
    in_time, late, failed, _waiting_past = (make_help(now=MONDAY_TEN) for _n in range(4))
    for row, outcome, hours in ((in_time, "given", 2), (late, "given", 90), (failed, "failed", 2)):
        at = MONDAY_TEN + timedelta(hours=hours)
        services.answer_help(help_id=row.pk, outcome=outcome, note="โทรแล้ว", by=desk.officer, now=at)
    make_help(now=timezone.now() + timedelta(days=1))  # still in time
    figure = help_on_time(year)[""]
    assert (figure.value, figure.n) == (25, 4)


class TestPersonalData:
    """Sealed, found by the number, forgotten when it is over."""

    def test_nothing_readable_is_stored(self, desk: Desk) -> None:
        make_help()
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(h)::text FROM complaints_help h")
            stored = cursor.fetchone()[0]
            cursor.execute("SELECT row_to_json(h)::text FROM complaints_historicalhelp h")
            stored += cursor.fetchone()[0]
        assert not any(word in stored for word in ("345678", "คุณยายบัว", "ใช้รถเข็น"))

    def test_it_is_found_told_and_forgotten(self, desk: Desk) -> None:
        row = make_help()
        found = list(personal_data.HELP.find(Person(phone=PHONE)))
        assert found == [row.public_id]
        assert "คุณยายบัว" in personal_data.HELP.describe(row.public_id).values()
        assert list(personal_data.HELP.holds(row.public_id))
        with pytest.raises(Refused):
            personal_data.HELP.erase(row.public_id, by=desk.manager, now=timezone.now())
        services.answer_help(help_id=row.pk, outcome="given", note="", by=desk.officer, now=timezone.now())
        personal_data.HELP.erase(row.public_id, by=desk.manager, now=timezone.now())
        gone = Help.objects.select_related("data_key").get()
        assert (gone.name, gone.phone, gone.phone_hash, gone.kinds) == (None, None, "", ["call_back"])
        assert list(personal_data.HELP.find(Person(phone=PHONE))) == []
        assert set(Help.history.values_list("phone_hash", flat=True)) == {""}
