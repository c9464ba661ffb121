"""Who may use which address of complaints handling."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from complaints import services
from complaints.models import Approval, Complaint, EscalationRule, FairnessReview, RemedyRule
from complaints.selectors.saved_queues import SHELF
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.accounts.saved_lists import Filters, save_list
from service_charter.models import CharterVersion
from tests.access import Row
from tests.complaints.corresponding import make_letter_in
from tests.complaints.factories import (
    SEEN,
    Desk,
    make_answer,
    make_charter,
    make_desk,
    make_hearing,
    make_inspection,
    make_person,
    make_review,
)
from tests.complaints.helping import file_for_another, make_help
from tests.complaints.partnering import make_gate
from tests.service_requests.access_table import a_case

SEE = (P.COMPLAINT_VIEW, P.COMPLAINT_VIEW_ALL)
SEE_ALL = (P.COMPLAINT_VIEW_ALL, P.COMPLAINT_DECIDE)
HANDLE = (P.COMPLAINT_HANDLE,)
DECIDE = (P.COMPLAINT_DECIDE,)
HELPS = (P.COMPLAINT_HANDLE, P.COMPLAINT_DECIDE)
SETS_RULES = (P.COMPLAINT_DECIDE, P.ADMINISTER)
READ_ANSWERS = (*SEE, P.ADMINISTER)
WRITE_ANSWERS = (P.COMPLAINT_HANDLE, P.ADMINISTER)
INVESTIGATE = (P.COMPLAINT_INVESTIGATE,)
WORK = (P.COMPLAINT_HANDLE, P.COMPLAINT_INVESTIGATE, P.COMPLAINT_DECIDE)


def _desk() -> Desk:
    """The complaint centre; the people of the table work there, so a case is not out of their sight."""
    if not CharterVersion.objects.exists():
        make_charter()
    desk = make_desk()
    User.objects.filter(username__startswith="access-").update(unit=desk.unit)
    return desk


def case(status: str = "received", **more: str) -> Callable[[], Mapping[str, Any]]:
    """A complaint in a state."""

    def make() -> Mapping[str, Any]:
        desk = _desk()
        return {"number": desk.advance(desk.file(), status).number, **more}

    return make


def for_another() -> Mapping[str, Any]:
    """A case that a daughter filed for her mother."""
    return {"number": file_for_another(_desk()).number}


def asked_help() -> Mapping[str, Any]:
    """Somebody who wants to be called back."""
    _desk()
    return {"public_id": make_help().public_id}


def gate() -> Mapping[str, Any]:
    """A partner that brings complaints."""
    return {"public_id": make_gate(make_desk().manager).public_id}


def gate_and(name: str) -> Callable[[], Mapping[str, Any]]:
    """A partner, and something of it that is not there."""
    return lambda: {**gate(), name: "0" * 26}


def matter() -> Mapping[str, Any]:
    """Two complaints handled as one."""
    desk = _desk()
    first, second = desk.file(), desk.file()
    services.link(
        complaint_id=first.pk, other_number=second.number, reason="เรื่องเดียวกัน", by=desk.officer, now=timezone.now()
    )
    return {"number": second.number}


def review() -> Mapping[str, Any]:
    """An open management review."""
    return {"public_id": make_review(_desk().manager).public_id}


def file_name() -> Mapping[str, Any]:
    return {"public_id": "0" * 26}


def step_name() -> Mapping[str, Any]:
    return {"step": "story"}


def answer() -> Mapping[str, Any]:
    """A canned answer that waits for approval."""
    return {"public_id": make_answer(make_desk().officer).public_id}


def token() -> Mapping[str, Any]:
    return {"token": "0" * 26}


def critical(status: str, **more: str) -> Callable[[], Mapping[str, Any]]:
    """A case of critical severity in a state."""

    def make() -> Mapping[str, Any]:
        number = case(status)()["number"]
        Complaint.objects.filter(number=number).update(severity=4)
        return {"number": number, **more}

    return make


def waiting() -> Mapping[str, Any]:
    """A critical decision that waits for the executive's approval."""
    number = critical("decided")()["number"]
    row = Complaint.objects.get(number=number)
    by = User.objects.get(username="nopassorn")
    asked = services.communicate_or_ask(complaint_id=row.pk, by=by, now=timezone.now())
    assert isinstance(asked, Approval)
    return {"number": number, "public_id": asked.public_id, "answer": "nonsense"}


