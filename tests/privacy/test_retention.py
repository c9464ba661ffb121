"""Retention: rules are drafted, tried and brought into force by two people; the sweep keeps what must be kept."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complainant
from complaints.personal_data import COMPLAINANT
from customers.models import Customer
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.jobs import Cancelled, cancel, enqueue
from foundation.core.models import Job
from foundation.privacy import personal_data, selectors, services
from foundation.privacy.models import LegalHold, RetentionRule, RetentionRun, RetentionRunLine
from foundation.privacy.selectors.retention import due_rows, months_after, months_before
from foundation.privacy.services import sweeping
from tests.people import someone
from tests.privacy.factories import bring, make_request
from tests.privacy.retaining import REASON, a_draft, a_rule
from tests.privacy.test_erasure import every_figure
from tests.relationships.factories import make_holding
from tests.service_requests.factories import advance, make_kind, receive
from tests.service_requests.factories import make_charter as make_request_charter

pytestmark = pytest.mark.django_db
COMPLAINTS, REQUESTS, CUSTOMERS = "complaints.complainant", "privacy.request", "customer"


def later(months: int = 14) -> datetime:
    return timezone.now() + timedelta(days=31 * months)


def sweep(*, key: str = "night", now: datetime | None = None, tick: Any = None) -> RetentionRun:
    return services.sweep(key=key, now=now or later(), tick=tick or (lambda done, total: None))


def counts(run: RetentionRun) -> tuple[int, int, int]:
    line = RetentionRunLine.objects.get(run=run)
    return line.done, line.kept, line.failed


def closed_requests(n: int, now: datetime | None = None) -> list[str]:
    asked = [make_request("access", phone="", email=f"p{i}@example.org", national_id="") for i in range(n)]
    return [bring(row, "closed").public_id for row in asked]


# --- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"keep_months": 0}, "keep_months"),
        ({"keep_months": 601}, "keep_months"),
        ({"ground": "mood"}, "ground"),
        ({"citation": "  "}, "citation"),
        ({"reason": "ok"}, "reason"),
    ],
)
def test_a_rule_names_time_ground_source_and_reason(db, changes, missing):
    with pytest.raises(Incomplete) as refusal:
        a_draft(**changes)
    assert missing in refusal.value.missing
    assert not RetentionRule.objects.exists()


def test_a_kind_without_a_day_gets_no_rule(db):
    assert "letter" not in [kind.kind for kind in selectors.kept_kinds()]
    with pytest.raises(StopIteration):
        a_draft(kind="letter")


@pytest.mark.parametrize("role", ["auditor", "executive", "customer-officer"])
def test_only_the_officer_drafts_tries_and_ends(db, role):
    by, draft = someone(role, f"other-{role}"), a_draft()
    for act in (
        lambda: a_draft(by=by),
        lambda: services.try_rule(rule_id=draft.pk, by=by, now=timezone.now()),
        lambda: services.end_rule(rule_id=draft.pk, reason=REASON, by=by, now=timezone.now()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_draft_comes_into_force_after_a_trial_and_by_another(db):
    draft = a_draft()
    officer, second, now = someone("data-protection-officer"), someone("executive"), timezone.now()
    with pytest.raises(IllegalMove):
        services.bring_into_force(rule_id=draft.pk, by=second, now=now)
    services.try_rule(rule_id=draft.pk, by=officer, now=now)
    for refused in (officer, someone("auditor")):
        with pytest.raises(NotAllowed):
            services.bring_into_force(rule_id=draft.pk, by=refused, now=now)
    assert services.bring_into_force(rule_id=draft.pk, by=second, now=now).is_in_force
    with pytest.raises(IllegalMove):
        services.try_rule(rule_id=draft.pk, by=officer, now=now)


def test_the_database_too_wants_the_trial_and_two_people(db):
    draft, now = a_draft(), timezone.now()
    with pytest.raises(DatabaseError, match="retention_tried_before_force"), transaction.atomic():
        RetentionRule.objects.filter(pk=draft.pk).update(in_force_at=now, in_force_by=someone("executive"))
    with pytest.raises(DatabaseError, match="retention_takes_two"), transaction.atomic():
        RetentionRule.objects.filter(pk=draft.pk).update(
            tried={}, tried_at=now, in_force_at=now, in_force_by=draft.drafted_by
        )


def test_a_change_ends_the_former_rule_and_both_stay_readable(db):
    first = a_rule(COMPLAINTS, 120)
    a_draft(keep_months=24, reason="ร่างที่ยังไม่ใช้")
    second = a_rule(COMPLAINTS, 60, reason="คณะกรรมการมีมติให้สั้นลง")
    first.refresh_from_db()
    assert (first.ended_at is not None, first.ended_why) == (True, "คณะกรรมการมีมติให้สั้นลง")
    assert list(selectors.rules_in_force()) == [second]
    assert [rule.keep_months for rule in selectors.rules_of(COMPLAINTS)] == [60, 24, 120]


def test_the_trial_counts_and_touches_nothing(known):
    officer, now = someone("data-protection-officer"), timezone.now()
    LegalHold.objects.create(
        kind=COMPLAINTS, record_public_id=Complainant.objects.get().public_id, reason="คดีดำ", set_by=officer, set_at=now
    )
    draft = a_draft(keep_months=12)
    tried = services.try_rule(rule_id=draft.pk, by=officer, now=later()).tried
    assert (tried["due"], tried["looked_at"], tried["held"]) == (1, 1, 1)
    assert Complainant.objects.select_related("data_key").get().name is not None
    assert services.try_rule(rule_id=draft.pk, by=officer, now=now).tried["due"] == 0


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2027-03-31", 1, "2027-02-28"), ("2028-02-29", 12, "2027-02-28"), ("2027-01-15", 14, "2025-11-15")],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    at = timezone.make_aware(datetime.fromisoformat(f"{day}T00:30:00"))
    assert f"{months_before(at, months):%Y-%m-%d %H:%M}" == f"{before} 00:30"
    assert months_after(months_before(at, 1), 1) <= at


# --- the sweep ------------------------------------------------------------------------------------------------------


def test_without_a_rule_in_force_nothing_is_erased(known):
    a_draft(keep_months=1)
    run = sweep()
    assert (run.state, run.lines.count()) == ("done", 0)
    assert Complainant.objects.select_related("data_key").get().name


def test_what_is_past_its_time_is_erased_once(known):
    a_rule(COMPLAINTS, 12)
    assert counts(sweep(key="early", now=timezone.now())) == (0, 0, 0)
    assert counts(sweep()) == (1, 0, 0)
    person = Complainant.objects.select_related("data_key").get()
    assert (person.name, person.phone_hash) == (None, "")
    assert counts(sweep(key="next night")) == (0, 0, 0)


@pytest.mark.parametrize("reason", ["hold", "reopened"])
def test_what_must_be_kept_stays_and_is_counted(known, reason):
    a_rule(COMPLAINTS, 12)
    person = Complainant.objects.get()
    if reason == "hold":
        LegalHold.objects.create(
            kind=COMPLAINTS, record_public_id=person.public_id, reason="คดีดำ", set_by=someone("auditor"),
            set_at=timezone.now(),
        )  # fmt: skip
        assert counts(sweep()) == (0, 1, 0)
    else:
        person.complaint.__class__.objects.filter(pk=person.complaint_id).update(status="investigating")
        assert counts(sweep()) == (0, 0, 0)  # the time of an open case does not run
    assert Complainant.objects.select_related("data_key").get().name


@pytest.fixture
def former(known):
    make_former(known["customer"])
    return known["customer"]


def make_former(customer: Customer) -> None:
    Customer.objects.filter(pk=customer.pk).update(relation="former", relation_since=timezone.localdate())


def test_a_former_customer_goes_with_what_the_rooms_hold(former, known):
    a_rule(CUSTOMERS, 12)
    assert counts(sweep()) == (1, 0, 0)
    former.refresh_from_db()
    assert former.is_erased
    assert known["holding"].__class__.objects.filter(pk=known["holding"].pk).exists()


@pytest.mark.parametrize("keeps", ["contract", "complaint"])
def test_a_contract_in_force_or_an_open_complaint_keeps_a_former_customer(former, known, keeps):
    a_rule(CUSTOMERS, 12)
    if keeps == "contract":
        today = timezone.localdate()
        Customer.objects.filter(pk=former.pk).update(relation="current")
        make_holding(former, starts_on=today - timedelta(days=10), ends_on=today + timedelta(days=3000))
        make_former(former)
    else:  # it knows the e-mail, not the customer
        known["complaint"].__class__.objects.update(status="investigating")
    assert counts(sweep()) == (0, 1, 0)
    former.refresh_from_db()
    assert not former.is_erased


@pytest.mark.parametrize(("name", "goes"), [("มาลินี ใจงาม", True), ("สมชาย ใจงาม", False)])
def test_an_own_case_goes_along_and_that_of_another_person_stays(former, known, name, goes):
    other = {"phone": "+66899990000", "email": "other@example.com"}
    case = known["desk"].advance(known["desk"].file(name=name, customer_id=former.pk, **other), "closed")
    a_rule(CUSTOMERS, 12)
    assert counts(sweep()) == (1, 0, 0)
    filed = case.complainant.__class__.objects.select_related("data_key").get(complaint=case)
    assert (filed.name is None) is goes


def test_a_closed_or_withdrawn_service_request_is_erased_an_open_one_not(db):
    make_request_charter()
    make_kind()
    rows = [advance(receive(email=f"{status}@example.com"), status) for status in ("closed", "withdrawn", "working")]
    a_rule("service_charter.request", 12)
    assert counts(sweep()) == (2, 0, 0)
    read = [row.__class__.objects.select_related("data_key").get(pk=row.pk).name for row in rows]
    assert [name is None for name in read] == [True, True, False]


def test_ideas_and_voices_follow_their_rules(known):
    a_rule("voc.voices", 12)
    a_rule("products.idea_contact", 12)  # not answered: its time does not run
    run = sweep()
    assert [(line.rule.kind, line.done) for line in run.lines.all()] == [
        ("products.idea_contact", 0),
        ("voc.voices", 1),
    ]
    known["customer"].refresh_from_db()
    assert not known["customer"].is_erased
    assert due_rows(kind_of("voc.voices"), 12, at=later()).count() == 0


def test_every_figure_is_the_same_before_and_after(former):
    for kind in (COMPLAINTS, CUSTOMERS, REQUESTS):
        a_rule(kind, 12)
    now = timezone.now()
    before = every_figure(now)
    assert sum(line.done for line in sweep().lines.all()) >= 2
    after = every_figure(now)
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}


def test_one_that_fails_does_not_stop_the_others(db, monkeypatch):
    ids = closed_requests(3)
    a_rule(REQUESTS, 12)
    kind = kind_of(REQUESTS)
    real = kind.erase

    def erase(public_id: str, **said: Any) -> None:
        real(public_id, **said)
        if public_id == ids[1]:
            raise ZeroDivisionError("สมศรี")

    monkeypatch.setitem(personal_data._kinds, REQUESTS, personal_data.Kind(**{**vars(kind), "erase": erase}))
    run = sweep()
    assert counts(run) == (2, 0, 1)
    line = run.lines.get()
    assert line.errors == {"ZeroDivisionError": 1}
    assert [found.public_id for found in due_rows(kind, 12, at=later())] == [ids[1]]  # rolled back whole


def test_it_goes_in_batches_past_what_is_kept_and_leaves_the_rest_for_the_next_night(db, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    monkeypatch.setattr(sweeping, "MOST_A_NIGHT", 4)
    ids = closed_requests(6)
    officer = someone("data-protection-officer")
    for public_id in ids[:2]:
        LegalHold.objects.create(
            kind=REQUESTS, record_public_id=public_id, reason="คดีดำ", set_by=officer, set_at=timezone.now()
        )
    a_rule(REQUESTS, 12)
    first = sweep()
    assert (counts(first), first.lines.get().left_for_later) == ((2, 2, 0), True)
    second = sweep(key="next")
    assert (counts(second), second.lines.get().left_for_later) == ((2, 2, 0), True)
    assert sweep(key="third").lines.get().left_for_later is False


def test_a_stopped_run_keeps_its_counts_and_an_interrupted_one_goes_on(db, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 1)
    closed_requests(3)
    a_rule(REQUESTS, 12)
    ticks = []

    def tick(done: int, total: int) -> None:
        ticks.append(done)
        if len(ticks) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        sweep(tick=tick)
    run = RetentionRun.objects.get()
    assert (run.state, counts(run)) == ("running", (2, 0, 0))
    again = sweep()
    assert (again.pk, again.state, counts(again)) == (run.pk, "done", (3, 0, 0))
    assert counts(sweep()) == (3, 0, 0)  # a run that is over is not run again


def test_the_job_leaves_one_row_and_a_person_can_stop_it(db):
    assert enqueue("privacy.retention", params={}, by=None).state == "queued"
    job_runner.run_waiting()
    run = RetentionRun.objects.get()
    assert (run.state, run.key) == ("done", Job.objects.get().public_id)
    job = enqueue("privacy.retention", params={}, by=None)
    cancel(job=job, by=someone("data-protection-officer"))
    job_runner.run_waiting()
    assert RetentionRun.objects.count() == 1


def test_a_job_stopped_while_it_runs_says_so(db):
    from foundation.privacy import tasks

    def stopped() -> None:
        raise Cancelled

    context = SimpleNamespace(job=SimpleNamespace(public_id="j1"), check_cancelled=stopped, progress=None)
    a_rule(REQUESTS, 12)
    with pytest.raises(Cancelled):
        tasks.retention(context)
    assert RetentionRun.objects.get().state == "stopped"


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_pages_show_rules_runs_and_no_names(client_as, known, django_assert_max_num_queries):
    a_rule(COMPLAINTS, 12)
    a_draft(keep_months=24)
    sweep()
    desk = client_as("auditor")
    with django_assert_max_num_queries(24):
        page = desk.get(reverse("privacy:staff-retention"))
    lines = {each.kind.kind: each for each in page.context["register"]}
    assert lines[COMPLAINTS].rule is not None
    assert lines[COMPLAINTS].draft is not None
    assert page.context["runs"][0]["run"].done == 1
    assert Complainant.objects.get().public_id not in page.content.decode()


def test_what_falls_due_is_told(known):
    a_rule(COMPLAINTS, 12)
    closed = COMPLAINANT.keeping.ended().get().kept_from
    for at, due, soon in ((closed, 0, 0), (months_after(closed, 12) - timedelta(days=9), 0, 1), (later(), 1, 0)):
        line = next(each for each in selectors.retention_register(at=at) if each.kind is COMPLAINANT)
        assert (line.due, line.soon) == (due, soon)
    assert selectors.retention_register(at=closed)


def test_a_rule_is_carried_through_the_pages(client_as):
    desk, chief = client_as("data-protection-officer"), client_as("executive")
    kind = reverse("privacy:staff-retention-rule", args=[COMPLAINTS])
    told = {"keep_months": "120", "ground": "claims", "citation": "ป.พ.พ. มาตรา 193/30", "reason": REASON}
    bad = desk.post(reverse("privacy:staff-retention-draft", args=[COMPLAINTS]), {**told, "keep_months": "มาก"})
    assert bad.status_code == 422
    assert "193/30" in bad.content.decode()  # what was typed stays
    assert desk.post(reverse("privacy:staff-retention-draft", args=[COMPLAINTS]), told).status_code == 302
    draft = RetentionRule.objects.get()
    enforce = reverse("privacy:staff-retention-enforce", args=[draft.public_id])
    assert chief.post(enforce).status_code == 409
    assert desk.post(reverse("privacy:staff-retention-try", args=[draft.public_id])).status_code == 302
    assert desk.post(enforce).status_code == 403
    assert enforce not in desk.get(kind).content.decode()
    assert enforce in chief.get(kind).content.decode()
    assert chief.post(enforce).status_code == 302
    end = reverse("privacy:staff-retention-end", args=[draft.public_id])
    desk.post(end, {"reason": "x"})
    assert RetentionRule.objects.get().is_in_force
    assert desk.post(end, {"reason": REASON}).status_code == 302
    assert not RetentionRule.objects.get().is_in_force


def kind_of(name: str) -> personal_data.Kind:
    return next(kind for kind in selectors.kept_kinds() if kind.kind == name)
