"""Handing in and answering ideas: deadlines, duplicates, refusals, consent, erasure."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import OutboxMessage
from foundation.privacy.models import AccessLog, Consent
from products import personal_data, selectors, services
from products.enums import IdeaStatus, Origin
from products.lifecycle import IDEA_MOVES
from products.models import Idea, IdeaContact
from tests.people import someone
from tests.products.factories import DAY, NOW, answer, make_idea, make_public_idea

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (None, Origin.STAFF),
        (("complaint", "c" * 26), Origin.COMPLAINT),
        (("voc.insight", "v" * 26), Origin.VOICE),
    ],
)
def test_idea_knows_its_origin_and_due_date(source, origin):
    idea = make_idea(source=source)
    assert (idea.origin, idea.status) == (origin, IdeaStatus.RECEIVED)
    # Ten working days from Monday 9 November 2026, no holiday between: Monday 23 November at the same hour.
    assert idea.answer_due_at == dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


def test_same_record_gives_one_idea():
    first = make_idea(source=("complaint", "c" * 26))
    again = make_idea(source=("complaint", "c" * 26), title="อีกครั้ง")
    assert again == first
    assert Idea.objects.count() == 1


def test_idea_without_a_title_is_refused():
    with pytest.raises(Incomplete) as refusal:
        make_idea(title="   ​ ")
    assert set(refusal.value.missing) == {"title"}


def test_auditor_may_not_submit():
    with pytest.raises(NotAllowed):
        make_idea(someone("auditor"))


def test_public_form_sent_twice_makes_one_idea():
    assert make_public_idea() == make_public_idea(title="ส่งซ้ำ")
    assert (Idea.objects.count(), IdeaContact.objects.count(), Consent.objects.count()) == (1, 1, 1)


def test_contact_needs_consent():
    with pytest.raises(Incomplete) as refusal:
        make_public_idea(agrees=False)
    assert set(refusal.value.missing) == {"agrees"}
    assert not Idea.objects.exists()


def test_anonymous_idea_leaves_no_trace_of_a_person():
    idea = make_public_idea(contact=services.Contact(), agrees=False)
    assert (idea.origin, IdeaContact.objects.count(), Consent.objects.count()) == (Origin.PORTAL, 0, 0)


@pytest.mark.parametrize("move", sorted(IDEA_MOVES))
@pytest.mark.parametrize("status", IdeaStatus.values)
def test_every_move_from_every_state(move, status):
    idea, other = make_idea(), make_idea(title="เรื่องอื่น")
    way = {IdeaStatus.ACCEPTED: "accept", IdeaStatus.NOT_NOW: "defer", IdeaStatus.DECLINED: "decline"}
    if status == IdeaStatus.MERGED:
        answer(idea, "merge", into_id=other.pk)
    elif status in way:
        answer(idea, way[status])
    if status in IDEA_MOVES[move].sources:
        assert answer(idea, move, into_id=other.pk).status == IDEA_MOVES[move].target
    else:
        with pytest.raises(IllegalMove):
            answer(idea, move, into_id=other.pk)


@pytest.mark.parametrize(("move", "facts", "field"), [("decline", {"answer": " "}, "answer"), ("merge", {}, "into")])
def test_answer_demands_words_and_the_other_idea(move, facts, field):
    with pytest.raises(Incomplete) as refusal:
        answer(make_idea(), move, **facts)
    assert set(refusal.value.missing) == {field}


def test_idea_is_not_merged_into_itself_or_into_a_merged_one():
    first, second, third = make_idea(), make_idea(title="สอง"), make_idea(title="สาม")
    answer(second, "merge", into_id=first.pk)
    for target in (third, second):
        with pytest.raises(Incomplete):
            answer(third, "merge", into_id=target.pk)


def test_only_those_who_keep_products_answer():
    with pytest.raises(NotAllowed):
        answer(make_idea(), by=someone("executive"))


def test_first_answer_counts_for_the_deadline():
    idea = answer(make_idea(), "defer")
    idea = answer(idea, "accept", now=NOW + 60 * DAY)
    assert (idea.answered_at, idea.is_on_time, idea.status) == (NOW + DAY, True, IdeaStatus.ACCEPTED)


def test_answer_goes_to_the_person_who_agreed():
    answer(make_public_idea(), "decline", answer="ยังไม่คุ้มค่า")
    message = OutboxMessage.objects.select_related("data_key").get()
    assert message.state == "queued"
    assert message.recipient == "somsri@example.com"
    assert "ยังไม่คุ้มค่า" in (message.body or "")


def test_answer_after_erasure_goes_to_nobody():
    idea = make_public_idea()
    (found,) = personal_data.find(personal_data.Person(email="SOMSRI@example.com"))
    personal_data.IDEA_CONTACT.erase(found, by=someone("data-protection-officer"), now=NOW)
    answer(Idea.objects.get(pk=idea.pk))
    assert not OutboxMessage.objects.exists()
    idea.refresh_from_db()
    assert (idea.contact.email, idea.description) == (None, services.GONE)
    assert not idea.history.filter(description__contains="โทร").exists()
    assert personal_data.find(personal_data.Person(email="somsri@example.com")) == []


def test_contact_is_shown_after_a_reason_that_is_logged():
    idea = make_public_idea()
    shown = services.reveal_contact(
        idea_id=idea.pk, reason="โทรถามรายละเอียดเพิ่มเติม", by=someone("product-manager"), now=NOW
    )
    assert shown["email"] == "somsri@example.com"
    assert AccessLog.objects.get().fields == ["email", "name"]
    with pytest.raises(NotAllowed):
        services.reveal_contact(idea_id=idea.pk, reason="อยากรู้เฉย ๆ เท่านั้น", by=someone("executive"), now=NOW)


def test_similar_titles_are_suggested_and_others_not():
    make_idea(title="ทำที่จอดรถจักรยานหน้าอาคาร")
    alike = make_idea(title="ติดตั้งตู้น้ำดื่มเย็นทุกชั้น")
    found = selectors.similar_ideas("อยากให้ติดตั้งตู้น้ำดื่มทุกชั้น")
    assert found == [alike]
    assert selectors.similar_ideas("") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "declined"},
        {"status": "dreaming"},
        {"source_kind": "complaint"},
        {"answered_at": NOW},
    ],
)
def test_database_refuses_half_facts(changes):
    idea = make_idea()
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(**changes)
