"""The quiz on the charter: drawn by chance, handed in once, explained, counted with care for small numbers."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import Unit
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.metrics import Period
from foundation.core.models import Notification
from service_charter.models import QuizAnswer, QuizAttempt, QuizQuestion
from service_charter.quiz_rules import passes
from service_charter.selectors import quiz as reads
from service_charter.services import awareness, quiz
from service_charter.services.awareness import ANNOUNCED_KIND, REMINDER_KIND
from tests.counting import statements
from tests.people import someone
from tests.proofs import rule_of
from tests.service_charter.committing import charter_with_owners, letters, officer_of
from tests.service_charter.factories import make_draft
from tests.service_charter.quizzing import facts, make_quiz, read, take, write
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
DAY = dt.timedelta(days=1)
LIST, QUIZ = "/staff/charter/awareness/", "/staff/charter/awareness/quiz/"


def _on_the_desk(user: object) -> list[str]:
    blocks = my_work(user, now=timezone.now()).blocks  # type: ignore[arg-type]
    return [line.url for block in blocks if block.desk.key == "commitments" for line in block.lines]


@given(asked=st.integers(1, 30), percent=st.integers(1, 100))
def test_a_perfect_paper_passes_and_an_empty_one_does_not(asked: int, percent: int) -> None:
    assert passes(asked, asked, percent)
    assert not passes(0, asked, percent)
    marks = [passes(right, asked, percent) for right in range(asked + 1)]
    assert marks == sorted(marks), "one more right answer never fails who had passed"


def test_it_comes_after_reading_and_waits_on_the_desk_until_passed() -> None:
    charter = charter_with_owners()
    make_quiz(charter)
    officer = officer_of()
    with pytest.raises(Refused):
        quiz.begin(by=officer, now=timezone.now())
    read(charter, officer)
    assert _on_the_desk(officer) == [QUIZ]
    assert not take(officer, wrong=1).passed
    assert _on_the_desk(officer) == [QUIZ]
    assert take(officer).passed
    assert _on_the_desk(officer) == []
    with pytest.raises(Refused):
        quiz.begin(by=officer, now=timezone.now())


def test_an_attempt_goes_on_and_the_day_has_so_many() -> None:
    charter = charter_with_owners()
    make_quiz(charter, daily=1)
    officer, now = officer_of(), timezone.now()
    read(charter, officer)
    assert quiz.begin(by=officer, now=now) == quiz.begin(by=officer, now=now)
    take(officer, wrong=2, now=now)
    with pytest.raises(Refused):
        quiz.begin(by=officer, now=now)
    assert quiz.begin(by=officer, now=now + DAY)


def test_what_is_drawn_are_questions_in_use_each_once() -> None:
    charter = charter_with_owners()
    row = make_quiz(charter, count=4, draw=3)
    left_out = row.questions.first()
    assert left_out
    quiz.set_question_use(question_id=left_out.pk, is_active=False, by=someone("charter-owner"), now=timezone.now())
    officer = officer_of()
    read(charter, officer)
    drawn = [answer.question_id for answer in quiz.begin(by=officer, now=timezone.now()).answers.all()]
    assert len(set(drawn)) == 3
    assert left_out.pk not in drawn


def test_nobody_hands_in_twice_unfinished_or_for_another() -> None:
    charter = charter_with_owners()
    make_quiz(charter)
    officer, other = officer_of(), officer_of("strategy", "other")
    read(charter, officer)
    attempt = quiz.begin(by=officer, now=timezone.now())
    with pytest.raises(NotAllowed):
        quiz.hand_in(attempt_id=attempt.pk, chosen={1: 0, 2: 0}, by=other, now=timezone.now())
    for chosen in ({1: 0}, {1: 0, 2: 7}):
        with pytest.raises(Incomplete):
            quiz.hand_in(attempt_id=attempt.pk, chosen=chosen, by=officer, now=timezone.now())
    quiz.hand_in(attempt_id=attempt.pk, chosen={1: 0, 2: 0}, by=officer, now=timezone.now())
    with pytest.raises(IllegalMove):
        quiz.hand_in(attempt_id=attempt.pk, chosen={1: 1, 2: 1}, by=officer, now=timezone.now())


def test_the_database_keeps_what_was_handed_in_and_the_words_that_were_drawn() -> None:
    charter = charter_with_owners()
    make_quiz(charter)
    officer = officer_of()
    read(charter, officer)
    take(officer, wrong=1)
    for change in (
        lambda: QuizAttempt.objects.update(passed=True),
        lambda: QuizAnswer.objects.update(chosen=0),
        lambda: QuizQuestion.objects.filter(answers__isnull=False).update(right=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_question_that_was_drawn_is_replaced_not_changed() -> None:
    charter = charter_with_owners()
    row = make_quiz(charter, count=2)
    officer = officer_of()
    read(charter, officer)
    take(officer)
    old = row.questions.first()
    assert old
    new = write(row, "ถามใหม่", old)
    old.refresh_from_db()
    assert (old.text_th, old.is_active, new.text_th, new.is_active) == ("ข้อ 0", False, "ถามใหม่", True)
    untouched = write(row, "ยังไม่ถูกสุ่ม")
    assert write(row, "แก้คำ", untouched).pk == untouched.pk


def test_who_may_keep_the_bank_and_what_a_question_needs() -> None:
    row = make_quiz(charter_with_owners(), is_open=False)
    given = {"quiz_id": row.pk, "question_id": None, "shown_version": None, "now": timezone.now()}
    with pytest.raises(NotAllowed):
        quiz.save_question(facts=facts(), by=someone("complaint-officer"), **given)
    owner = someone("charter-owner")
    for wrong in (
        {"why_en": ""},
        {"options_en": ["1 day", "2 days"]},
        {"right": 3},
        {"options_th": ["1"], "options_en": ["1"]},
    ):
        with pytest.raises(Incomplete):
            quiz.save_question(facts=facts(**wrong), by=owner, **given)
    question = row.questions.first()
    assert question
    with pytest.raises(StaleVersion):
        quiz.save_question(
            facts=facts(), by=owner, **{**given, "question_id": question.pk, "shown_version": question.version + 1}
        )


def test_a_quiz_opens_on_a_published_version_with_enough_questions() -> None:
    draft = make_draft(someone("charter-owner"), count=1)
    row = make_quiz(draft, is_open=False)
    with pytest.raises(Refused):
        quiz.open_quiz(quiz_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    row.opened_at, row.opened_by = timezone.now(), someone("charter-owner")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_too_few_questions_do_not_open_nor_stay_open() -> None:
    charter = charter_with_owners()
    owner, now = someone("charter-owner"), timezone.now()
    row = make_quiz(charter, count=2, draw=3, is_open=False)
    with pytest.raises(Refused):
        quiz.open_quiz(quiz_id=row.pk, by=owner, now=now)
    last = write(row, "อีกข้อ")
    quiz.open_quiz(quiz_id=row.pk, by=owner, now=now)
    with pytest.raises(Refused):
        quiz.set_question_use(question_id=last.pk, is_active=False, by=owner, now=now)
    assert row.questions.filter(is_active=True).count() == 3


def test_the_bank_is_taken_over_once() -> None:
    charter = charter_with_owners()
    first = make_quiz(charter)
    second = make_quiz(make_draft(someone("charter-owner"), count=1), count=0, is_open=False)
    given = {"quiz_id": second.pk, "source_id": first.pk, "by": someone("charter-owner"), "now": timezone.now()}
    assert quiz.copy_bank(**given) == 3
    assert quiz.copy_bank(**given) == 0


def test_knowledge_of_few_people_is_not_shown() -> None:
    charter = charter_with_owners()
    row = make_quiz(charter)
    for number in range(5):
        person = officer_of("strategy", f"s{number}")
        read(charter, person)
        take(person, wrong=number % 2)
    alone = officer_of("complaint-centre", "alone")
    read(charter, alone)
    take(alone)
    known = reads.knowledge_by_unit(row, timezone.now())
    assert known[Unit.objects.get(code="strategy").pk].n == 10
    assert Unit.objects.get(code="complaint-centre").pk not in known


def test_figure_and_evidence_follow_who_has_passed() -> None:
    charter = charter_with_owners()
    at = timezone.now()
    assert rule_of("service_charter.quiz_passed").find(at).verdict == "red"
    make_quiz(charter)
    officer = officer_of()
    read(charter, officer)
    take(officer)
    at = timezone.now()
    assert rule_of("service_charter.quiz_passed").find(at).verdict in {"amber", "green"}
    period = Period(at - DAY, at + DAY)
    figure = metrics.get("service_charter.quiz_passed")
    whole, cut = figure.measure(period)[""], figure.measure(period, "unit")
    assert whole.n == sum(value.n for value in cut.values()) > 0
    assert cut["complaint-centre"].value == 100 / cut["complaint-centre"].n


def test_staff_are_told_at_publication_once() -> None:
    officer = officer_of()
    officer.email = "officer@office.example"
    officer.save()
    charter = charter_with_owners()
    awareness.announce(charter=charter, now=timezone.now())
    awareness.announce(charter=charter, now=timezone.now())
    notes = Notification.objects.filter(user=officer, url="/staff/charter/awareness/read/")
    assert notes.count() == len([mail for mail in letters(ANNOUNCED_KIND) if mail.recipient == officer.email]) == 1


def test_publishing_asks_for_the_notes() -> None:
    from foundation.core.models import Job

    charter_with_owners()
    assert Job.objects.filter(kind="service_charter.tell_readers").exists()


def test_who_has_read_but_not_passed_is_reminded_of_the_quiz() -> None:
    charter = charter_with_owners()
    officer = officer_of()
    officer.email = "officer@office.example"
    officer.save()
    make_quiz(charter)
    read(charter, officer)
    awareness.remind(now=timezone.now() + 8 * DAY)
    mine = [mail for mail in letters(REMINDER_KIND) if "/quiz/" in str(mail.body)]
    assert len(mine) == 1
    awareness.remind(now=timezone.now() + 8 * DAY)
    assert len([mail for mail in letters(REMINDER_KIND) if "/quiz/" in str(mail.body)]) == 1


def test_it_is_taken_in_the_browser_and_explained(client_as: ClientAs) -> None:
    charter = charter_with_owners()
    make_quiz(charter)
    client = client_as("complaint-officer", unit=Unit.objects.get(code="complaint-centre"))
    assert "disabled" not in client.get(QUIZ).content.decode()
    answer = client.post("/staff/charter/awareness/read/", {"shown_hash": charter.content_hash, "agreed": "on"})
    assert answer.headers["Location"] == QUIZ
    page = client.post(QUIZ).headers["Location"]
    assert client.get(page).status_code == 200
    assert client.post(page, {"q1": 0}).status_code == 422
    assert client.post(page, {"q1": 0, "q2": 1}).status_code == 302
    html = client.get(page).content.decode()
    assert "เพราะสัญญาไว้" in html or "Because we promise it" in html
    assert client.post(page, {"q1": 0, "q2": 0}).status_code == 422, "handed in is handed in"
    assert client_as("charter-owner").get(page).status_code == 404


def test_pages_of_the_bank(client_as: ClientAs) -> None:
    charter = charter_with_owners()
    client = client_as("charter-owner")
    bank = f"{LIST}bank/{charter.number}/"
    assert client.get(bank).status_code == 200
    assert client.post(bank, {"draw": 0, "pass_percent": 80, "daily_attempts": 3}).status_code == 422
    assert client.post(bank, {"draw": 1, "pass_percent": 80, "daily_attempts": 3}).status_code == 302
    assert client.post(f"{bank}open", follow=True).status_code == 200
    assert reads.quiz_to_pass(timezone.now()) is None, "no question yet"
    words = {"text_th": "ก", "text_en": "a", "why_th": "ข", "why_en": "b", "right": 2}
    words |= {"option1_th": "หนึ่ง", "option1_en": "one", "option2_th": "สอง", "option2_en": "two"}
    assert client.post(f"{bank}questions/new", words | {"right": 4}).status_code == 422
    assert client.post(f"{bank}questions/new", words).status_code == 302
    question = QuizQuestion.objects.get()
    edit = f"{bank}questions/{question.public_id}/"
    assert client.post(edit, words | {"version": 99}).status_code in {409, 422}
    assert client.post(edit, words | {"version": question.version, "text_en": "better"}).status_code == 302
    client.post(f"{bank}open")
    assert reads.quiz_to_pass(timezone.now()) is not None


def test_the_list_names_who_has_not_passed_at_a_fixed_price(client_as: ClientAs) -> None:
    charter = charter_with_owners()
    make_quiz(charter)
    person = officer_of("strategy", "somebody")
    read(charter, person)
    client = client_as("charter-owner")
    html = client.get(f"{LIST}?what=quiz&unit=strategy").content.decode()
    assert f'<th scope="row">{person}</th>' in html
    assert f'<th scope="row">{person}</th>' not in client.get(f"{LIST}?unit=strategy").content.decode()
    before = statements(client, f"{LIST}?what=quiz")
    for turn in range(5):
        read(charter, officer_of("strategy", f"more-{turn}"))
    assert statements(client, f"{LIST}?what=quiz") == before <= 14