def objected() -> Mapping[str, Any]:
    """The complainant objects after the time in which a word alone reopens."""
    number = case("closed")()["number"]
    row = Complaint.objects.get(number=number)
    later = timezone.now() + timedelta(days=200)
    heard = services.hear(complaint_id=row.pk, said="not_done", words="ยังไม่เสร็จ", by=None, now=later)
    return {"number": number, "public_id": heard.public_id}


def inspection() -> Mapping[str, Any]:
    """A closed case that was drawn."""
    return {"public_id": make_inspection(_desk()).public_id}


def remedy_rule() -> Mapping[str, Any]:
    return {"public_id": RemedyRule.objects.order_by("pk").values_list("public_id", flat=True)[0]}


def ladder() -> Mapping[str, Any]:
    return {"public_id": EscalationRule.objects.order_by("pk").values_list("public_id", flat=True)[0]}


a_request = a_case()


def hearing() -> Mapping[str, Any]:
    """Somebody was told of a complaint; nobody of the table is that person."""
    return {"public_id": make_hearing(_desk()).public_id}


def fairness() -> Mapping[str, Any]:
    """A closed case whose complainant is asked whether it was fair."""
    row = make_inspection(_desk())
    return {"public_id": FairnessReview.objects.get(complaint=row.complaint_id).public_id}


def about_someone() -> Mapping[str, Any]:
    """A complaint about a colleague who was not told yet."""
    desk = _desk()
    case = desk.file(complained_about=make_person("customer-officer", "anong", desk.unit))
    return {"number": case.number}


def saved_queue() -> Mapping[str, Any]:
    """Shared with everyone, so that each role that sees complaints sees it."""
    by = _desk().officer
    row = save_list(SHELF, name="ด่วน", audience="everyone", asked=Filters({"severity": "4"}), by=by, now=timezone.now())
    return {"public_id": row.public_id}


def bulk_change() -> Mapping[str, Any]:
    """A case that was given to the officer with others."""
    desk = _desk()
    change = services.change_many(
        numbers=[desk.file().number], wanted=services.Wanted(handler=desk.officer), reason="แบ่งงาน", by=desk.officer,
        now=timezone.now(),
    )  # fmt: skip
    return {"public_id": change.public_id}


def drawn() -> Mapping[str, Any]:
    """A cause on the fishbone of a case that somebody else investigates."""
    number = case("investigating")()["number"]
    row, by = Complaint.objects.get(number=number), User.objects.get(username="wasan")
    named = services.Named("equipment", "ข้อต่อเก่า")
    cause = services.name_cause(complaint_id=row.pk, named=named, by=by, now=timezone.now())
    return {"number": number, "public_id": cause.public_id}


def letter_in() -> Mapping[str, Any]:
    """A letter by e-mail that waits to be sorted."""
    _desk()
    return {"public_id": make_letter_in().public_id}


def planned() -> Mapping[str, Any]:
    """A question that the investigation must answer."""
    number = case("assessed")()["number"]
    by = User.objects.get(username="nopassorn")
    row = Complaint.objects.get(number=number)
    item = services.ask_question(complaint_id=row.pk, text="เพราะเหตุใด", by=by, now=timezone.now())
    return {"number": number, "public_id": item.public_id}


def logged() -> Mapping[str, Any]:
    """A piece of evidence."""
    number = case("assessed")()["number"]
    by = User.objects.get(username="nopassorn")
    row = Complaint.objects.get(number=number)
    kept = services.log_evidence(complaint_id=row.pk, found=SEEN, by=by, now=timezone.now())
    return {"number": number, "public_id": kept.public_id}


LOOK = (*SEE, P.COMPLAINT_INVESTIGATE, P.AUDIT_CONDUCT)
HEAR = (P.COMPLAINT_HANDLE, P.COMPLAINT_INVESTIGATE)
SET = (P.COMPLAINT_DECIDE, P.ADMINISTER)

