"""Who may do what, and what a step demands: pure predicates over rows, read by views, API, templates and services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.depth import depth_of
from complaints.enums import Answer, Due, Identity, Impact, Priority, Severity, Status
from complaints.lifecycle import COMPLAINANT_MOVES, FILLED_BY_FORM, MOVES, legal_moves
from complaints.rules_impartial import is_about_own_head, is_kept_from
from foundation.accounts.permissions import Permission
from foundation.core.clock import Duration
from foundation.core.errors import NotAllowed

if TYPE_CHECKING:
    from complaints.models import BulkChange, Complaint
    from foundation.accounts.models import User

# Who works on cases, in whatever part.
WORKS = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_INVESTIGATE, Permission.COMPLAINT_DECIDE)

# What a person may type in one go; the form says so, and longer text is kept for shortening.
DESCRIPTION_LIMIT = 5000
MESSAGE_LIMIT = 5000
REASON_LIMIT = 2000

# A paused clock has no date; such cases stand at the end of the queue.
FAR_AWAY = datetime(9998, 1, 1, tzinfo=UTC)

# Where no charter is in force: report to the complainant within 15 days (Royal Decree on good governance, s. 38).
FALLBACK_REPLY = Duration(15, "calendar_days")

# How long the steps after the decision may take before the queue calls for them.
STEP_TIMES: dict[str, tuple[Due, Duration]] = {
    Status.COMMUNICATED: (Due.ANSWER, Duration(10, "days")),
    Status.ACCEPTED: (Due.CARRY_OUT, Duration(10, "days")),
    Status.REJECTED: (Due.RECOURSE, Duration(5, "days")),
    Status.CARRIED_OUT: (Due.CLOSE, Duration(5, "days")),
}


@dataclass(frozen=True)
class Check:
    """One demand of a step: what it is called, and whether a complaint meets it."""

    name: str
    label: str | LazyText
    is_met: Callable[["Complaint", datetime, str], bool]


def _check(name: str, label: str | LazyText, is_met: Callable[["Complaint", datetime, str], bool]) -> tuple[str, Check]:
    return name, Check(name, label, is_met)


# `reason` is what the person taking the step wrote; `now` is when.
CHECKS: dict[str, Check] = dict(
    (
        _check("handler", gettext_lazy("An officer is in charge"), lambda c, now, reason: c.handler_id is not None),
        _check(
            "assessment",
            gettext_lazy("The six points of the first assessment are filled in"),
            lambda c, now, reason: c.is_assessed,
        ),
        _check(
            "investigator",
            gettext_lazy("An investigator is named"),
            lambda c, now, reason: c.investigator_id is not None,
        ),
        _check(
            "independence",
            gettext_lazy("The investigator is not the person complained about"),
            lambda c, now, reason: c.investigator_id is not None and c.investigator_id != c.complained_about_id,
        ),
        _check(
            "findings",
            gettext_lazy("Findings and root cause are recorded"),
            lambda c, now, reason: bool(c.findings and c.root_cause and c.cause_kind),
        ),
        _check(
            "decision",
            gettext_lazy("Outcome and reasons are written"),
            lambda c, now, reason: bool(c.outcome and c.decision),
        ),
        _check("remedies", gettext_lazy("A remedy is chosen"), lambda c, now, reason: bool(c.remedies_decided)),
        _check(
            "carried_out", gettext_lazy("What was carried out is described"), lambda c, now, reason: bool(c.carried_out)
        ),
        _check(
            "proof",
            gettext_lazy("It is proved: a photograph, a document, or the look of another person"),
            lambda c, now, reason: c.proved_at is not None,
        ),
        _check(
            "leading",
            gettext_lazy("The complaint in which it goes on is named"),
            lambda c, now, reason: c.merged_into_id is not None,
        ),
        _check(
            "heard",
            gettext_lazy("The person complained about was told and heard"),
            lambda c, now, reason: c.complained_about_id is None or c.heard_at is not None,
        ),
        _check(
            "grounds",
            gettext_lazy("Plan and evidence are as deep as the severity asks"),
            lambda c, now, reason: not depth_of(c).is_demanded or c.grounded_at is not None,
        ),
        _check("reason", gettext_lazy("A reason is given"), lambda c, now, reason: bool(reason)),
        _check(
            "answer_time_over",
            gettext_lazy("The complainant's time to answer is over"),
            lambda c, now, reason: c.step_due_at is not None and c.step_due_at <= now,
        ),
        _check(
            "internal_recourse",
            gettext_lazy("The complainant was told of the review inside the organisation"),
            lambda c, now, reason: c.answer != Answer.REJECTED or c.internal_recourse_at is not None,
        ),
        _check(
            "external_recourse",
            gettext_lazy("The complainant was told of outside bodies"),
            lambda c, now, reason: c.answer != Answer.REJECTED or c.external_recourse_at is not None,
        ),
        _check(
            "exhaustion",
            gettext_lazy("It is recorded that the complainant is satisfied, or that every way has been taken"),
            lambda c, now, reason: c.answer != Answer.REJECTED or bool(c.exhaustion),
        ),
    )
)


def missing(move: str, complaint: "Complaint", *, now: datetime, reason: str = "") -> dict[str, str]:
    """What the move demands and the complaint lacks: name of the demand to its label."""
    return {
        name: str(CHECKS[name].label) for name in MOVES[move].demands if not CHECKS[name].is_met(complaint, now, reason)
    }


def preconditions(move: str, complaint: "Complaint", *, now: datetime) -> list[tuple[Check, bool]]:
    """What must be on the row before the move's own form makes sense, each with whether it is."""
    by_form = FILLED_BY_FORM.get(move, frozenset())
    checks = [CHECKS[name] for name in MOVES[move].demands if name not in by_form]
    if move == "close" and complaint.answer != Answer.REJECTED:
        checks = []
    return [(check, check.is_met(complaint, now, "")) for check in checks]


