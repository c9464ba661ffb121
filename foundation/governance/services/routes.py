"""Approval routes: drawing them up, and taking a document along one (docs/decisions/approval-routes.md)."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import approval_kinds
from foundation.governance.enums import RouteState, RunState, RunVerdict
from foundation.governance.models import MOST_STEPS, ApprovalRoute, ApprovalRun, RouteStep, RunDecision
from foundation.governance.selectors.routes import holders_of, next_step
from foundation.governance.services.common import demand_facts


@transaction.atomic
def draft_route(*, content_kind: str, reason: str, by: User, now: dt.datetime) -> ApprovalRoute:
    """Begin the next route of a kind of document with the steps of the one in force.

    Raises NotAllowed, Incomplete, Refused while another draft of the kind is open.
    """
    demand(by, Permission.POLICY_EDIT)
    demand_facts(
        content_kind=None if approval_kinds.get(content_kind) else _("Please choose the kind of document."),
        reason=None if reason else _("Please say why it should go this way."),
    )
    known = ApprovalRoute.objects.filter(content_kind=content_kind)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    route = ApprovalRoute(content_kind=content_kind, number=number, reason=reason, drafted_by=by, created_at=now)
    try:
        with transaction.atomic():
            signed(route, by=by, now=now, reason=reason).save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("A draft for this kind of document is open already. Please go on with that one.")) from error
    former = known.filter(state=RouteState.IN_FORCE).first()
    for step in former.steps.all() if former else ():
        RouteStep.objects.create(
            route=route, place=step.place, title_th=step.title_th, title_en=step.title_en, role_id=step.role_id
        )
    return route


@transaction.atomic
def save_route_steps(
    *, route_id: int, shown_version: int, steps: Sequence[tuple[str, str, Role]], by: User, now: dt.datetime
) -> ApprovalRoute:
    """Put these steps (Thai title, English title, role), in this order, in place of those of a draft.

    Raises NotAllowed, IllegalMove for no draft, StaleVersion, Incomplete when there is none, too many, or a role does
    not review this kind of document.
    """
    demand(by, Permission.POLICY_EDIT)
    route = locked(ApprovalRoute.objects.all(), pk=route_id, shown_version=shown_version)
    if not route.is_draft:
        raise IllegalMove(_("Only a draft is changed. Draw up the next route instead."))
    kind = approval_kinds.get(route.content_kind)
    unfit = [str(role) for _th, _en, role in steps if kind is None or kind.permission not in role.permissions]
    demand_facts(
        steps=_("A route has one step at least and five at most.") if not 1 <= len(steps) <= MOST_STEPS else None,
        role=_("This role does not review such documents: %(roles)s.") % {"roles": ", ".join(unfit)} if unfit else None,
    )
    route.steps.all().delete()
    RouteStep.objects.bulk_create(
        RouteStep(route=route, place=place, title_th=title_th, title_en=title_en or title_th, role=role)
        for place, (title_th, title_en, role) in enumerate(steps, 1)
    )
    signed(route, by=by, now=now).save()
    return route


@transaction.atomic
def bring_route_into_force(*, route_id: int, by: User, now: dt.datetime) -> ApprovalRoute:
    """A second person puts the draft in force, in place of the former route. Documents on their way stay on theirs.

    Raises NotAllowed, also for whoever drew it up, IllegalMove, Incomplete for a draft without steps or with more
    steps than there are people to take them: each is taken by another person.
    """
    demand(by, Permission.POLICY_REVIEW)
    route = locked(ApprovalRoute.objects.all(), pk=route_id)
    if not route.is_draft:
        raise IllegalMove(_("Only a draft is put in force."))
    if route.drafted_by_id == by.pk:
        raise NotAllowed(_("Whoever drew up a route does not put it in force. Please ask someone else."))
    steps = list(route.steps.select_related("role"))
    lonely = [step.title for step in steps if not holders_of(step).exists()]
    demand_facts(
        steps=None if steps else _("This route has no step yet."),
        role=_("Nobody holds the role of: %(steps)s.") % {"steps": ", ".join(lonely)} if lonely else None,
    )
    for former in ApprovalRoute.objects.filter(content_kind=route.content_kind, state=RouteState.IN_FORCE):
        _ended(locked(ApprovalRoute.objects.all(), pk=former.pk), by, now, route.reason)
    route.state, route.in_force_at, route.in_force_by = RouteState.IN_FORCE, now, by
    signed(route, by=by, now=now).save()
    return route


@transaction.atomic
def end_route(*, route_id: int, reason: str, by: User, now: dt.datetime) -> ApprovalRoute:
    """Set a draft aside, or end the route in force: such documents are then passed by one second person.

    Raises NotAllowed, IllegalMove when it has ended, Incomplete without a reason.
    """
    demand(by, Permission.POLICY_EDIT)
    demand_facts(reason=None if reason else _("Please say why."))
    route = locked(ApprovalRoute.objects.all(), pk=route_id)
    if route.state == RouteState.ENDED:
        raise IllegalMove(_("This route has ended already."))
    return _ended(route, by, now, reason)


@transaction.atomic
def start_run(
    *,
    content_kind: str,
    content_public_id: str,
    content_hash: str,
    title_th: str,
    title_en: str,
    url: str,
    drafter_ids: Sequence[int],
    by: User,
    now: dt.datetime,
) -> ApprovalRun | None:
    """Send an exact content along the route in force for its kind; None where none is in force.

    Called by the room that owns the document, inside its own step. Raises IllegalMove while a run of it lives.
    """
    route = ApprovalRoute.objects.filter(content_kind=content_kind, state=RouteState.IN_FORCE).first()
    if route is None:
        return None
    run = ApprovalRun(
        route=route,
        content_public_id=content_public_id,
        content_hash=content_hash,
        title_th=title_th,
        title_en=title_en,
        url=url,
        drafter_ids=sorted(drafter_ids),
        started_by=by,
        created_at=now,
    )
    try:
        with transaction.atomic():
            signed(run, by=by, now=now).save(force_insert=True)
    except IntegrityError as error:
        raise IllegalMove(_("This document is on its way already.")) from error
    _tell_next(run)
    return run


@transaction.atomic
def pass_step(*, content_public_id: str, content_hash: str, note: str, by: User, now: dt.datetime) -> ApprovalRun:
    """Pass the step that is due. After the last one the run has passed.

    Raises IllegalMove when no run of exactly this content lives, NotAllowed (the role of the step, drafters, whoever
    took an earlier step).
    """
    run = _decided(content_public_id, content_hash, RunVerdict.PASSED, note, by, now)
    if next_step(run) is None:
        return _closed(run, RunState.PASSED, "", by, now)
    _tell_next(run)
    return run


@transaction.atomic
def return_from_step(
    *, content_public_id: str, content_hash: str, note: str, by: User, now: dt.datetime
) -> ApprovalRun:
    """Return the document at the step that is due; the run ends and those who drafted it are told by their room.

    Raises like `pass_step`, and Incomplete without a note.
    """
    demand_facts(reason=None if note else _("Please say why."))
    run = _decided(content_public_id, content_hash, RunVerdict.RETURNED, note, by, now)
    return _closed(run, RunState.RETURNED, note, by, now)


@transaction.atomic
def stop_run(*, content_public_id: str, reason: str, by: User, now: dt.datetime) -> None:
    """The drafters took the document back: its run, if one lives, ends."""
    run = ApprovalRun.objects.filter(content_public_id=content_public_id, state=RunState.LIVE).first()
    if run is not None:
        _closed(locked(ApprovalRun.objects.all(), pk=run.pk), RunState.WITHDRAWN, reason, by, now)


def _ended(route: ApprovalRoute, by: User, now: dt.datetime, reason: str) -> ApprovalRoute:
    route.state, route.ended_at = RouteState.ENDED, now
    signed(route, by=by, now=now, reason=reason).save()
    return route


def _closed(run: ApprovalRun, state: RunState, reason: str, by: User, now: dt.datetime) -> ApprovalRun:
    run.state, run.ended_at, run.end_reason = state, now, reason
    signed(run, by=by, now=now, reason=reason).save()
    return run


def _decided(
    content_public_id: str, content_hash: str, verdict: RunVerdict, note: str, by: User, now: dt.datetime
) -> ApprovalRun:
    live = ApprovalRun.objects.filter(content_public_id=content_public_id, state=RunState.LIVE).first()
    if live is None:
        raise IllegalMove(_("This document is not on its way now."))
    run = locked(ApprovalRun.objects.select_related("route"), pk=live.pk)
    step = next_step(run)
    if not run.is_live or step is None or run.content_hash != content_hash:
        raise IllegalMove(_("The text is no longer the one that was sent on its way."))
    if not by.roles.filter(pk=step.role_id).exists():
        raise NotAllowed(_("The step that is due belongs to: %(role)s.") % {"role": step.role})
    if by.pk in run.drafter_ids:
        raise NotAllowed(_("Whoever had a hand in the draft cannot review it. Please ask someone else."))
    if run.decisions.filter(decided_by=by).exists():
        raise NotAllowed(_("You took an earlier step. Each step is taken by another person."))
    RunDecision.objects.create(run=run, step=step, verdict=verdict, note=note, decided_by=by, created_at=now)
    return run


def _tell_next(run: ApprovalRun) -> None:
    step = next_step(run)
    if step is not None:
        people = holders_of(step).exclude(pk__in=run.drafter_ids)
        text = gettext_lazy("A document waits for your step of its approval.")
        notify_all(people, text, run.url, f"approval:{run.public_id}:{step.place}")