ROWS = [
    Row("complaints:portal-link", None, make=token, ok=404),
    Row("complaints:portal-confirm", None, make=token, ok=404),
    Row("complaints:portal-confirmed", None, make=lambda: {"came": "confirmed"}),
    Row("complaints:portal-case-confirm", None, method="post", ok=302),
    Row("complaints:staff-proof", WORK, make=case("accepted"), method="post", ok=422),
    Row("complaints:staff-heard", HANDLE, make=case("carried_out"), method="post", ok=302),
    Row("complaints:staff-objection", (P.COMPLAINT_DECIDE,), make=objected, method="post", ok=422),
    Row("complaints:staff-ask-close", HANDLE, make=critical("carried_out"), method="post", ok=422),
    Row("complaints:staff-approval", SEE, make=waiting, method="post", ok=404),
    Row("complaints:staff-rules", READ_ANSWERS),
    Row("complaints:staff-rule-policy", SET),
    Row("complaints:staff-rule-notices", SET),
    Row("complaints:staff-rule-approval", SET, make=lambda: {"step": "close"}),
    Row("complaints:staff-rule-remedy-new", SET),
    Row("complaints:staff-rule-remedy", SET, make=remedy_rule),
    Row("complaints:staff-rule-ladder-new", SET),
    Row("complaints:staff-rule-ladder", SET, make=ladder),
    Row("complaints:staff-performance", SEE),
    Row("complaints:staff-performance-figure", SEE, make=lambda: {"key": "complaints.repeated"}),
    Row("complaints:staff-objective", DECIDE, make=lambda: {"key": "complaints.repeated", "year": 2570}),
    Row("complaints:portal-fair", None, make=token, ok=404),
    Row("complaints:portal-fair-thanks", None),
    Row("complaints:portal-case-fair", None, method="post", ok=302),
    Row("complaints:staff-fairness", LOOK),
    Row("complaints:staff-fairness-review", SEE, make=fairness),
    Row("complaints:staff-fairness-settle", (P.COMPLAINT_DECIDE,), make=fairness, method="post", ok=422),
    Row("complaints:staff-about-me-list", (P.STAFF,)),
    Row("complaints:staff-about-me", (P.STAFF,), make=hearing, ok=404),
    Row("complaints:staff-route", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-investigator", HANDLE, make=case("investigating"), method="post", ok=422),
    Row("complaints:staff-hearing-tell", HEAR, make=about_someone, method="post", ok=422),
    Row("complaints:staff-hearing-over", HEAR, make=about_someone, method="post", ok=422),
    Row("complaints:staff-inspections", LOOK),
    Row("complaints:staff-inspection", (P.COMPLAINT_INVESTIGATE, P.AUDIT_CONDUCT), make=inspection),
    Row("complaints:staff-inspection-settle", (P.COMPLAINT_DECIDE,), make=inspection, method="post", ok=422),
    Row("complaints:portal-new", None),
    Row("complaints:portal-step", None, make=step_name, ok=302),
    Row("complaints:portal-check", None, ok=302),
    Row("complaints:portal-discard", None, method="post", ok=302),
    Row("complaints:portal-remove-file", None, make=file_name, method="post", ok=302),
    Row("complaints:portal-receipt", None, ok=302),
    Row("complaints:portal-receipt-pdf", None, ok=302),
    Row("complaints:portal-case-receipt", None, ok=302),
    Row("complaints:portal-letter", None, ok=302),
    Row("complaints:portal-verify", None),
    Row("complaints:portal-track", None),
    Row("complaints:portal-case", None, ok=302),
    Row("complaints:portal-file", None, make=file_name, ok=404),
    Row("complaints:portal-line", None, method="post", ok=302),
    Row("complaints:portal-line-untie", None, method="post", ok=302),
    Row("complaints:portal-write", None, method="post", ok=302),
    Row("complaints:portal-answer", None, method="post", ok=302),
    Row("complaints:portal-rate", None, method="post", ok=302),
    Row("complaints:portal-withdraw", None, method="post", ok=302),
    Row("complaints:portal-apart", None, method="post", ok=302),
    Row("complaints:portal-leave", None, method="post", ok=302),
    Row("complaints:portal-mine", None),
    Row("complaints:portal-mine-figures", None, ok=302),
    Row("complaints:portal-mine-list", None, ok=302),
    Row("complaints:portal-mine-open", None, method="post", ok=302),
    Row("complaints:portal-mine-code", None, method="post", ok=302),
    Row("complaints:portal-mine-leave", None, method="post", ok=302),
    Row("complaints:staff-code", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:portal-policy", None),
    Row("complaints:portal-policy-file", None, make=lambda: {"language": "th"}, is_page=False),
    Row("complaints:staff-list", SEE),
    Row("complaints:staff-learning", SEE),
    Row("complaints:staff-answers", READ_ANSWERS),
    Row("complaints:staff-answer-new", WRITE_ANSWERS),
    Row("complaints:staff-answer", READ_ANSWERS, make=answer),
    Row("complaints:staff-answer-edit", WRITE_ANSWERS, make=answer),
    Row("complaints:staff-answer-approve", (P.COMPLAINT_DECIDE,), make=answer, method="post", ok=422),
    Row("complaints:staff-answer-retire", (P.COMPLAINT_DECIDE,), make=answer, method="post", ok=422),
    Row("complaints:views", SEE),
    Row("complaints:view-new", SEE),
    Row("complaints:view", SEE, make=saved_queue, ok=302),
    Row("complaints:view-edit", SEE, make=saved_queue),
    Row("complaints:view-delete", SEE, make=saved_queue, method="post", ok=302),
    Row("complaints:view-default", SEE, make=saved_queue, method="post", ok=302),
    Row("complaints:bulk", HANDLE),
    Row("complaints:bulk-list", HANDLE),
    Row("complaints:bulk-change", HANDLE, make=bulk_change),
    Row("complaints:bulk-undo", HANDLE, make=bulk_change, method="post", ok=422),
    Row("complaints:staff-new", HANDLE),
    Row("complaints:staff-detail", SEE, make=case()),
    Row("complaints:staff-beside", SEE, make=case(), ok=302),
    Row("complaints:staff-similar", SEE, make=case()),
    Row("complaints:staff-following", SEE, make=case()),
    Row("complaints:staff-lesson", WORK, make=case(), method="post", ok=302),
    Row("complaints:staff-present", SEE, make=case(), method="post"),
    Row("complaints:staff-letters-in", HANDLE),
    Row("complaints:staff-letter-in", HANDLE, make=letter_in),
    Row("complaints:staff-letter-in-make", HANDLE, make=letter_in, method="post", ok=422),
    Row("complaints:staff-letter-in-add", HANDLE, make=letter_in, method="post", ok=422),
    Row("complaints:staff-letter-in-aside", HANDLE, make=letter_in, method="post", ok=422),
    Row("complaints:staff-letter", SEE, make=lambda: case("communicated")() | {"letter": 1}, is_page=False),
    Row("complaints:staff-letter-docx", SEE, make=lambda: case("communicated")() | {"letter": 1}, is_page=False),
    Row("complaints:staff-case-files", SEE, make=case()),
    Row("complaints:staff-case-file", SEE, make=case(public_id="0" * 26), ok=404),
    Row("complaints:staff-case-file-fetch", SEE, make=case(public_id="0" * 26), method="post", ok=404),
    Row("complaints:staff-hand-overs", DECIDE),
    Row("complaints:staff-hand-over", DECIDE, make=file_name, ok=404),
    Row("complaints:staff-hand-over-back", DECIDE, make=file_name, method="post", ok=404),
    Row("complaints:staff-reviews", SEE_ALL),
    Row("complaints:staff-review", SEE_ALL, make=review),
    Row("complaints:staff-review-pack", SEE_ALL, make=review, is_page=False),
    Row("complaints:staff-review-decide", DECIDE, make=review, method="post", ok=422),
    Row("complaints:staff-review-close", (P.AUDIT_APPROVE,), make=review, method="post", ok=422),
    Row("complaints:staff-review-done", SEE, make=file_name, method="post", ok=404),
    Row("complaints:staff-matter", SEE, make=matter),
    Row("complaints:staff-matter-link", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-matter-unlink", HANDLE, make=matter, method="post", data={"reason": "คนละเรื่อง"}, ok=302),
    Row("complaints:staff-matter-lead", HANDLE, make=matter, method="post", data={"reason": "หลักฐานครบกว่า"}, ok=302),
    Row("complaints:staff-matter-describe", HANDLE, make=matter, method="post", ok=422),
    Row("complaints:staff-matter-follow", WORK, make=matter, method="post", ok=302),
    Row("complaints:staff-fishbone", SEE, make=case("investigating")),
    Row("complaints:staff-fishbone-name", INVESTIGATE, make=case("investigating"), method="post", ok=422),
    Row("complaints:staff-fishbone-cause", INVESTIGATE, make=drawn, ok=403),
    Row("complaints:staff-fishbone-root", INVESTIGATE, make=drawn, method="post", ok=302),
    Row("complaints:staff-fishbone-strike", INVESTIGATE, make=drawn, method="post", ok=422),
    Row("complaints:staff-investigation", SEE, make=case("assessed")),
    Row("complaints:staff-investigation-question", HEAR, make=case("assessed"), method="post", ok=422),
    Row("complaints:staff-investigation-step", HEAR, make=case("assessed"), method="post", ok=422),
    Row("complaints:staff-investigation-done", HEAR, make=planned, method="post", ok=422),
    Row("complaints:staff-investigation-drop", HEAR, make=planned, method="post", ok=422),
    Row("complaints:staff-investigation-evidence", HEAR, make=case("assessed"), method="post", ok=422),
    Row("complaints:staff-investigation-withdraw", HEAR, make=logged, method="post", ok=422),
    Row("complaints:staff-relate", HEAR, make=case(), method="post", ok=422),
    Row("complaints:staff-unrelate", HEAR, make=case(public_id="0" * 26), method="post", data={"reason": "ก"}, ok=404),
    Row("complaints:staff-split", HANDLE, make=case()),
    Row("complaints:staff-request", (P.REQUEST_HANDLE,), make=a_request),
    Row("complaints:staff-request", (P.REQUEST_HANDLE,), make=a_request, method="post", ok=422),
    Row("complaints:portal-from-request", None, ok=302),
    Row("complaints:portal-to-request", None, ok=302),
    Row("complaints:staff-split", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-edit", HANDLE, make=case()),
    Row("complaints:staff-move", HANDLE, make=case(move="acknowledge")),
    Row("complaints:staff-move", (P.COMPLAINT_DECIDE,), make=case("decided", move="decide")),
    Row("complaints:staff-move", HANDLE, make=case(move="acknowledge"), method="post", data={"text": "รับแล้ว"}, ok=302),
    Row("complaints:staff-reply", WORK, make=case(), method="post", ok=422),
    Row("complaints:staff-assign", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-pause", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-resume", HANDLE, make=case(), method="post", ok=409),
    Row("complaints:staff-findings", (P.COMPLAINT_INVESTIGATE,), make=case("investigating"), method="post", ok=422),
    Row("complaints:staff-reassess", HANDLE, make=case("assessed"), method="post", ok=422),
    Row("complaints:staff-recourse", HANDLE, make=case("rejected"), method="post", ok=422),
    Row("complaints:staff-idea", WORK, make=case(), method="post", ok=302),
    Row("complaints:staff-upload", (P.COMPLAINT_HANDLE, P.COMPLAINT_INVESTIGATE), make=case(), method="post", ok=422),
    Row("complaints:staff-reveal", HANDLE, make=case(), method="post", ok=422),
    Row("complaints:staff-authority", HANDLE, make=for_another, method="post", ok=422),
    Row("complaints:portal-help", None),
    Row("complaints:portal-help", None, method="post", ok=422),
    Row("complaints:portal-help-asked", None, make=asked_help),
    Row("complaints:staff-helps", HELPS),
    Row("complaints:staff-help", HELPS, make=asked_help),
    Row("complaints:staff-help-reveal", HANDLE, make=asked_help, method="post"),
    Row("complaints:staff-help-answer", HANDLE, make=asked_help, method="post", ok=422),
    Row("complaints:staff-partners", SETS_RULES),
    Row("complaints:staff-partners", SETS_RULES, method="post", ok=422),
    Row("complaints:staff-partner", SETS_RULES, make=gate),
    Row("complaints:staff-partner-change", SETS_RULES, make=gate, method="post", ok=422),
    Row("complaints:staff-partner-key", SETS_RULES, make=gate, method="post"),
    Row("complaints:staff-partner-key-end", SETS_RULES, make=gate, method="post", ok=302),
    Row("complaints:staff-partner-webhook", SETS_RULES, make=gate, method="post", ok=422),
    Row("complaints:staff-partner-webhook-end", SETS_RULES, make=gate_and("hook_id"), method="post", ok=404),
    Row("complaints:staff-partner-again", SETS_RULES, make=gate_and("delivery_id"), method="post", ok=404),
    # Partners' keys open these; nobody who signs in does.
    Row("complaints:api-partner-list", None, ok=401),
    Row("complaints:api-partner-list", None, method="post", ok=401),
    Row("complaints:api-partner-detail", None, make=lambda: {"number": "C-1"}, ok=401),
    Row("complaints:api-partner-messages", None, make=lambda: {"number": "C-1"}, ok=401),
    Row("complaints:api-partner-messages", None, make=lambda: {"number": "C-1"}, method="post", ok=401),
    Row("complaints:api-list", (P.COMPLAINT_VIEW,)),
    Row("complaints:api-list", HANDLE, method="post", data={"category": "building"}, ok=400),
    Row("complaints:api-detail", (P.COMPLAINT_VIEW,), make=case()),
    Row("complaints:api-transitions", HANDLE, make=case(), method="post", data={"move": "assess"}, ok=409),
]
