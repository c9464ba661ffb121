"""Approval routes: definition apart from run, each step another person's, one live run of a content."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from foundation.governance import services
from foundation.governance.models import ApprovalRoute, ApprovalRun, RouteStep, RunDecision
from foundation.governance.selectors import live_run, may_decide, newest_run, runs_waiting_for, steps_of
from tests.accounts.signing_in import sign_in
from tests.governance.factories import NOW
from tests.governance.routing import (
    EXACTLY,
    PAPER,
    PAPER_ID,
    drawer,
    enforcer,
    make_route,
    make_route_draft,
    make_run,
    papers,
    roles,
)
from tests.people import someone

pytestmark = pytest.mark.django_db
TWO = ("complaint-manager", "strategist")
LIST = "/staff/policy/routes/"


@pytest.fixture(autouse=True)
def _papers() -> Iterator[None]:
    with papers():
        yield


def passed(role: str, **facts: str) -> ApprovalRun:
    return services.pass_step(**{**EXACTLY, "note": "", **facts}, by=someone(role), now=NOW)


def test_who_drew_up_a_route_does_not_put_it_in_force() -> None:
    route = make_route_draft(*TWO)
    both = someone("policy-administrator")
    both.roles.add(*roles("executive"))
    with pytest.raises(NotAllowed):
        services.bring_route_into_force(route_id=route.pk, by=both, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRoute.objects.filter(pk=route.pk).update(state="in_force", in_force_at=NOW, in_force_by=both)
    assert services.bring_route_into_force(route_id=route.pk, by=enforcer(), now=NOW).in_force_by == enforcer()


@pytest.mark.parametrize("role", ["strategist", "auditor", "executive"])
def test_routes_are_drawn_up_by_those_who_keep_the_policy(role: str) -> None:
    with pytest.raises(NotAllowed):
        services.draft_route(content_kind=PAPER.key, reason="เพื่อ", by=someone(role), now=NOW)


def test_a_draft_lacks_kind_reason_steps_or_people() -> None:
    with pytest.raises(Incomplete) as refusal:
        services.draft_route(content_kind="unknown", reason="", by=drawer(), now=NOW)
    assert refusal.value.missing.keys() == {"content_kind", "reason"}
    bare = make_route_draft()
    with pytest.raises(Incomplete) as refusal:
        services.bring_route_into_force(route_id=bare.pk, by=enforcer(), now=NOW)
    assert "steps" in refusal.value.missing
    [manager] = roles("complaint-manager")
    someone("complaint-manager").roles.clear()
    steps = [("ดู", "Look", manager)]
    services.save_route_steps(route_id=bare.pk, shown_version=bare.version, steps=steps, by=drawer(), now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.bring_route_into_force(route_id=bare.pk, by=enforcer(), now=NOW)
    assert "role" in refusal.value.missing


def test_a_role_that_reviews_no_such_documents_takes_no_step() -> None:
    route = make_route_draft()
    steps = [("ดู", "", roles("complaint-officer")[0])]
    with pytest.raises(Incomplete):
        services.save_route_steps(route_id=route.pk, shown_version=route.version, steps=steps, by=drawer(), now=NOW)


def test_steps_change_in_a_draft_alone_and_never_unseen() -> None:
    route = make_route_draft(*TWO)
    steps = [("ดู", "", roles("executive")[0])]
    with pytest.raises(StaleVersion):
        services.save_route_steps(route_id=route.pk, shown_version=0, steps=steps, by=drawer(), now=NOW)
    services.bring_route_into_force(route_id=route.pk, by=enforcer(), now=NOW)
    route.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.save_route_steps(route_id=route.pk, shown_version=route.version, steps=steps, by=drawer(), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RouteStep.objects.filter(route=route).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RouteStep.objects.filter(route=route, place=1).update(title_th="อื่น")


def test_one_draft_and_one_route_in_force_of_a_kind() -> None:
    first = make_route(*TWO)
    second = make_route_draft()
    assert [step.role.key for step in second.steps.all()] == list(TWO), "it begins with the steps in force"
    with pytest.raises(Refused):
        services.draft_route(content_kind=PAPER.key, reason="อีก", by=drawer(), now=NOW)
    services.bring_route_into_force(route_id=second.pk, by=enforcer(), now=NOW)
    first.refresh_from_db()
    assert (first.state, first.ended_at) == ("ended", NOW)
    services.end_route(route_id=second.pk, reason="ยุบ", by=drawer(), now=NOW)
    with pytest.raises(IllegalMove):
        services.end_route(route_id=second.pk, reason="ซ้ำ", by=drawer(), now=NOW)


def test_without_a_route_nothing_goes_on_its_way() -> None:
    facts = {"title_th": "ก", "title_en": "a", "url": "/", "drafter_ids": []}
    by = someone("charter-owner")
    assert services.start_run(content_kind=PAPER.key, **EXACTLY, **facts, by=by, now=NOW) is None


def test_a_document_passes_step_by_step_each_by_another_person() -> None:
    make_route(*TWO)
    run = make_run(someone("charter-owner"))
    assert [taken.is_next for taken in steps_of(run)] == [True, False]
    assert Notification.objects.filter(user=someone("complaint-manager")).count() == 1
    with pytest.raises(NotAllowed):
        passed("strategist")  # not due yet
    assert passed("complaint-manager").is_live
    manager = someone("complaint-manager")
    manager.roles.add(*roles("strategist"))
    with pytest.raises(NotAllowed):
        services.pass_step(**EXACTLY, note="", by=manager, now=NOW)  # took a step already
    assert passed("strategist").state == "passed"
    assert live_run(PAPER_ID) is None
    with pytest.raises(IllegalMove):
        passed("strategist")


def test_whoever_drafted_it_takes_no_step() -> None:
    make_route(*TWO)
    run = make_run(someone("complaint-manager"))
    with pytest.raises(NotAllowed):
        passed("complaint-manager")
    assert not may_decide(someone("complaint-manager"), run)
    step = run.route.steps.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        RunDecision.objects.create(run=run, step=step, verdict="passed", decided_by=someone("complaint-manager"))


def test_a_return_ends_the_way_and_says_why() -> None:
    make_route(*TWO)
    make_run(someone("charter-owner"))
    with pytest.raises(Incomplete):
        services.return_from_step(**EXACTLY, note="", by=someone("complaint-manager"), now=NOW)
    run = services.return_from_step(**EXACTLY, note="ข้อ 3 วัดไม่ได้", by=someone("complaint-manager"), now=NOW)
    assert (run.state, run.end_reason) == ("returned", "ข้อ 3 วัดไม่ได้")
    make_run(someone("charter-owner"))  # mended, it goes on its way again
    newest = newest_run(PAPER_ID)
    assert newest is not None
    assert newest.is_live


def test_one_run_of_a_document_lives() -> None:
    make_route(*TWO)
    make_run(someone("charter-owner"))
    with pytest.raises(IllegalMove):
        make_run(someone("charter-owner"))
    services.stop_run(content_public_id=PAPER_ID, reason="แก้คำ", by=someone("charter-owner"), now=NOW)
    services.stop_run(content_public_id=PAPER_ID, reason="ซ้ำ", by=someone("charter-owner"), now=NOW)
    assert make_run(someone("charter-owner")).is_live


def test_another_text_is_not_the_one_on_its_way() -> None:
    make_route(*TWO)
    make_run(someone("charter-owner"))
    with pytest.raises(IllegalMove):
        passed("complaint-manager", content_hash="b" * 64)


def test_a_newer_route_leaves_documents_on_theirs() -> None:
    make_route(*TWO)
    run = make_run(someone("charter-owner"))
    services.bring_route_into_force(route_id=make_route_draft("executive").pk, by=enforcer(), now=NOW)
    assert [taken.step.role.key for taken in steps_of(run)] == list(TWO)
    passed("complaint-manager")
    assert passed("strategist").state == "passed"


def test_the_database_passes_nothing_and_changes_no_word() -> None:
    make_route(*TWO)
    run = make_run(someone("charter-owner"))
    passed("complaint-manager")
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRun.objects.filter(pk=run.pk).update(state="passed", ended_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRun.objects.filter(pk=run.pk).update(content_hash="b" * 64)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RunDecision.objects.update(note="อื่น")


def test_it_waits_for_whose_step_is_due() -> None:
    make_route(*TWO)
    run = make_run(someone("charter-owner"))
    waiting = {role: list(runs_waiting_for(someone(role))) for role in (*TWO, "executive", "charter-owner")}
    assert waiting == {"complaint-manager": [run], "strategist": [], "executive": [], "charter-owner": []}
    passed("complaint-manager")
    assert list(runs_waiting_for(someone("complaint-manager"))) == []
    assert list(runs_waiting_for(someone("strategist"))) == [run]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["pass", "return", "stop", "start"]), max_size=8))
def test_whatever_is_tried_one_run_lives_at_most_and_none_passes_early(tries: list[str]) -> None:
    with transaction.atomic():
        if not ApprovalRoute.objects.filter(content_kind=PAPER.key, state="in_force").exists():
            make_route(*TWO)
        owner = someone("charter-owner")
        for each in tries:
            by = [someone(role) for role in TWO]
            for person in by if each in {"pass", "return"} else [owner]:
                try:
                    with transaction.atomic():
                        _try(each, person)
                except (Refused, NotAllowed):
                    continue
            assert ApprovalRun.objects.filter(content_public_id=PAPER_ID, state="live").count() <= 1
            for run in ApprovalRun.objects.filter(state="passed"):
                assert {said.verdict for said in run.decisions.all()} == {"passed"}
                assert run.decisions.count() == len(TWO)
                assert len({said.decided_by_id for said in run.decisions.all()}) == len(TWO)
        transaction.set_rollback(True)


def _try(each: str, person: object) -> None:
    if each == "pass":
        services.pass_step(**EXACTLY, note="", by=person, now=NOW)  # type: ignore[arg-type]
    elif each == "return":
        services.return_from_step(**EXACTLY, note="แก้", by=person, now=NOW)  # type: ignore[arg-type]
    elif each == "stop":
        services.stop_run(content_public_id=PAPER_ID, reason="แก้", by=person, now=NOW)  # type: ignore[arg-type]
    else:
        make_run(person)  # type: ignore[arg-type]


def client_of(role: str) -> Client:
    client = Client()
    sign_in(client, someone(role))
    return client


def test_a_route_is_drawn_up_and_put_in_force_on_its_pages() -> None:
    client = client_of("policy-administrator")
    assert client.post(f"{LIST}new", {"content_kind": PAPER.key, "reason": ""}).status_code == 422
    answer = client.post(f"{LIST}new", {"content_kind": PAPER.key, "reason": "ให้ครบ"})
    route = ApprovalRoute.objects.get()
    address = route.get_absolute_url()
    assert answer["Location"] == f"{address}edit"
    [manager] = roles("complaint-manager")
    sent = {"version": route.version, "title_th_1": "ตรวจถ้อยคำ", "role_1": "", "title_th_2": "", "role_2": manager.pk}
    answer = client.post(f"{address}edit", sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"role_1", "title_th_2"})
    assert "ตรวจถ้อยคำ" in answer.content.decode()
    sent |= {"role_1": manager.pk, "role_2": ""}
    assert client.post(f"{address}edit", {**sent, "version": 0}).status_code == 409
    assert client.post(f"{address}edit", sent).status_code == 302
    assert client.post(f"{address}steps/enforce").status_code == 422  # drew it up
    assert client_of("executive").post(f"{address}steps/enforce").status_code == 302
    assert "ตรวจถ้อยคำ" in client_of("auditor").get(LIST).content.decode()
    assert client.post(f"{address}steps/end", {"reason": ""}).status_code == 422
    assert client.post(f"{address}steps/end", {"reason": "ยุบ"}).status_code == 302


def test_documents_on_their_way_are_listed() -> None:
    make_route(*TWO)
    make_run(someone("charter-owner"))
    page = client_of("auditor").get(LIST).content.decode()
    assert "เอกสาร" in page
