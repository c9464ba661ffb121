"""Management reviews: frozen inputs, minutes, decisions that are followed up, an end by the executive, the pack."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint, ManagementReview
from complaints.review_pdf import review_pdf
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from tests.complaints.factories import FACTORS, Desk, close_review, make_person, make_review
from tests.complaints.test_proof import words


@pytest.fixture
def executive(desk: Desk) -> User:
    return make_person("executive", "executive", desk.unit, first_name="เกรียงไกร")


def test_figures_are_frozen_at_opening(filed: Callable[..., Complaint], desk: Desk, now: datetime) -> None:
    desk.file(now=now - timedelta(days=3))
    review = make_review(desk.manager, now=now)
    received = next(each for each in review.figures["performance"] if each["key"] == "complaints.received")
    assert (received["value"], received["title"]["en"]) == (1, "Complaints received")
    assert review.figures["breakdowns"]["category"][0]["n"] == 1
    desk.file(now=now - timedelta(days=2))
    review.refresh_from_db()
    assert next(e for e in review.figures["performance"] if e["key"] == "complaints.received")["value"] == 1


def test_nothing_personal_is_frozen(desk: Desk, now: datetime) -> None:
    desk.file(now=now - timedelta(days=3))
    frozen = str(make_review(desk.manager, now=now).figures)
    for personal in ("สุดารัตน์", "sudarat", "น้ำหยด", "C-25"):
        assert personal not in frozen


def test_the_whole_way_and_the_next_review_follows_up(desk: Desk, executive: User, now: datetime) -> None:
    review = make_review(desk.manager, now=now)
    close_review(review, manager=desk.manager, executive=executive, now=now)
    review.refresh_from_db()
    assert review.closed_by == executive
    assert not review.is_open
    decision = review.decisions.get()
    with pytest.raises(NotAllowed):
        services.complete_decision(decision_id=decision.pk, note="เสร็จ", by=executive, now=now)
    with pytest.raises(Incomplete):
        services.complete_decision(decision_id=decision.pk, note=" ", by=desk.manager, now=now)
    services.complete_decision(decision_id=decision.pk, note="ตรวจครบทุกอาคาร", by=desk.manager, now=now)
    with pytest.raises(IllegalMove):
        services.complete_decision(decision_id=decision.pk, note="อีกครั้ง", by=desk.manager, now=now)
    followed = make_review(desk.manager, now=now).figures["follow_up"]
    assert [(each["what"], each["note"]) for each in followed] == [("ตรวจท่อทุกไตรมาส", "ตรวจครบทุกอาคาร")]


def test_a_closed_review_stays_and_its_pack_is_the_same_bytes(desk: Desk, executive: User, now: datetime) -> None:
    review = make_review(desk.manager, now=now)
    close_review(review, manager=desk.manager, executive=executive, now=now)
    review.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.write_review(review_id=review.pk, said={"minutes": "แก้"}, by=desk.manager, now=now)
    body = review_pdf(review, language="th", now=now)
    assert review_pdf(review, language="th", now=now + timedelta(days=9)) == body
    text = words(body)
    for said in (*FACTORS.values(), "ตรวจท่อทุกไตรมาส", "เห็นชอบ"):
        assert "".join(said.split()) in text
    assert "Managementreview" in words(review_pdf(review, language="en", now=now))


def test_it_ends_only_whole_and_by_another(desk: Desk, executive: User, now: datetime) -> None:
    review = make_review(desk.manager, now=now)
    with pytest.raises(Incomplete) as refused:
        services.close_review(review_id=review.pk, note="เห็นชอบ", by=executive, now=now)
    assert {"minutes", "internal_factors", "external_factors", "recommendations", "decisions"} <= set(
        refused.value.missing
    )
    with pytest.raises(NotAllowed):
        services.close_review(review_id=review.pk, note="เห็นชอบ", by=desk.manager, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementReview.objects.filter(pk=review.pk).update(closed_at=now, closed_by=executive)


def test_refusals(desk: Desk, now: datetime) -> None:
    today = timezone.localdate(now)
    with pytest.raises(NotAllowed):
        services.open_review(first_day=today, last_day=today, by=desk.officer, now=now)
    for first, last in ((today, today - timedelta(days=1)), (today, today + timedelta(days=1))):
        with pytest.raises(Incomplete):
            services.open_review(first_day=first, last_day=last, by=desk.manager, now=now)
    review = make_review(desk.manager, now=now)
    with pytest.raises(IllegalMove):
        make_review(desk.manager, now=now)
    with pytest.raises(StaleVersion):
        services.write_review(review_id=review.pk, said=FACTORS, by=desk.manager, now=now, shown_version=99)
    with pytest.raises(Incomplete):
        services.record_decision(
            review_id=review.pk, kind="process", what="ก", owner=desk.manager,
            due_on=today - timedelta(days=1), by=desk.manager, now=now,
        )  # fmt: skip


def test_from_the_page(
    manager: Client, desk: Desk, executive: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    address = reverse("complaints:staff-reviews")
    assert manager.post(address, {"first_day": "x", "last_day": ""}).status_code == 422
    sent = manager.post(address, {"first_day": "2025-01-01", "last_day": "2025-12-31"})
    assert sent.status_code == 302, sent.content.decode()
    review = ManagementReview.objects.get()
    page = sent["Location"]
    assert manager.get(page).status_code == 200
    said = FACTORS | {"held_on": "2026-01-15", "version": review.version}
    assert manager.post(page, said).status_code == 302
    assert manager.post(page, said).status_code == 409
    decide = reverse("complaints:staff-review-decide", args=[review.public_id])
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    facts = {"kind": "resource", "what": "อบรมเจ้าหน้าที่", "owner": desk.manager.pk, "due_on": due}
    assert manager.post(decide, facts | {"owner": ""}).status_code == 422
    assert manager.post(decide, facts).status_code == 302
    chief = signed_in(executive)
    close = reverse("complaints:staff-review-close", args=[review.public_id])
    assert manager.post(close, {"note": "เห็นชอบ"}).status_code == 403
    assert chief.post(close, {"note": "เห็นชอบ"}).status_code == 302
    assert chief.post(close, {"note": "เห็นชอบ"}).status_code == 409
    done = reverse("complaints:staff-review-done", args=[review.decisions.get().public_id])
    assert chief.post(done, {"note": "เสร็จ"}).status_code == 404
    assert manager.post(done, {"note": ""}).status_code == 422
    assert manager.post(done, {"note": "อบรมครบ"}).status_code == 302
    assert "อบรมครบ" in chief.get(page).content.decode()
    pack = chief.get(reverse("complaints:staff-review-pack", args=[review.public_id]))
    assert (pack.status_code, pack["Content-Type"]) == (200, "application/pdf")
