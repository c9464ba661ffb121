"""Who may use the charter's addresses."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from service_charter import services
from service_charter.commitment_rules import OVERSIGHT
from service_charter.models import (
    Breach,
    Commitment,
    Competence,
    Course,
    CultureRound,
    Measurement,
    MysteryVisit,
    Quiz,
    QuizAttempt,
    QuizQuestion,
    Recognition,
)
from service_charter.partner_rules import READERS
from service_charter.recognition_rules import LOOKERS as RECOGNITION_LOOKERS
from service_charter.recognition_rules import READERS as RECOGNITION_READERS
from service_charter.services import partner_reports
from service_charter.services import partners as partner_register
from service_charter.services.commitment_mail import LINK_KIND
from service_charter.training_rules import READERS as TRAINING_READERS
from tests.access import Row
from tests.governance.factories import NOW
from tests.people import someone
from tests.service_charter import reporting_partners
from tests.service_charter.breaking import make_breach
from tests.service_charter.committing import charter_with_owners, handed, letters, officer_of, partner, token_in
from tests.service_charter.culture import make_round
from tests.service_charter.factories import make_approved, make_draft, make_published, submit_and_review
from tests.service_charter.quizzing import make_quiz, read, take
from tests.service_charter.recognising import recognised_team
from tests.service_charter.training import make_competence, make_course, trained
from tests.service_charter.visiting import plan


def a_bank() -> Mapping[str, Any]:
    found = Quiz.objects.first() or make_quiz(charter_with_owners(), is_open=False)
    return {"number": found.charter.number}


def a_bank_to_copy() -> Mapping[str, Any]:
    return {**a_bank(), "source": a_bank()["number"]}


def a_question() -> Mapping[str, Any]:
    bank = a_bank()
    return {**bank, "public_id": QuizQuestion.objects.filter(quiz__charter__number=bank["number"])[0].public_id}


def an_attempt() -> Mapping[str, Any]:
    if not QuizAttempt.objects.exists():
        charter = charter_with_owners()
        make_quiz(charter)
        read(charter, officer_of())
        take(officer_of())
    return {"public_id": QuizAttempt.objects.latest("id").public_id}


def a_round() -> Mapping[str, Any]:
    return {"year": (CultureRound.objects.first() or make_round()).fiscal_year_be}


def not_proposed() -> Mapping[str, Any]:
    return {"unit": "complaint-centre", "code": "complaint-decision"}


def a_recognition() -> Mapping[str, Any]:
    return {"public_id": (Recognition.objects.first() or recognised_team()).public_id}


def a_course() -> Mapping[str, Any]:
    return {"public_id": (Course.objects.first() or make_course()).public_id}


def a_competence() -> Mapping[str, Any]:
    found = Competence.objects.first() or make_competence(make_course())
    return {"public_id": found.public_id}


def a_trainee() -> Mapping[str, Any]:
    return {"public_id": someone("complaint-officer", "trainee").public_id}


def an_attendance() -> Mapping[str, Any]:
    course = Course.objects.first() or make_course()
    found = trained(someone("complaint-officer", "trainee"), course, timezone.localdate())
    return {"public_id": found.public_id}


def a_draft() -> Mapping[str, Any]:
    return {"number": make_draft(someone("charter-owner"), count=1).number}


def an_entry() -> Mapping[str, Any]:
    make_breach()
    return {"public_id": Measurement.objects.latest("id").public_id}


def a_visit() -> Mapping[str, Any]:
    found = MysteryVisit.objects.first() or plan()
    return {"public_id": found.public_id}


def a_breach() -> Mapping[str, Any]:
    found = Breach.objects.first() or make_breach()
    return {"public_id": found.public_id}


def a_breach_step() -> Mapping[str, Any]:
    return {**a_breach(), "name": "act"}


def a_standard() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    return {"number": charter.number, "public_id": charter.standards.get().public_id}


def a_reviewed() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    return {"number": submit_and_review(charter, someone("charter-owner")).number}


def a_submitted() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    services.submit(charter_id=charter.pk, by=someone("charter-owner"), now=NOW)
    return {"number": charter.number}


def an_approved() -> Mapping[str, Any]:
    return {"number": make_approved(someone("charter-owner"), someone("board-secretary"), count=1).number}


def a_published() -> Mapping[str, Any]:
    return {"number": make_published(someone("charter-owner"), someone("board-secretary"), count=1).number}


def a_measured() -> Mapping[str, Any]:
    owner, secretary = someone("charter-owner"), someone("board-secretary")
    charter = make_published(owner, secretary, count=1, effective_on=timezone.localdate())
    return {"code": charter.standards.get().code}


def a_unit_commitment() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    handed()
    return {"public_id": Commitment.objects.get(kind="unit").public_id}


def a_partner_commitment() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    partner()
    handed()
    return {"public_id": Commitment.objects.get(kind="partner").public_id}


def a_partner_link() -> Mapping[str, Any]:
    a_partner_commitment()
    return {"token": token_in(letters(LINK_KIND)[-1])}


def a_charter_to_hand_down() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    return {}


def a_partner() -> Mapping[str, Any]:
    return {"public_id": partner().public_id}


def a_partner_with_a_key() -> Mapping[str, Any]:
    row = partner()
    partner_register.new_token(partner_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    return {"public_id": row.public_id}


def a_report_link() -> Mapping[str, Any]:
    link, _token = reporting_partners.asked()
    return {"public_id": link.partner.public_id, "link_id": link.public_id}


def a_report_token() -> Mapping[str, Any]:
    return {"token": reporting_partners.asked()[1]}


def a_report() -> Mapping[str, Any]:
    reporting_partners.charter_reported_on()
    link, _token = reporting_partners.asked()
    made, _new = partner_reports.report_by_link(link_id=link.pk, rows=[reporting_partners.told()], now=timezone.now())
    return {"public_id": link.partner.public_id, "report_id": made.public_id}


VIEW, DRAFT, PUBLISH = (P.CHARTER_VIEW,), (P.CHARTER_DRAFT,), (P.CHARTER_PUBLISH,)
REVIEW = (P.CHARTER_REVIEW,)
MEASURE = (P.CHARTER_MEASURE,)
CASCADE = (P.CHARTER_CASCADE,)

ROWS = [
    Row("service_charter:portal-current", None),
    Row("service_charter:portal-version", None, make=a_published),
    Row("service_charter:portal-charter-pdf", None, make=lambda: {**a_published(), "language": "th"}, is_page=False),
    Row("service_charter:staff-charter-pdf", VIEW, make=lambda: {**a_draft(), "language": "en"}, is_page=False),
    Row("service_charter:staff-coverage", VIEW),
    Row("service_charter:portal-transparency", None),
    Row("service_charter:staff-measurement", VIEW),
    Row("service_charter:staff-measured", VIEW, make=a_measured),
    Row("service_charter:staff-ledger", VIEW),
    Row("service_charter:staff-sample", MEASURE),
    Row("service_charter:staff-entry", VIEW, make=an_entry),
    Row("service_charter:staff-take-back-entry", MEASURE, make=an_entry, method="post", ok=422),
    Row("service_charter:staff-visits", MEASURE),
    Row("service_charter:staff-visit-new", MEASURE),
    Row("service_charter:staff-visit", MEASURE, make=a_visit),
    Row("service_charter:staff-visit-call-off", MEASURE, make=a_visit, method="post", ok=422),
    Row("service_charter:staff-breaches", VIEW),
    Row("service_charter:staff-breach", VIEW, make=a_breach),
    # Without a word, the page again; who may take which step, the service says.
    Row(
        "service_charter:staff-breach-step", (P.RISK_EDIT, P.CHARTER_MEASURE), make=a_breach_step, method="post", ok=422
    ),
    Row("service_charter:staff-list", VIEW),
    Row("service_charter:staff-start", DRAFT, method="post", ok=302),
    Row("service_charter:staff-detail", VIEW, make=a_draft),
    Row("service_charter:staff-edit", DRAFT, make=a_draft),
    Row("service_charter:staff-submit", DRAFT, make=a_draft, method="post", ok=302),
    Row("service_charter:staff-review", REVIEW, make=a_submitted, method="post", ok=302),
    Row("service_charter:staff-return", REVIEW, make=a_submitted, method="post", data={"reason": "แก้คำ"}, ok=302),
    Row("service_charter:staff-propose", DRAFT, make=a_reviewed, method="post", ok=302),
    Row("service_charter:staff-take-back", DRAFT, make=a_reviewed, method="post", data={"reason": "ขอแก้"}, ok=302),
    Row("service_charter:staff-publish", PUBLISH, make=an_approved, method="post", ok=422),
    Row("service_charter:staff-standard-new", DRAFT, make=a_draft),
    Row("service_charter:staff-standard-edit", DRAFT, make=a_standard),
    Row("service_charter:staff-standard-remove", DRAFT, make=a_standard, method="post", ok=302),
    Row("service_charter:portal-commitment", None, make=a_partner_link),
    Row("service_charter:commitments", OVERSIGHT),
    Row(
        "service_charter:commitments-hand-down",
        CASCADE,
        make=a_charter_to_hand_down,
        method="post",
        data={"due_on": "31/12/2599"},
        ok=302,
    ),
    Row("service_charter:commitments-mine", (P.CHARTER_COMMIT,)),
    Row("service_charter:commitment", OVERSIGHT, make=a_unit_commitment, refused=404),
    Row("service_charter:commitment-link", CASCADE, make=a_partner_commitment, method="post", ok=302),
    Row("service_charter:partners", READERS),
    Row("service_charter:partner-new", CASCADE),
    Row("service_charter:partner", READERS, make=a_partner),
    Row("service_charter:partner-edit", CASCADE, make=a_partner),
    Row(
        "service_charter:partner-turn",
        CASCADE,
        make=a_partner,
        method="post",
        data={"to": "retired", "reason": "สัญญาสิ้นสุด"},
        ok=302,
    ),
    Row(
        "service_charter:partner-ask",
        CASCADE,
        make=a_partner,
        method="post",
        data={"first_day": "1/10/2569", "last_day": "31/10/2569"},
        ok=302,
    ),
    Row("service_charter:partner-key", CASCADE, make=a_partner, method="post"),
    Row("service_charter:partner-key-end", CASCADE, make=a_partner_with_a_key, method="post", ok=302),
    Row("service_charter:partner-link-renew", CASCADE, make=a_report_link, method="post", ok=302),
    Row("service_charter:partner-link-revoke", CASCADE, make=a_report_link, method="post", ok=302),
    Row("service_charter:partner-report", READERS, make=a_report),
    Row("service_charter:portal-report", None, ok=404),  # opened from the link in a letter alone
    Row("service_charter:portal-report-open", None, make=a_report_token, ok=302),
    # Partners' keys open it; nobody who signs in does.
    Row("service_charter:api-partner-reports", None, method="post", ok=401),
    Row("service_charter:awareness", OVERSIGHT),
    Row("service_charter:awareness-read", (P.CHARTER_COMMIT,)),
    Row("service_charter:recognition", RECOGNITION_READERS),
    Row("service_charter:recognition-decide", (P.RECOGNISE,), not_proposed, ok=404),
    Row("service_charter:recognised", RECOGNITION_READERS, a_recognition),
    Row("service_charter:recognised-ask-back", (P.RECOGNISE,), a_recognition, method="post", ok=422),
    Row("service_charter:recognised-look", RECOGNITION_LOOKERS, a_recognition, method="post", ok=404),
    Row(
        "service_charter:recognised-pdf",
        RECOGNITION_READERS,
        lambda: {**a_recognition(), "language": "th"},
        is_page=False,
    ),
    Row("service_charter:culture", (*OVERSIGHT, P.CHARTER_COMMIT)),
    Row("service_charter:culture-answer", (P.CHARTER_COMMIT,)),
    Row("service_charter:culture-new", (P.CHARTER_CASCADE,)),
    Row("service_charter:culture-round", (*OVERSIGHT, P.CHARTER_COMMIT), a_round),
    Row("service_charter:culture-edit", (P.CHARTER_CASCADE,), a_round),
    Row("service_charter:culture-step", (P.CHARTER_CASCADE,), lambda: {**a_round(), "name": "remind"}, "post", ok=302),
    Row("service_charter:training", TRAINING_READERS),
    Row("service_charter:training-mine", (P.CHARTER_COMMIT,)),
    Row("service_charter:training-list", (P.TRAINING_EDIT,)),
    Row("service_charter:training-setup", TRAINING_READERS),
    Row("service_charter:training-person", TRAINING_READERS, a_trainee, refused=404),
    Row("service_charter:training-withdraw", (P.TRAINING_EDIT,), an_attendance, "post", {"reason": "ผิดคน"}, ok=302),
    Row("service_charter:training-certificate", TRAINING_READERS, an_attendance, "post", ok=422, refused=404),
    Row("service_charter:course", TRAINING_READERS, a_course),
    Row("service_charter:course-new", (P.TRAINING_EDIT,)),
    Row("service_charter:course-edit", (P.TRAINING_EDIT,), a_course),
    Row("service_charter:competence-new", (P.TRAINING_EDIT,)),
    Row("service_charter:competence", (P.TRAINING_EDIT,), a_competence),
    Row("service_charter:quiz", (P.CHARTER_COMMIT,)),
    Row("service_charter:quiz-attempt", (P.CHARTER_COMMIT,), an_attempt, ok=404),
    Row("service_charter:quiz-bank", (P.CHARTER_CASCADE,), a_bank),
    Row("service_charter:quiz-open", (P.CHARTER_CASCADE,), a_bank, "post", ok=302),
    Row("service_charter:quiz-copy", (P.CHARTER_CASCADE,), a_bank_to_copy, "post", ok=302),
    Row("service_charter:quiz-question-new", (P.CHARTER_CASCADE,), a_bank),
    Row("service_charter:quiz-question-edit", (P.CHARTER_CASCADE,), a_question),
    Row("service_charter:quiz-question-use", (P.CHARTER_CASCADE,), a_question, "post", {"use": "on"}, ok=302),
    Row("service_charter:api-charters", VIEW),
    Row("service_charter:api-charter", VIEW, make=a_draft),
    Row("service_charter:api-standards", VIEW),
]
