"""Gates: calling a meeting, voting, deciding. Whoever stands behind a project does not judge it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.text import normalise
from foundation.knowledge.services import ask_for_lesson
from products import rules, selectors
from products.enums import Decision, Gate, MeetingStatus
from products.lifecycle import MEETING_MOVES, PROJECT_MOVES, STAGE_BEHIND
from products.models import TOP_SCORE, Criterion, Meeting, MeetingCriterion, Project, Score, Vote
from products.services.common import demand_words, editable

CRITERION_FIELDS = (
    *("code", "kind", "name_th", "name_en", "guidance_th", "guidance_en"),
    *("weight", "position", "gates", "is_active"),
)
_COPIED = ("code", "kind", "name_th", "name_en", "guidance_th", "guidance_en", "weight", "position")


@transaction.atomic
def call_meeting(
    *,
    project_id: int,
    chair: User,
    held_on: dt.date,
    quorum: int,
    proposal: str,
    by: User,
    now: dt.datetime,
) -> Meeting:
    """Lay a project before the gate at the end of its stage. The criteria of today are copied for this meeting.

    Raises NotAllowed, IllegalMove when no gate is next, a meeting is open or the project does not run, Incomplete with
    the evidence that is missing, or for a chair who may not decide.
    """
    project = editable(project_id, by)
    gate = selectors.next_gate(project)
    if not gate or not project.is_running:
        raise IllegalMove(_("This project has no gate to come now."))
    if project.meetings.filter(status=MeetingStatus.OPEN).exists():
        raise IllegalMove(_("A gate meeting is open already."))
    _demand_evidence(project, gate)
    demand_words(proposal=proposal)
    if not chair.can(Permission.GATE_VOTE) or rules.is_proposer(chair, project) or chair.pk == by.pk:
        message = _("Please choose a chair who decides at gates and does not stand behind the project.")
        raise Incomplete(message, missing={"chair": message})
    attempt = project.meetings.filter(gate=gate).count() + 1
    meeting = Meeting(
        project=project, gate=gate, attempt=attempt, held_on=held_on, quorum=quorum, chair=chair, opened_by=by,
        opened_at=now, proposal=normalise(proposal), created_at=now,
    )  # fmt: skip
    signed(meeting, by=by, now=now).save()
    _copy_criteria(meeting)
    _ask_judges(meeting)
    signed(project, by=by, now=now, reason=str(meeting)).save()
    return meeting


@transaction.atomic
def cast_vote(
    *,
    meeting_id: int,
    recommendation: str,
    reasons: str,
    answers: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> Vote:
    """Vote, or replace one's own vote while the meeting is open. `answers`: code of a criterion to bool or 0–10.

    Raises NotAllowed for those who stand behind the project or called the meeting, IllegalMove when it is over,
    Incomplete for a criterion without an answer.
    """
    meeting = _locked(meeting_id)
    _demand_judge(by, meeting)
    if not meeting.is_open:
        raise IllegalMove(_("This meeting is over; votes stay as they were cast."))
    demand_words(reasons=reasons)
    criteria = list(meeting.criteria.all())
    scores = _scores(criteria, answers)
    vote = Vote.objects.filter(meeting=meeting, voter=by).first() or Vote(meeting=meeting, voter=by, created_at=now)
    if vote.pk:
        vote.touch()
    vote.recommendation, vote.reasons, vote.voted_at = Decision(recommendation), normalise(reasons), now
    signed(vote, by=by, now=now).save()
    vote.scores.all().delete()
    for score in scores:
        score.vote = vote
    Score.objects.bulk_create(scores)
    return vote


@transaction.atomic
def decide_gate(
    *, meeting_id: int, decision: str, reasons: str, next_steps: str, by: User, now: dt.datetime
) -> Meeting:
    """Decide after the quorum has voted: go, stop, hold or rework. The project moves in the same transaction.

    Raises NotAllowed for anybody but the chair, IllegalMove for a second decision, Refused below the quorum or when a
    must is not met and the decision is "go", Incomplete without reasons or while evidence is missing.
    """
    meeting = _locked(meeting_id)
    if not rules.may_decide(by, meeting):
        raise NotAllowed(_("Only the chair of the meeting decides, and nobody who stands behind the project."))
    meeting.status = MEETING_MOVES["decide"].from_(meeting.status)
    demand_words(decision=decision, reasons=reasons, next_steps=next_steps)
    _demand_quorum(meeting)
    project = locked(Project.objects.all(), pk=meeting.project_id)
    if decision == Decision.GO:
        _demand_evidence(project, meeting.gate)
        _demand_musts(meeting)
    meeting.decision, meeting.reasons, meeting.next_steps = (
        Decision(decision),
        normalise(reasons),
        normalise(next_steps),
    )
    meeting.decided_at, meeting.decided_by = now, by
    signed(meeting, by=by, now=now, reason=meeting.reasons).save()
    _move_project(project, meeting, by=by, now=now)
    return meeting


@transaction.atomic
def call_off(*, meeting_id: int, reason: str, by: User, now: dt.datetime) -> Meeting:
    """Call an open meeting off. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    move = MEETING_MOVES["call_off"]
    demand(by, move.permission)
    meeting = _locked(meeting_id)
    meeting.status = move.from_(meeting.status)
    demand_words(reason=reason)
    signed(meeting, by=by, now=now, reason=reason).save()
    return meeting


