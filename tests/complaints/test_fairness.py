"""Was it fair? Drawn so that it can be drawn again, asked once, gone through by somebody apart, and settled."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints import selectors, services
from complaints.enums_closing import Principle
from complaints.metrics_closing import objective, treated_fairly
from complaints.models import FairnessReview
from complaints.services.fairness import draw
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.metrics import Period
from foundation.core.models import Notification, OutboxMessage
from foundation.governance.models import CorrectiveAction
from tests.complaints.factories import Desk, make_inspection

SignIn = Callable[[User], Client]
ALL_KEPT = dict.fromkeys(Principle.values, "yes")


@pytest.fixture
def row(desk: Desk) -> FairnessReview:
    return FairnessReview.objects.get(complaint=make_inspection(desk).complaint)


@pytest.fixture
def auditor(person: Callable[..., User]) -> User:
    return person("auditor")


def token_of(row: FairnessReview) -> str:
    message = OutboxMessage.objects.get(kind="complaints.fairness", key=f"complaints.fair:{row.public_id}")
    return str(message.body).split("/fair/")[1].split()[0]


def test_the_same_seed_draws_the_same_cases(row: FairnessReview) -> None:
    again = draw(row.round.month, seed=row.round.seed, size=row.round.size)
    assert (again.ids, again.count) == ([row.complaint.public_id], row.round.fair_count)
    assert again.fingerprint == row.round.fair_fingerprint


def test_the_link_answers_once_and_only_by_a_post(row: FairnessReview, client: Client, now: datetime) -> None:
    address = reverse("complaints:portal-fair", args=[token_of(row)])
    assert client.get(address).status_code == 200
    row.refresh_from_db()
    assert row.answered_at is None
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"fair": "no", "words": "ไม่มีใครฟัง"}).status_code == 302
    row.refresh_from_db()
    assert (row.fair, row.words) == ("no", "ไม่มีใครฟัง")
    assert client.post(address, {"fair": "yes"}).status_code == 410
    with pytest.raises(IllegalMove):
        services.say_fair(review_id=row.pk, fair="yes", words="", now=now)


def test_an_expired_link_is_closed(row: FairnessReview, client: Client) -> None:
    FairnessReview.objects.update(expires_at=row.asked_at)
    assert client.get(reverse("complaints:portal-fair", args=[token_of(row)])).status_code == 410
    assert client.get(reverse("complaints:portal-fair", args=["0" * 26])).status_code == 404


def test_the_checklist_is_for_somebody_apart(row: FairnessReview, desk: Desk, auditor: User, now: datetime) -> None:
    say = {"review_id": row.pk, "checks": ALL_KEPT, "remarks": "", "now": now}
    for user in (desk.investigator, desk.manager, desk.officer):
        with pytest.raises(NotAllowed):
            services.review_fairness(**say, by=user)
    with pytest.raises(IntegrityError, match="reviewer"), transaction.atomic():
        FairnessReview.objects.update(reviewer=desk.investigator, reviewed_at=now)
    services.review_fairness(**say, by=auditor)
    with pytest.raises(IllegalMove):
        services.review_fairness(**say, by=auditor)


def test_every_principle_is_answered_and_what_was_not_kept_is_said(
    row: FairnessReview, auditor: User, now: datetime
) -> None:
    with pytest.raises(Incomplete) as refused:
        services.review_fairness(review_id=row.pk, checks={"openness": "yes"}, remarks="", by=auditor, now=now)
    assert set(refused.value.missing) == set(Principle.values) - {"openness"}
    with pytest.raises(Incomplete) as refused:
        services.review_fairness(
            review_id=row.pk, checks=ALL_KEPT | {"completeness": "no"}, remarks=" ", by=auditor, now=now
        )
    assert set(refused.value.missing) == {"remarks"}


def test_a_finding_leads_to_a_corrective_action(row: FairnessReview, desk: Desk, auditor: User, now: datetime) -> None:
    services.review_fairness(
        review_id=row.pk, checks=ALL_KEPT | {"openness": "no"}, remarks="ไม่แจ้งเหตุผล", by=auditor, now=now
    )
    assert list(selectors.findings_to_settle(desk.manager)) == [row]
    assert Notification.objects.filter(user=desk.manager, key__startswith="fair:").exists()
    with pytest.raises(NotAllowed):
        services.settle_fairness(review_id=row.pk, why="ก", by=desk.officer, now=now)
    with pytest.raises(Incomplete):
        services.settle_fairness(review_id=row.pk, why="ก", owner=desk.manager, by=desk.manager, now=now)
    day = (now + timedelta(days=9)).date()
    services.settle_fairness(
        review_id=row.pk, why="แก้แบบหนังสือ", owner=desk.manager, due_on=day, by=desk.manager, now=now
    )
    action = CorrectiveAction.objects.get(public_id=FairnessReview.objects.get(pk=row.pk).action_id)
    assert (action.source_kind, action.owner) == ("complaint", desk.manager)
    assert "ไม่แจ้งเหตุผล" in action.cause
    with pytest.raises(IllegalMove):
        services.settle_fairness(review_id=row.pk, why="ก", by=desk.manager, now=now)


def test_the_figures_stand_on_the_answers(row: FairnessReview, auditor: User, now: datetime) -> None:
    period = Period(now - timedelta(hours=1), now + timedelta(hours=1))
    assert (treated_fairly(period)[""].n, objective(period)[""].n) == (0, 0)
    services.say_fair(review_id=row.pk, fair="yes", words="", now=now)
    services.review_fairness(review_id=row.pk, checks=ALL_KEPT, remarks="", by=auditor, now=now)
    assert (treated_fairly(period)[""].value, objective(period)[""].value) == (100, 100)
    [month] = selectors.fairness_rounds()
    assert (month["asked"], month["answered"], month["fair"], month["reviewed"], month["kept"]) == (1, 1, 1, 1, 1)


def test_the_pages_work_for_the_auditor_and_the_manager(
    row: FairnessReview, desk: Desk, auditor: User, signed_in: SignIn
) -> None:
    client, manager = signed_in(auditor), signed_in(desk.manager)
    assert row.complaint.subject in client.get(reverse("complaints:staff-fairness")).content.decode()
    assert client.post(row.get_absolute_url(), {"openness": "no"}).status_code == 422
    said = ALL_KEPT | {"openness": "no", "remarks": "ไม่แจ้งเหตุผล"}
    assert client.post(row.get_absolute_url(), said).status_code == 302
    assert "ไม่แจ้งเหตุผล" in manager.get(row.get_absolute_url()).content.decode()
    settle = reverse("complaints:staff-fairness-settle", args=[row.public_id])
    assert manager.post(settle, {"why": ""}).status_code == 422
    assert manager.post(settle, {"why": "อธิบายแล้ว ไม่ต้องแก้ระบบ"}).status_code == 302
    row.refresh_from_db()
    assert row.settled_at is not None
    assert row.action_id == ""


def test_the_tracking_page_asks_too(row: FairnessReview, desk: Desk, client: Client) -> None:
    code = desk.codes[row.complaint_id]
    client.post(reverse("complaints:portal-track"), {"number": row.complaint.number, "code": code})
    answer = reverse("complaints:portal-case-fair")
    assert f'action="{answer}"' in client.get(reverse("complaints:portal-case")).content.decode()
    assert client.post(answer, {"fair": "other"}).status_code == 422
    assert client.post(answer, {"fair": "partly"}).status_code == 302
    assert f'action="{answer}"' not in client.get(reverse("complaints:portal-case")).content.decode()


def test_words_fall_silent_with_the_person(row: FairnessReview, desk: Desk, now: datetime) -> None:
    services.say_fair(review_id=row.pk, fair="no", words="ดิฉันชื่อสุดารัตน์", now=now)
    services.erase_complainant(complainant_id=row.complaint.complainant.pk, by=desk.manager, now=now)
    row.refresh_from_db()
    assert "สุดารัตน์" not in row.words
    assert not row.history.filter(words__contains="สุดารัตน์").exists()
