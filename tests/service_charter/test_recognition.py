"""Recognition: proposed by the ledger beyond chance, decided by a person of another unit, shown, certified, kept."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import Notification
from service_charter.models import Recognition, Withdrawal
from service_charter.recognition_rules import is_earned, lower_end, reach
from service_charter.selectors.recognition import candidates, for_public, looks_waiting_for, taken_back_for_public
from service_charter.selectors.recognition import given as given_rows
from service_charter.services import recognition
from service_charter.services import recognition_withdrawal as withdrawing
from tests.people import someone
from tests.service_charter.committing import officer_of
from tests.service_charter.measuring import LATER
from tests.service_charter.recognising import WORDS, proposed_team, recognised_team
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
PAGE = "/staff/charter/recognition/"


def _decide(by: User, **changes: object) -> Recognition:
    [found] = candidates(LATER)
    facts = {"verdict": "given", "reason": "เรื่องยาก", "is_public": False, **WORDS} | changes
    return recognition.decide(
        unit_id=found.unit.pk,
        code=found.standard.code,
        by=by,
        now=LATER,
        **facts,  # type: ignore[arg-type]
    )


@given(n=st.integers(1, 2000), missed=st.integers(0, 50), target=st.floats(1, 99.9), compared=st.integers(1, 200))
def test_luck_earns_less_the_more_are_looked_at(n: int, missed: int, target: float, compared: int) -> None:
    kept = max(0, n - missed)
    if is_earned(kept, n, target, compared + 1):
        assert is_earned(kept, n, target, compared)
        assert 100 * kept / n > target
        assert n >= 30
    assert lower_end(kept, n, compared + 1) <= lower_end(kept, n, compared) + 1e-9  # floats near zero


def test_one_result_is_asked_for_the_usual_interval() -> None:
    assert round(reach(1), 2) == 1.96
    assert round(reach(10), 2) == 2.81


def test_the_ledger_proposes_only_what_lies_above_the_target_beyond_chance() -> None:
    assert [row.unit.code for row in proposed_team()] == ["complaint-centre"]


@pytest.mark.parametrize(("kept", "n"), [(29, 29), (385, 400), (30, 30)])
def test_few_cases_or_chance_propose_nobody(kept: int, n: int) -> None:
    assert proposed_team(kept=kept, n=n) == []


def test_a_person_of_another_unit_decides_with_a_reason_once() -> None:
    proposed_team()
    executive = someone("executive")
    with pytest.raises(NotAllowed):
        _decide(someone("complaint-manager"))
    own = someone("executive", "own")
    own.unit = candidates(LATER)[0].unit
    own.save()
    with pytest.raises(NotAllowed):
        _decide(own)
    for missing in ({"reason": ""}, {"words_en": ""}):
        with pytest.raises(Incomplete):
            _decide(executive, **missing)
    officer = officer_of()
    [found] = candidates(LATER)
    row = _decide(executive)
    assert row.low > row.target_percent
    assert Notification.objects.filter(user=officer, url=row.get_absolute_url()).exists()
    assert candidates(LATER) == []
    with pytest.raises(IllegalMove):
        recognition.decide(
            unit_id=found.unit.pk, code=found.standard.code, verdict="declined", reason="อีกครั้ง", words_th="",
            words_en="", is_public=False, by=executive, now=LATER,
        )  # fmt: skip


def test_it_waits_on_the_desk_of_whoever_decides_until_decided() -> None:
    proposed_team()

    def on(user: User) -> int:
        return sum(block.total for block in my_work(user, now=LATER).blocks if block.desk.key == "recognition")

    executive = someone("executive")
    assert (on(executive), on(someone("voc-analyst"))) == (1, 0)
    _decide(executive)
    assert on(executive) == 0


def test_declined_is_not_shown_to_staff_nor_told() -> None:
    proposed_team()
    officer = officer_of()
    row = _decide(someone("executive"), verdict="declined", is_public=True)
    assert (row.is_public, row.words_th) == (False, "")
    assert not Notification.objects.filter(user=officer).exists()


def test_the_database_crowns_nobody_by_chance_and_changes_nothing() -> None:
    row = recognised_team()
    with pytest.raises(DatabaseError), transaction.atomic():
        Recognition.objects.update(reason="อื่น")
    facts = {name: getattr(row, name) for name in ("unit", "standard", "last_day", "n", "kept", "verdict", "reason")}
    facts |= {"words_th": "ก", "words_en": "a", "target_percent": 95, "decided_by": row.decided_by}
    with pytest.raises(DatabaseError), transaction.atomic():
        Recognition.objects.create(**facts, first_day=row.last_day, low=94.9)


def test_pages_certificate_and_portal(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    proposed_team()
    [found] = candidates(LATER)
    client = client_as("executive")
    assert found.unit.code in client.get(PAGE).content.decode()
    decide = f"{PAGE}decide/{found.unit.code}/{found.standard.code}/"
    assert client.post(decide, {"verdict": "given", "reason": "ดี"}).status_code == 422
    assert client.post(decide, {"verdict": "given", "reason": "ดี", "is_public": "on", **WORDS}).status_code == 302
    assert client.get(decide).status_code == 404, "decided"
    row = Recognition.objects.get()
    officer = client_as("complaint-officer")
    assert WORDS["words_th"] in officer.get(PAGE).content.decode()
    for language in ("th", "en"):
        first = officer.get(f"{PAGE}{row.public_id}/certificate-{language}.pdf")
        assert first.content.startswith(b"%PDF")
        assert first.content == officer.get(f"{PAGE}{row.public_id}/certificate-{language}.pdf").content
    assert WORDS["words_th"] in Client().get("/portal/transparency/").content.decode()


BACK = {"words_th": "ตัวเลขนับซ้ำ ขออภัยทุกทีม", "words_en": "The figures were counted twice; we are sorry"}


def _asked(by: User) -> Withdrawal:
    row = Recognition.objects.get()
    return withdrawing.ask_back(recognition_id=row.pk, reason="นับซ้ำจากสองแหล่ง", by=by, now=LATER, **BACK)


def test_a_mistake_is_taken_back_by_two_people_and_nothing_is_deleted() -> None:
    row, executive = recognised_team(), someone("executive", "asks")
    second, officer = someone("executive", "looks"), officer_of()
    for missing in ("reason", "words_th", "words_en"):
        facts = {"reason": "x", **BACK} | {missing: ""}
        with pytest.raises(Incomplete):
            withdrawing.ask_back(recognition_id=row.pk, by=executive, now=LATER, **facts)
    with pytest.raises(NotAllowed):
        _asked(someone("complaint-manager"))
    found = _asked(executive)
    assert list(looks_waiting_for(second)) == [found]
    assert list(looks_waiting_for(executive)) == []
    assert Notification.objects.filter(user=second, url=row.get_absolute_url()).exists()
    assert list(given_rows().standing()) == [row]  # until somebody has looked
    with pytest.raises(IllegalMove):
        _asked(second)
    with pytest.raises(NotAllowed):
        withdrawing.look_again(withdrawal_id=found.pk, confirm=True, note="ใช่", by=executive, now=LATER)
    with pytest.raises(Incomplete):
        withdrawing.look_again(withdrawal_id=found.pk, confirm=True, note="", by=second, now=LATER)
    withdrawing.look_again(withdrawal_id=found.pk, confirm=True, note="ตรวจแล้ว นับซ้ำจริง", by=second, now=LATER)
    assert Notification.objects.filter(user=officer, key__endswith=":confirmed").exists()
    assert list(given_rows().standing()) == []
    assert list(given_rows()) == [row]
    assert list(for_public(LATER)) == []
    assert list(taken_back_for_public(LATER)) == [row]
    assert candidates(LATER) == []  # the ledger does not propose it again for the same span
    with pytest.raises(IllegalMove):
        withdrawing.look_again(withdrawal_id=found.pk, confirm=False, note="เปลี่ยนใจ", by=second, now=LATER)
    assert [change.history_user for change in found.history.order_by("history_id")] == [executive, second]


def test_after_a_second_look_it_may_stay_and_be_asked_again() -> None:
    recognised_team()
    executive, second = someone("executive", "asks"), someone("executive", "looks")
    found = _asked(executive)
    withdrawing.look_again(withdrawal_id=found.pk, confirm=False, note="ตัวเลขถูกต้อง", by=second, now=LATER)
    assert for_public(LATER).exists()
    assert Notification.objects.filter(user=executive, key__endswith=":refused").exists()
    again = _asked(second)
    owner = someone("charter-owner")
    assert list(looks_waiting_for(owner)) == [again]
    withdrawing.look_again(withdrawal_id=again.pk, confirm=True, note="พบรายการซ้ำ", by=owner, now=LATER)
    assert not for_public(LATER).exists()


def test_the_own_unit_takes_nothing_back_and_what_was_declined_has_nothing_to_take() -> None:
    proposed_team()
    row = _decide(someone("executive"), verdict="declined")
    with pytest.raises(IllegalMove):
        _asked(someone("executive"))
    own = someone("executive", "own")
    own.unit = row.unit
    own.save()
    with pytest.raises(NotAllowed):
        _asked(own)


@pytest.mark.parametrize(
    "change",
    [{"state": "confirmed"}, {"reason": ""}, {"state": "odd"}, {"looked_at": LATER}, {"words_en": ""}],
    ids=["unlooked", "no reason", "state", "half", "no words"],
)
def test_the_database_takes_nothing_back_without_a_second_look(change: dict[str, object]) -> None:
    recognised_team()
    found = _asked(someone("executive"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.filter(pk=found.pk).update(**change)
    looked = {"state": "confirmed", "looked_at": LATER, "looked_by": found.asked_by, "look_note": "เอง"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.filter(pk=found.pk).update(**looked)


def test_readers_see_that_it_was_taken_back(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    row = recognised_team()
    page, asks = row.get_absolute_url(), client_as("executive")
    assert asks.post(f"{page}take-back/", {"reason": "นับซ้ำ"}).status_code == 422
    assert asks.post(f"{page}second-look/", {"confirm": "yes", "note": "x"}).status_code == 404
    assert asks.post(f"{page}take-back/", {"reason": "นับซ้ำ", **BACK}).status_code == 302
    assert asks.post(f"{page}second-look/", {"confirm": "yes", "note": "เอง"}).status_code == 422
    officer = client_as("complaint-officer")
    before = officer.get(page).content.decode()
    assert WORDS["words_th"] in before
    assert "นับซ้ำ" not in before  # not before somebody has looked
    looks = client_as("executive", username="looks")
    assert looks.post(f"{page}second-look/", {"confirm": "yes", "note": "จริง"}).status_code == 302
    after = officer.get(page).content.decode()
    for words in (BACK["words_th"], "ถูกเพิกถอน"):
        assert words in after
    assert officer.get(f"{page}certificate-th.pdf").status_code == 404
    assert BACK["words_th"] in officer.get(PAGE).content.decode()
    public = Client().get("/portal/transparency/").content.decode()
    assert BACK["words_th"] in public
    assert WORDS["words_th"] not in public