@transaction.atomic
def save_criterion(
    *, criterion_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Criterion:
    """Add a criterion or change one, for meetings to come; `facts` holds names of CRITERION_FIELDS.

    Raises NotAllowed, StaleVersion, Incomplete when the code is taken.
    """
    if not (by.can(Permission.PRODUCT_EDIT) or by.can(Permission.ADMINISTER)):
        raise NotAllowed(_("Your role does not allow this step."))
    if criterion_id is None:
        criterion = Criterion(created_at=now)
    else:
        criterion = locked(Criterion.objects.all(), pk=criterion_id, shown_version=shown_version)
    for field in CRITERION_FIELDS:
        if field in facts:
            setattr(criterion, field, facts[field])
    if Criterion.objects.filter(code=criterion.code).exclude(pk=criterion.pk).exists():
        message = _("Another criterion has this code.")
        raise Incomplete(message, missing={"code": message})
    signed(criterion, by=by, now=now).save()
    return criterion


def _locked(meeting_id: int) -> Meeting:
    return locked(Meeting.objects.select_related("project"), pk=meeting_id)


def _demand_judge(by: User, meeting: Meeting) -> None:
    demand(by, Permission.GATE_VOTE)
    if not rules.may_judge(by, meeting):
        raise NotAllowed(_("You stand behind this project, so someone else must judge it."))


def _demand_evidence(project: Project, gate: str) -> None:
    if lacking := rules.missing_before(gate, selectors.facts_of(project)):
        raise Incomplete(_("The gate still lacks evidence."), missing=lacking)


def _demand_quorum(meeting: Meeting) -> None:
    lacking = meeting.quorum - meeting.votes.count()
    if lacking > 0:
        words = ngettext("%(n)s vote is missing to the quorum.", "%(n)s votes are missing to the quorum.", lacking)
        raise Refused(words % {"n": lacking})


def _demand_musts(meeting: Meeting) -> None:
    if failed := selectors.failed_musts(selectors.tallies(meeting)):
        names = ", ".join(criterion.name for criterion in failed)
        raise Refused(_("“Go” is not possible while this is not met: %(names)s.") % {"names": names})


def _copy_criteria(meeting: Meeting) -> None:
    rows = Criterion.objects.filter(is_active=True, gates__contains=[meeting.gate])
    MeetingCriterion.objects.bulk_create(
        MeetingCriterion(meeting=meeting, **{field: getattr(row, field) for field in _COPIED}) for row in rows
    )


def _ask_judges(meeting: Meeting) -> None:
    """A note to everybody who may vote."""
    judges = [person for person in people_holding(Permission.GATE_VOTE) if rules.may_judge(person, meeting)]
    text = format_lazy(gettext_lazy("Your vote is asked: {title}"), title=meeting.project.title)
    notify_all(judges, text, meeting.get_absolute_url(), f"products.gate:{meeting.public_id}")


def _scores(criteria: list[MeetingCriterion], answers: Mapping[str, Any]) -> list[Score]:
    missing: dict[str, str] = {}
    scores = []
    for criterion in criteria:
        given = answers.get(criterion.code)
        if criterion.is_must and isinstance(given, bool):
            scores.append(Score(criterion=criterion, met=given))
        elif not criterion.is_must and _is_points(given):
            scores.append(Score(criterion=criterion, points=given))
        else:
            missing[criterion.code] = _("Please judge “%(name)s”.") % {"name": criterion.name}
    if missing:
        raise Incomplete(_("Some criteria are not judged yet."), missing=missing)
    return scores


def _is_points(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= TOP_SCORE


def _move_project(project: Project, meeting: Meeting, *, by: User, now: dt.datetime) -> None:
    closes = meeting.decision == Decision.GO and meeting.gate == Gate.CLOSING
    project.status = PROJECT_MOVES["close" if closes else meeting.decision].from_(project.status)
    if closes or meeting.decision == Decision.KILL:
        project.ended_at = now
    elif meeting.decision == Decision.GO:
        project.stage, project.stage_at = STAGE_BEHIND[meeting.gate], now
        if meeting.gate == Gate.DEVELOPMENT:
            project.targets_frozen_at = now
    signed(project, by=by, now=now, reason=f"{meeting}: {meeting.get_decision_display()}").save()
    if project.ended_at:
        ask_for_lesson(
            kind=selectors.PROJECT_KIND,
            public_id=project.public_id,
            about=project.title,
            owner=project.manager,
            by=by,
            now=now,
            text=project.lesson,
        )
