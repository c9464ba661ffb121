"""A survey is written, opened and closed; what was asked stays; each refusal from the table."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import OutboxMessage
from foundation.privacy.selectors import notice_in_force
from foundation.privacy.services import record_consents
from tests.customers.factories import NOW, make_person
from tests.voc.listening import FACTS, add_question, make_draft, make_open
from voc.enums.survey import QuestionKind, SurveyStatus
from voc.lifecycle import SURVEY_MOVES
from voc.models import Invitation, Survey
from voc.selectors.invitations import PURPOSE, may_be_invited
from voc.services import surveys
from voc.services.invitations import invite_agreed, invite_one

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
STEPS = {"open": surveys.open_survey, "close": surveys.close_survey}


@pytest.mark.parametrize(
    ("move", "status"),
    [(name, status) for name, move in SURVEY_MOVES.items() for status in SurveyStatus if status not in move.sources],
)
def test_a_step_refuses_every_other_state(person: Person, move: str, status: str) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    if status == SurveyStatus.CLOSED:
        surveys.close_survey(survey_id=survey.pk, by=analyst, now=NOW)
    if status == SurveyStatus.DRAFT:
        survey = make_draft(analyst)
    with pytest.raises(IllegalMove):
        STEPS[move](survey_id=survey.pk, by=analyst, now=NOW)


@pytest.mark.parametrize("move", SURVEY_MOVES)
def test_a_step_refuses_people_without_the_permission(person: Person, move: str) -> None:
    survey = make_open(person("voc-analyst"))
    with pytest.raises(NotAllowed):
        STEPS[move](survey_id=survey.pk, by=person("auditor"), now=NOW)


def test_questions_are_frozen_once_the_survey_is_open(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    with pytest.raises(IllegalMove):
        add_question(survey, analyst)
    with pytest.raises(IllegalMove):
        surveys.remove_question(survey_id=survey.pk, question_id=survey.questions.get().pk, by=analyst, now=NOW)
    with pytest.raises(IllegalMove):
        surveys.save_texts(survey_id=survey.pk, shown_version=survey.version, facts=FACTS, by=analyst, now=NOW)


def test_a_survey_opens_only_complete_in_both_languages(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_draft(analyst)
    with pytest.raises(Incomplete) as refusal:
        surveys.open_survey(survey_id=survey.pk, by=analyst, now=NOW)
    assert set(refusal.value.missing) == {"questions"}
    add_question(survey, analyst, text_en="")
    with pytest.raises(Incomplete) as refusal:
        surveys.open_survey(survey_id=survey.pk, by=analyst, now=NOW)
    assert set(refusal.value.missing) == {"english"}


def test_a_stale_save_loses_nothing(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_draft(analyst)
    surveys.save_texts(survey_id=survey.pk, shown_version=1, facts={**FACTS, "title_th": "ใหม่"}, by=analyst, now=NOW)
    with pytest.raises(StaleVersion):
        surveys.save_texts(survey_id=survey.pk, shown_version=1, facts=FACTS, by=analyst, now=NOW)
    assert Survey.objects.get().title_th == "ใหม่"


def test_questions_move_up_and_close_the_gap(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_draft(analyst)
    first, second, third = (add_question(survey, analyst, text_th=name) for name in ("ก", "ข", "ค"))
    surveys.raise_question(survey_id=survey.pk, question_id=third.pk, by=analyst, now=NOW)
    surveys.remove_question(survey_id=survey.pk, question_id=first.pk, by=analyst, now=NOW)
    assert list(survey.questions.order_by("number").values_list("number", "text_th")) == [(1, "ค"), (2, "ข")]
    assert second.pk


def test_a_need_is_asked_once_and_a_short_name_is_taken_once(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_draft(analyst, code="once")
    add_question(survey, analyst, QuestionKind.NEED, need_code="fast-repair")
    with pytest.raises(Incomplete):
        add_question(survey, analyst, QuestionKind.NEED, need_code="fast-repair")
    with pytest.raises(Incomplete):
        make_draft(analyst, code="once")


def test_the_database_refuses_a_draft_with_answers_open_and_a_choice_without_options(person: Person) -> None:
    survey = make_draft(person("voc-analyst"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(status="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        survey.questions.create(number=1, kind="choice", text_th="x")


def _agree(customer: object, *, given: bool = True) -> None:
    notice = notice_in_force("survey", at=NOW)
    assert notice is not None
    record_consents(
        purposes={PURPOSE: given},
        notice=notice,
        subject_kind="customer",
        subject_public_id=customer.public_id,  # type: ignore[attr-defined]
        channel="counter",
        now=NOW,
        subject_key=customer.data_key,  # type: ignore[attr-defined]
    )


def test_only_customers_who_agreed_are_invited_once_with_a_token_kept_as_a_hash(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    willing, unwilling = make_person(email="a@example.com"), make_person(email="b@example.com")
    make_person(email="c@example.com")
    _agree(willing)
    _agree(unwilling)
    _agree(unwilling, given=False)
    assert list(may_be_invited(survey)) == [willing]
    assert invite_agreed(survey_id=survey.pk, by=analyst, now=NOW) == 1
    assert invite_agreed(survey_id=survey.pk, by=analyst, now=NOW) == 0
    letter = OutboxMessage.objects.get()
    token = letter.body.split("/portal/surveys/")[1].split()[0]
    assert letter.state == "queued"
    assert len(token) == 26
    assert token not in Invitation.objects.get().token_hash


def test_the_consent_gate_stops_a_letter_to_whoever_never_agreed(person: Person) -> None:
    survey = make_open(person("voc-analyst"))
    invite_one(
        survey_id=survey.pk, customer_id=make_person(email="x@example.com").pk, by=person("voc-analyst", "b"), now=NOW
    )
    assert OutboxMessage.objects.get().state == "refused"


def test_nobody_is_invited_to_a_draft_or_by_an_auditor(person: Person) -> None:
    analyst, customer = person("voc-analyst"), make_person(email="a@example.com")
    with pytest.raises(IllegalMove):
        invite_one(survey_id=make_draft(analyst).pk, customer_id=customer.pk, by=analyst, now=NOW)
    with pytest.raises(NotAllowed):
        invite_one(survey_id=make_open(analyst).pk, customer_id=customer.pk, by=person("auditor"), now=NOW)
