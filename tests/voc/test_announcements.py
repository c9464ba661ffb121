"""The way of an announcement, its refusals, its proof of delivery."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.core import job_runner, jobs
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Job, Notification, OutboxMessage
from foundation.privacy.selectors import notice_in_force
from foundation.privacy.services import record_consents
from tests.governance.factories import NOW
from tests.voc.announcing import (
    DAY,
    FACTS,
    approve,
    make_announcement,
    make_customer,
    make_published,
    make_submitted,
)
from voc.enums.announcement import AnnouncementStatus as Status
from voc.lifecycle import ANNOUNCEMENT_MOVES
from voc.models import Announcement, AnnouncementDelivery
from voc.selectors import announcements as selectors
from voc.services import announcements as services
from voc.services import sending

pytestmark = pytest.mark.django_db
Person = Callable[..., User]

STEPS: dict[str, Callable[[int, User], object]] = {
    "submit": lambda pk, by: services.submit_announcement(announcement_id=pk, by=by, now=NOW),
    "approve": lambda pk, by: services.approve_announcement(announcement_id=pk, shown_hash="", by=by, now=NOW),
    "send_back": lambda pk, by: services.send_back_announcement(announcement_id=pk, reason="แก้", by=by, now=NOW),
    "take_back": lambda pk, by: services.take_back_announcement(announcement_id=pk, reason="แก้", by=by, now=NOW),
    "publish": lambda pk, by: services.publish_announcement(announcement_id=pk, by=by, now=NOW),
    "withdraw": lambda pk, by: services.withdraw_announcement(announcement_id=pk, reason="ผิด", by=by, now=NOW),
    "discard": lambda pk, by: services.discard_announcement(announcement_id=pk, reason="ผิด", by=by, now=NOW),
}


@pytest.fixture
def writer(person: Person) -> User:
    return person("voc-analyst")


@pytest.fixture
def approver(person: Person) -> User:
    return person("executive")


def test_from_draft_to_published(writer: User, approver: User) -> None:
    row = make_published(writer, approver)
    assert row.status == Status.PUBLISHED
    assert (row.approved_by, row.approved_hash) == (approver, row.content_hash)
    assert list(selectors.live_on_portal(NOW)) == [row]
    statuses = list(row.history.order_by("history_id").values_list("status", flat=True))
    assert list(dict.fromkeys(statuses)) == ["draft", "submitted", "approved", "published"]


def test_who_wrote_it_cannot_approve_it(approver: User, person: Person) -> None:
    row = make_submitted(approver_who_drafts(person))
    with pytest.raises(NotAllowed):
        approve(row, User.objects.get(username="both"))
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED
    assert approve(row, approver).status == Status.APPROVED


def approver_who_drafts(person: Person) -> User:
    from foundation.accounts.models import Role

    both = person("executive", "both")
    both.roles.add(Role.objects.get(key="voc-analyst"))
    return both


def test_the_database_wants_a_second_person(writer: User, approver: User) -> None:
    row = make_published(writer, approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=row.pk).update(approved_by=writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=row.pk).update(content_hash="0" * 64)


def test_another_text_than_the_one_shown_is_not_approved(writer: User, approver: User) -> None:
    row = make_submitted(writer)
    with pytest.raises(IllegalMove):
        services.approve_announcement(announcement_id=row.pk, shown_hash="f" * 64, by=approver, now=NOW)


def test_a_change_after_approval_needs_a_new_one(writer: User, approver: User) -> None:
    row = approve(make_submitted(writer), approver)
    row = services.take_back_announcement(announcement_id=row.pk, reason="แก้เวลา", by=writer, now=NOW)
    assert (row.status, row.approved_hash, row.approved_by) == (Status.DRAFT, "", None)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name in sorted(STEPS)
        for status in (Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN)
        if status not in ANNOUNCEMENT_MOVES[name].sources
    ],
)
def test_steps_refuse_other_states(writer: User, person: Person, name: str, status: str) -> None:
    row = make_announcement(writer)
    Announcement.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(IllegalMove):
        STEPS[name](row.pk, approver_who_drafts(person))


@pytest.mark.parametrize("name", sorted(STEPS))
def test_steps_refuse_other_people(writer: User, person: Person, name: str) -> None:
    row = make_announcement(writer)
    with pytest.raises(NotAllowed):
        STEPS[name](row.pk, person("auditor"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"body_th": ""}, "body_th"),
        ({"channels": []}, "channels"),
        ({"audience": "segments", "channels": ["email"]}, "segments"),
        ({"audience": "segments", "segments": ["0" * 26], "channels": ["email"]}, "segments"),
        ({"audience": "relations"}, "relations"),
        ({"audience": "touchpoint"}, "touchpoint"),
        ({"valid_from": NOW - 9 * DAY, "valid_until": NOW - DAY}, "valid_until"),
    ],
)
def test_what_is_missing_is_named(writer: User, facts: dict[str, object], field: str) -> None:
    row = make_announcement(writer, **facts)
    with pytest.raises(Incomplete) as refusal:
        services.submit_announcement(announcement_id=row.pk, by=writer, now=NOW)
    assert field in refusal.value.missing


def test_an_end_before_the_beginning_is_refused(writer: User) -> None:
    with pytest.raises(Incomplete):
        make_announcement(writer, valid_until=NOW - 2 * DAY)


def test_a_stale_save_is_refused(writer: User) -> None:
    row = make_announcement(writer)
    shown = row.version
    services.change_announcement(announcement_id=row.pk, shown_version=shown, facts=FACTS, by=writer, now=NOW)
    with pytest.raises(StaleVersion):
        services.change_announcement(announcement_id=row.pk, shown_version=shown, facts=FACTS, by=writer, now=NOW)


def test_urgent_is_published_in_the_moment_of_the_approval(writer: User, approver: User) -> None:
    assert approve(make_submitted(writer, urgency="urgent"), approver).status == Status.PUBLISHED
    assert approve(make_submitted(writer), approver).status == Status.APPROVED


def test_staff_who_answer_hear_it_before_customers(writer: User, approver: User, person: Person) -> None:
    desk = person("complaint-officer")
    row = approve(make_submitted(writer), approver)
    assert row.published_at is None
    assert Notification.objects.filter(user=desk, url=row.get_absolute_url()).count() == 1


def test_the_clock_publishes_and_ends(writer: User, approver: User) -> None:
    row = approve(make_submitted(writer, valid_from=NOW + DAY, valid_until=NOW + 3 * DAY), approver)
    with pytest.raises(Refused):
        services.publish_announcement(announcement_id=row.pk, by=writer, now=NOW)
    assert services.keep_the_hours(now=NOW) == {"published": 0, "expired": 0}
    assert services.keep_the_hours(now=NOW + DAY) == {"published": 1, "expired": 0}
    assert services.keep_the_hours(now=NOW + DAY) == {"published": 0, "expired": 0}
    assert services.keep_the_hours(now=NOW + 3 * DAY) == {"published": 0, "expired": 1}
    row.refresh_from_db()
    assert (row.status, row.ended_at) == (Status.EXPIRED, row.valid_until)


def test_a_correction_is_a_new_edition_that_says_what_changed(writer: User, approver: User) -> None:
    old = make_published(writer, approver)
    new = services.correct_announcement(announcement_id=old.pk, by=writer, now=NOW)
    with pytest.raises(Refused):
        services.correct_announcement(announcement_id=old.pk, by=writer, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.submit_announcement(announcement_id=new.pk, by=writer, now=NOW)
    assert set(refusal.value.missing) == {"changed_th", "changed_en"}
    words = {"changed_th": "เลื่อนเป็นวันอาทิตย์", "changed_en": "Moved to Sunday"}
    new = services.change_announcement(
        announcement_id=new.pk, shown_version=new.version, facts=words, by=writer, now=NOW
    )
    new = approve(services.submit_announcement(announcement_id=new.pk, by=writer, now=NOW), approver)
    services.publish_announcement(announcement_id=new.pk, by=writer, now=NOW)
    old.refresh_from_db()
    assert (old.status, selectors.newer_edition(old)) == (Status.CORRECTED, new)
    assert (new.edition, new.series) == (2, old.series)


def test_withdrawn_stays_readable_with_the_reason(writer: User, approver: User, client: object) -> None:
    row = make_published(writer, approver)
    services.withdraw_announcement(announcement_id=row.pk, reason="กำหนดการเปลี่ยน", by=approver, now=NOW)
    page = client.get(row.get_absolute_url())  # type: ignore[attr-defined]
    assert "กำหนดการเปลี่ยน" in page.content.decode()
    assert not selectors.live_on_portal(NOW).exists()


def test_a_draft_is_not_public(writer: User, client: object) -> None:
    assert client.get(make_announcement(writer).get_absolute_url()).status_code == 404  # type: ignore[attr-defined]


# ── Sending ──────────────────────────────────────────────────────────────────


def send(row: Announcement) -> None:
    job_runner.run(Job.objects.get(kind="voc.send_announcement", key=row.public_id).pk)


def test_every_customer_gets_one_row_and_one_message(writer: User, approver: User) -> None:
    make_customer("ก", email="a@shop.example")
    make_customer("ข")
    make_customer("ค", email="c@shop.example", relation="prospect")
    row = make_published(writer, approver)
    send(row)
    proof = selectors.proof_of(row)
    # The current customer is told under the contract; the possible one has not agreed; the third has no address.
    assert (proof.waiting, proof.suppressed, proof.no_address, proof.total) == (1, 1, 1, 3)


def test_news_needs_consent_even_from_customers(writer: User, approver: User) -> None:
    yes, no = make_customer("ก", email="a@shop.example"), make_customer("ข", email="b@shop.example")
    notice = notice_in_force("enquiry", at=NOW)
    assert notice is not None
    for customer, given in ((yes, True), (no, False)):
        record_consents(
            purposes={"marketing": given},
            notice=notice,
            subject_kind="customer",
            subject_public_id=customer.public_id,
            channel="portal",
            now=NOW,
            subject_key=customer.data_key,
        )
    row = make_published(writer, approver, kind="news")
    send(row)
    results = dict(row.deliveries.with_result().values_list("customer_id", "result"))
    assert results == {yes.pk: "waiting", no.pk: "suppressed"}


def test_resent_after_a_killed_job_nobody_is_told_twice(writer: User, approver: User) -> None:
    for i in range(5):
        make_customer(f"ราย {i}", email=f"c{i}@shop.example")
    row = make_published(writer, approver)
    sending.send_batch(row, now=NOW, size=3)  # the worker dies after its first transaction
    send(row)
    Job.objects.all().delete()
    jobs.enqueue("voc.send_announcement", params={"announcement": row.pk}, by=None, key=row.public_id)
    send(row)
    assert AnnouncementDelivery.objects.filter(announcement=row).count() == 5
    assert OutboxMessage.objects.filter(kind=sending.MESSAGE_KIND).count() == 5


def test_a_message_without_its_row_is_not_made_twice(writer: User, approver: User) -> None:
    make_customer("ก", email="a@shop.example")
    row = make_published(writer, approver)
    sending.send_batch(row, now=NOW)
    AnnouncementDelivery.objects.all().delete()
    sending.send_batch(row, now=NOW)
    assert OutboxMessage.objects.filter(kind=sending.MESSAGE_KIND).count() == 1


def test_withdrawing_stops_the_sending(writer: User, approver: User) -> None:
    make_customer("ก", email="a@shop.example")
    row = make_published(writer, approver)
    services.withdraw_announcement(announcement_id=row.pk, reason="ผิด", by=approver, now=NOW)
    send(row)
    assert not row.deliveries.exists()


def test_the_outcome_outlives_the_message(writer: User, approver: User) -> None:
    make_customer("ก", email="a@shop.example")
    make_customer("ข", email="b@shop.example")
    row = make_published(writer, approver)
    send(row)
    first, second = OutboxMessage.objects.order_by("pk")
    blank = {"recipient": None, "subject": None, "body": None}
    OutboxMessage.objects.filter(pk=first.pk).update(state="sent", **blank)
    OutboxMessage.objects.filter(pk=second.pk).update(state="failed", error="550")
    assert sending.settle() == 2
    OutboxMessage.objects.all().delete()
    proof = selectors.proof_of(row)
    assert (proof.delivered, proof.failed, proof.share) == (1, 1, 50.0)


def test_an_audience_by_relation(writer: User, approver: User) -> None:
    make_customer("ก", relation="former")
    current = make_customer("ข")
    row = make_announcement(writer, audience="relations", relations=["current"])
    assert list(selectors.audience_of(row, at=NOW)) == [current]
    assert row.segments == []


def test_what_was_chosen_for_another_audience_is_dropped(writer: User) -> None:
    row = make_announcement(writer, audience="everyone", relations=["current"], segments=["x" * 26])
    assert (row.relations, row.segments) == ([], [])


def test_the_mail_speaks_the_language_of_the_customer(writer: User, approver: User) -> None:
    make_customer("ก", email="a@shop.example", language="en")
    row = make_published(writer, approver)
    sending.send_batch(row, now=NOW)
    message = OutboxMessage.objects.get()
    assert message.subject == "Lifts of building B closed on Saturday"
    assert row.get_absolute_url() in (message.body or "")
