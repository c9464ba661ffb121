"""Many complaints handled as one: linking, taking out again, who leads, and the same steps for all.

Every row is locked in one order, cases by key and then the matter, so that two officers who link at the same moment
wait for each other. The steps themselves are those of `services.moves`, with their rights, demands and trail.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import rules, rules_together
from complaints.models import Complaint, Matter, MatterMember
from complaints.selectors.matters import members_of, on_their_own
from complaints.services import investigation, mail, moves, proofs
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise_line

if TYPE_CHECKING:
    from foundation.accounts.models import User

NUMBER_PREFIX = "J"


@dataclass(frozen=True)
class Followed:
    """What came of one case when the steps of the leading one were taken for all."""

    complaint: Complaint
    moves: list[str] = field(default_factory=list)
    refusal: str = ""


@transaction.atomic
def link(*, complaint_id: int, other_number: str, reason: str, by: "User", now: datetime) -> Matter:
    """Handle two complaints as one; each brings what it is linked with already. The one received first leads.

    Raises NotAllowed (rights on either, or one that must stay apart), Incomplete (no reason, or no case of that number
    that the person may see), IllegalMove (already together, each in a matter of its own, or over).
    """
    other = Complaint.objects.visible_to(by).filter(number=other_number).first()
    if other is None or other.pk == complaint_id:
        message = _("You see no other case with this number.")
        raise Incomplete(message, missing={"number": message})
    _demand_reason(reason)
    cases = locked_cases([complaint_id, other.pk])
    for case in cases:
        _check_may_group(by, case)
        if not case.is_open:
            raise IllegalMove(_("%(number)s is over, so it is not linked any more.") % {"number": case.number})
    known = locked_matters(cases)
    if len(known) == 2:
        raise IllegalMove(_("Both belong to a matter of their own. Take one out first."))
    if known:
        matter = known[0]
        there = set(members_of(matter).values_list("complaint_id", flat=True))
        joining = [case for case in cases if case.pk not in there]
        if not joining:
            raise IllegalMove(_("These two are handled together already."))
    else:
        joining = cases
        lead = min(cases, key=lambda case: (case.received_at, case.pk))
        matter = Matter(number=next_number(NUMBER_PREFIX, year=be_year(now)), lead=lead)
        signed(matter, by=by, now=now, reason=reason).save()
    MatterMember.objects.bulk_create(
        MatterMember(matter=matter, complaint=case, joined_at=now, joined_by=by, why_joined=reason) for case in joining
    )
    _tell_handlers(matter, cases, by=by)
    return matter


@transaction.atomic
def unlink(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Matter:
    """Take a case out of its matter: it goes on by itself from where it stands, and nothing it was told is taken back.

    Raises NotAllowed, Incomplete without a reason, IllegalMove when it is in none.
    """
    case = locked_cases([complaint_id])[0]
    if not rules.may_work_on(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    _demand_reason(reason)
    known = locked_matters([case])
    if not known:
        raise IllegalMove(_("This case is handled by itself already."))
    leave(known[0], case, reason=reason, by=by, now=now)
    return known[0]


@transaction.atomic
def describe(
    *, complaint_id: int, public_th: str, public_en: str, by: "User", now: datetime, shown_version: int
) -> Matter:
    """Write what others who report the same may read of a matter, in both languages, or take it back (both empty).

    Raises NotAllowed, Incomplete when one language is missing, IllegalMove without a matter, StaleVersion.
    """
    case = locked_cases([complaint_id])[0]
    _check_may_group(by, case)
    if not locked_matters([case]):
        raise IllegalMove(_("This case is handled by itself already."))
    own = MatterMember.objects.get(complaint=case, left_at=None)
    matter = locked(Matter.objects.all(), pk=own.matter_id, shown_version=shown_version)
    words = {"public_th": normalise_line(public_th), "public_en": normalise_line(public_en)}
    if any(words.values()) and not all(words.values()):
        message = _("Please write it in both languages, or leave both empty.")
        raise Incomplete(message, missing={name: message for name, text in words.items() if not text})
    matter.public_th, matter.public_en = words["public_th"], words["public_en"]
    signed(matter, by=by, now=now).save()
    return matter


@transaction.atomic
def lead_by(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Matter:
    """Let this case lead its matter. Raises NotAllowed, Incomplete without a reason, IllegalMove when it leads or is
    in no matter."""
    case = locked_cases([complaint_id])[0]
    _check_may_group(by, case)
    _demand_reason(reason)
    known = locked_matters([case])
    if not known or known[0].lead_id == case.pk:
        raise IllegalMove(_("This case leads already, or is handled by itself."))
    matter = known[0]
    matter.lead = case
    signed(matter, by=by, now=now, reason=reason).save()
    return matter


def part(complaint: Complaint, *, by: "User", now: datetime) -> None:
    """Take a locked case out of its matter once its facts forbid that others are named beside it."""
    why = rules_together.why_apart(complaint)
    if why and (known := locked_matters([complaint])):
        leave(known[0], complaint, reason=why, by=by, now=now)


@transaction.atomic
def follow(*, complaint_id: int, by: "User", now: datetime) -> list[Followed]:
    """Bring the cases of a matter to where its leading case stands, by the steps that this person may take.

    Each case keeps its own dates and gets its own letter; one that is refused does not hold up the others. A case that
    was not content, or was taken up again, goes its own way. Raises NotAllowed, IllegalMove when there is no matter.
    """
    member = MatterMember.objects.filter(complaint_id=complaint_id, left_at=None).select_related("matter").first()
    if member is None:
        raise IllegalMove(_("This case is handled by itself already."))
    ids = set(members_of(member.matter).values_list("complaint_id", flat=True))
    cases = {case.pk: case for case in locked_cases(ids)}
    # Who waited for a lock reads again what was linked, taken out or led meanwhile.
    matter = Matter.objects.get(pk=member.matter_id)
    live = set(members_of(matter).values_list("complaint_id", flat=True)) & set(cases)
    seen = set(Complaint.objects.visible_to(by).filter(pk__in=live).values_list("pk", flat=True))
    if matter.lead_id not in seen:
        raise NotAllowed(_("You may not see the case that leads this matter."))
    lead, alone = cases[matter.lead_id], on_their_own(matter)
    if why := rules_together.why_apart(lead):
        raise NotAllowed(why)
    done = []
    for pk in sorted(seen - alone - {lead.pk}):
        if (steps := rules_together.shared_steps(cases[pk], lead)) and not rules_together.why_apart(cases[pk]):
            done.append(_bring(cases[pk], lead, steps, together=len(live), matter=matter, by=by, now=now))
    return done


def _bring(
    case: Complaint, lead: Complaint, steps: list[str], *, together: int, matter: Matter, by: "User", now: datetime
) -> Followed:
    acts: dict[str, Callable[[], object]] = {
        "acknowledge": lambda: moves.acknowledge(complaint_id=case.pk, by=by, now=now),
        "assess": lambda: moves.assess(complaint_id=case.pk, assessment=_assessment(case, lead), by=by, now=now),
        "investigate": lambda: moves.start_investigation(
            complaint_id=case.pk, investigator=lead.investigator, by=by, now=now
        ),
        "findings": lambda: _share_findings(case.pk, lead, matter=matter, by=by, now=now),
        "decide": lambda: moves.decide(complaint_id=case.pk, decision=_decision(lead), by=by, now=now),
        "communicate": lambda: moves.communicate(
            complaint_id=case.pk, by=by, now=now, covering=_covering(case.language, together)
        ),
        "carry_out": lambda: _carry_out(case.pk, lead, by=by, now=now),
    }
    taken: list[str] = []
    for step in steps:
        try:
            acts[step]()
        except Refused as refusal:
            return Followed(case, taken, _in_words(refusal))
        taken.append(step)
    return Followed(case, taken)


def _carry_out(pk: int, lead: Complaint, *, by: "User", now: datetime) -> None:
    """The work of the leading case was the work of this one, and what proves it proves both."""
    proofs.share(lead, pk, by=by, now=now)
    moves.carry_out(complaint_id=pk, what=lead.carried_out, by=by, now=now)


def _in_words(refusal: Refused) -> str:
    lacking = refusal.missing.values() if isinstance(refusal, Incomplete) else ()
    return " ".join([refusal.message, *lacking])


def _assessment(case: Complaint, lead: Complaint) -> moves.Assessment:
    """The six points of the leading case, never below what was judged for this one before (a case taken up again).

    The matter is the same, so is the judgement; an officer raises it where one of the others was hit harder.
    """
    assert lead.severity is not None and lead.complexity is not None and lead.impact is not None  # noqa: S101, PT018
    own_priority = case.priority if case.is_assessed else 0
    kept_reason = case.priority_reason or _("Was judged as more pressing before.")
    return moves.Assessment(
        severity=max(lead.severity, case.severity or 0),
        is_safety_matter=bool(lead.is_safety_matter or case.is_safety_matter),
        complexity=max(lead.complexity, case.complexity or 0),
        impact=max(lead.impact, case.impact or 0),
        needs_immediate_action=bool(lead.needs_immediate_action or case.needs_immediate_action),
        can_act_immediately=bool(lead.can_act_immediately or case.can_act_immediately),
        immediate_action=lead.immediate_action or case.immediate_action,
        priority=max(lead.priority, own_priority),
        priority_reason=kept_reason if own_priority > lead.priority else lead.priority_reason or case.priority_reason,
    )


def _decision(lead: Complaint) -> moves.Decision:
    return moves.Decision(
        outcome=lead.outcome,
        text=lead.decision,
        remedies=list(lead.remedies_decided),
        prevention=lead.prevention,
        carry_out_by=lead.carry_out_by,
        amount=lead.remedy_amount,
        offer_to_others=lead.offer_to_others,
    )


def _share_findings(pk: int, lead: Complaint, *, matter: Matter, by: "User", now: datetime) -> None:
    """What the investigator found in the leading case stands in this one too: the same person investigates both."""
    case = locked(Complaint.objects.all(), pk=pk)
    if not (rules.may_note(by, case) or by.can(Permission.COMPLAINT_DECIDE)):
        raise NotAllowed(_("Your role does not include this step."))
    if case.investigator_id != lead.investigator_id:
        raise NotAllowed(_("Someone else investigates this case, so it needs findings of its own."))
    case.findings, case.findings_at = lead.findings, now
    case.root_cause, case.cause_kind, case.whys = lead.root_cause, lead.cause_kind, list(lead.whys)
    investigation.weigh(case, now=now)
    reason = _("Found once for all cases of %(matter)s, in %(number)s") % {
        "matter": matter.number,
        "number": lead.number,
    }
    signed(case, by=by, now=now, reason=reason).save()


def _covering(language: str, together: int) -> str:
    with translation.override(language):
        return ngettext(
            "%(count)s person told us about the same thing as you. We looked into it once for all of you; your own "
            "complaint, with its dates and rights, stays your own.",
            "%(count)s people told us about the same thing as you. We looked into it once for all of you; your own "
            "complaint, with its dates and rights, stays your own.",
            together - 1,
        ) % {"count": together - 1}


def leave(matter: Matter, case: Complaint, *, reason: str, by: "User | None", now: datetime) -> None:
    """The case leaves a locked matter. The next by receipt leads; one alone is no matter."""
    staying = members_of(matter).exclude(complaint_id=case.pk).order_by("complaint__received_at", "complaint_id")
    remaining = list(staying.values_list("complaint_id", flat=True))
    leaving = [case.pk] if len(remaining) > 1 else [case.pk, *remaining]
    members_of(matter).filter(complaint_id__in=leaving).update(left_at=now, left_by=by, why_left=reason)
    if len(remaining) < 2:
        matter.ended_at = now
    elif matter.lead_id == case.pk:
        matter.lead_id = remaining[0]
    else:
        return
    signed(matter, by=by, now=now, reason=reason).save()


def locked_cases(ids: "set[int] | list[int]") -> list[Complaint]:
    """The cases by key, locked in that order. Their versions stay: to link a case overwrites nothing that is typed."""
    return list(Complaint.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def locked_matters(cases: list[Complaint]) -> list[Matter]:
    """The matters of locked cases, locked, as they are now that nobody else can change them."""
    ids = MatterMember.objects.filter(complaint__in=cases, left_at=None).values_list("matter_id", flat=True)
    matters = [locked(Matter.objects.all(), pk=pk) for pk in sorted(set(ids))]
    still = set(MatterMember.objects.filter(complaint__in=cases, left_at=None).values_list("matter_id", flat=True))
    return [matter for matter in matters if matter.pk in still]


def _check_may_group(by: "User", case: Complaint) -> None:
    if why := rules_together.why_apart(case):
        raise NotAllowed(why)
    if not rules_together.may_group(by, case) or not Complaint.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("Your role does not include this step."))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})


def _tell_handlers(matter: Matter, cases: list[Complaint], *, by: "User") -> None:
    """Who is in charge of a case hears that it is now handled with others."""
    for case in cases:
        if case.handler and case.handler_id != by.pk:
            text = partial(_text_linked, case.number, matter.number)
            notify_all([case.handler], text, mail.case_url(case), f"complaint-linked:{case.public_id}:{matter.number}")


def _text_linked(number: str, matter: str) -> str:
    return _("%(number)s is now handled together with other cases (%(matter)s)") % {"number": number, "matter": matter}