def check_may_move(user: "User | None", move: str, complaint: "Complaint") -> None:
    """Whether the person may take the step at all, whatever the state.

    None is the complainant (or the system), who may take the complainant's own steps.
    Raises NotAllowed.
    """
    if user is None:
        if move not in COMPLAINANT_MOVES:
            raise NotAllowed(_("Only our staff can take this step."))
        return
    permission = MOVES[move].permission
    if permission is None or not user.can(permission):
        raise NotAllowed(_("Your role does not include this step."))
    if complaint.complained_about_id == user.pk:
        raise NotAllowed(_("You are the person complained about, so someone else must take this step."))
    if is_kept_from(user, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if move == "turn":
        demand_ordinary(complaint)
    if move == "decide" and complaint.investigator_id == user.pk:
        raise NotAllowed(_("You investigated this complaint, so someone else must decide it."))
    if move == "decide" and is_about_own_head(user, complaint):
        raise NotAllowed(_("The case is about the head of your unit, so someone of another unit must decide it."))


def demand_ordinary(complaint: "Complaint") -> None:
    """Refuse to let a case of misconduct go on as something that other desks read. Raises NotAllowed."""
    if complaint.is_misconduct:
        raise NotAllowed(_("A case of the confidential route goes on as nothing else. Give it back first."))


def why_not_in_charge(person: "User", complaint: "Complaint") -> str:
    """Why the person must not have the case in hand; empty where nothing speaks against it."""
    if not person.can(Permission.COMPLAINT_HANDLE) or not person.is_active:
        return _("This person's role does not include handling complaints.")
    if person.pk == complaint.complained_about_id:
        return _("This is the person complained about; please choose someone else.")
    if is_kept_from(person, complaint):
        return _("This person's role does not include complaints of misconduct.")
    return ""


def may_undo_bulk(user: "User", change: "BulkChange") -> bool:
    """Who changed the cases, colleagues of that unit, and who sees the cases of every unit."""
    if not user.can(Permission.COMPLAINT_HANDLE):
        return False
    same_unit = user.unit_id is not None and change.by.unit_id == user.unit_id
    return change.by_id == user.pk or same_unit or user.can(Permission.COMPLAINT_VIEW_ALL)


def may_see(user: "User", complaint: "Complaint") -> bool:
    """The same as `visible_to`, for one row: whom a note about it may reach."""
    if is_kept_from(user, complaint) or not user.is_active:
        return False
    if complaint.is_misconduct or user.can(Permission.COMPLAINT_VIEW_ALL):
        return True
    own = complaint.unit_id == user.unit_id or user.pk in {complaint.handler_id, complaint.investigator_id}
    return user.can(Permission.COMPLAINT_VIEW) and own


def may_change_route(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may give the case to the confidential route, or back from it."""
    return may_work_on(user, complaint) and complaint.is_open


def may_move(user: "User", move: str, complaint: "Complaint") -> bool:
    """Whether the person may take the step, as a yes or no for templates."""
    try:
        check_may_move(user, move, complaint)
    except NotAllowed:
        return False
    return True


def offered_moves(user: "User", complaint: "Complaint") -> list[str]:
    """Legal moves of the state that this person may take, in the order of the table."""
    return [move for move in legal_moves(complaint.status) if may_move(user, move, complaint)]


def may_work_on(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may write to the complainant, add notes and assign."""
    return user.can(Permission.COMPLAINT_HANDLE) and not is_kept_from(user, complaint)


def may_note(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may add internal notes and files."""
    works = user.can(Permission.COMPLAINT_HANDLE) or user.can(Permission.COMPLAINT_INVESTIGATE)
    return works and not is_kept_from(user, complaint)


def may_record_findings(user: "User", complaint: "Complaint") -> bool:
    """Findings are written by the investigator, or in absence by someone who may investigate and manages the case."""
    if complaint.status != Status.INVESTIGATING or is_kept_from(user, complaint):
        return False
    if is_about_own_head(user, complaint):
        return False
    return user.can(Permission.COMPLAINT_INVESTIGATE) and complaint.investigator_id == user.pk


def may_reveal(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may see the contact after giving a reason; confidential ones only those in charge."""
    if complaint.is_anonymous or is_kept_from(user, complaint):
        return False
    works = user.can(Permission.COMPLAINT_HANDLE) or user.can(Permission.COMPLAINT_DECIDE)
    if not works or not user.can(Permission.CUSTOMER_REVEAL):
        return False
    if complaint.identity == Identity.CONFIDENTIAL:
        return complaint.handler_id == user.pk or user.can(Permission.COMPLAINT_DECIDE)
    return True


def may_ask_for_lesson(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may ask for the lesson of the case: who works on cases, once the cause is known."""
    told = bool(complaint.root_cause) and not complaint.is_misconduct  # a lesson is read by everybody
    return told and complaint.complained_about_id != user.pk and any(map(user.can, WORKS))


def check_may_make_idea(user: "User", complaint: "Complaint") -> None:
    """Whether the person may hand the matter in as an idea, which product development reads. Raises NotAllowed."""
    if is_kept_from(user, complaint) or not any(map(user.can, WORKS)):
        raise NotAllowed(_("Your role does not include this step."))
    if not user.can(Permission.IDEA_SUBMIT):
        raise NotAllowed(_("Your role does not include handing in ideas."))
    demand_ordinary(complaint)


def may_make_idea(user: "User", complaint: "Complaint") -> bool:
    """The same as a yes or no for templates."""
    try:
        check_may_make_idea(user, complaint)
    except NotAllowed:
        return False
    return True


def derived_priority(*, severity: int, is_safety_matter: bool, impact: int, needs_immediate_action: bool) -> Priority:
    """The order of work that the assessment implies; safety jumps the queue."""
    if severity == Severity.CRITICAL or (is_safety_matter and needs_immediate_action):
        return Priority.URGENT
    if severity == Severity.HIGH or is_safety_matter or impact == Impact.PUBLIC:
        return Priority.HIGH
    if severity == Severity.LOW and impact == Impact.ONE:
        return Priority.LOW
    return Priority.NORMAL


def next_due(complaint: "Complaint") -> tuple[str, datetime | None]:
    """What is due next and when; ("", None) when nothing is."""
    if not complaint.is_open:
        return "", None
    if complaint.status in STEP_TIMES:
        return STEP_TIMES[complaint.status][0], complaint.step_due_at
    clocks = (
        (Due.ACKNOWLEDGE, complaint.acknowledge_due_at, complaint.acknowledged_at),
        (Due.FIRST_REPLY, complaint.reply_due_at, complaint.first_replied_at),
        (Due.RESOLVE, complaint.resolve_due_at, complaint.resolved_at),
    )
    running = [(due_at, due) for due, due_at, met_at in clocks if due_at is not None and met_at is None]
    if not running:
        return "", None
    due_at, due = min(running)
    return due, due_at
