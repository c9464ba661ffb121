"""Mystery visits: planned by those who answer for measuring, made by somebody of another unit, told once.

What a visit saw becomes measurements under keys of the visit, so that telling it twice counts once.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Touchpoint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from service_charter.enums import Source, VisitState
from service_charter.models import Measurement, MysteryVisit
from service_charter.selectors.visits import standard_bound_at
from service_charter.services.measurement import Entry, demand_measurer, enter


@transaction.atomic
def plan_visit(
    *,
    touchpoint: Touchpoint,
    visitor: User,
    first_day: dt.date,
    last_day: dt.date,
    scenario: str,
    codes: Sequence[str],
    by: User,
    now: dt.datetime,
) -> MysteryVisit:
    """Plan a visit between two days; the visitor is told.

    Raises NotAllowed, Incomplete (also for a visitor of the unit that answers for the touchpoint, who would be known
    there, or one who may not measure).
    """
    demand_measurer(by)
    missing = {}
    if not visitor.can(Permission.CHARTER_MEASURE):
        missing["visitor"] = _("This person's role does not include entering measurements.")
    elif visitor.unit_id is not None and visitor.unit_id == touchpoint.owner_unit_id:
        missing["visitor"] = _("Someone of the touchpoint's own unit is known there. Please choose another person.")
    if last_day < first_day or last_day < timezone.localdate(now):
        missing["last_day"] = _("Please choose a last day that is not past and not before the first.")
    if not scenario:
        missing["scenario"] = _("Please say what the visitor asks for.")
    if not codes:
        missing["codes"] = _("Please choose at least one promise.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    visit = MysteryVisit(
        touchpoint=touchpoint,
        visitor=visitor,
        first_day=first_day,
        last_day=last_day,
        scenario=scenario,
        codes=sorted(codes),
        planned_by=by,
        created_at=now,
    )
    signed(visit, by=by, now=now).save()
    text = gettext_lazy("You are asked to make a mystery visit.")
    notify(visitor, text, visit.get_absolute_url(), f"visit:{visit.public_id}")
    return visit


@transaction.atomic
def report_visit(
    *, visit_id: int, visited_at: dt.datetime, story: str, kept: Mapping[str, bool | None], by: User, now: dt.datetime
) -> list[Measurement]:
    """The visitor tells what happened: of each promise whether it was kept, None where it could not be tried.

    Raises NotAllowed for anybody else, IllegalMove when it was told or called off, Incomplete, Refused for a promise
    that did not bind on that day.
    """
    visit = locked(MysteryVisit.objects.select_related("touchpoint"), pk=visit_id)
    if by.pk != visit.visitor_id:
        raise NotAllowed(_("Only the visitor tells what happened."))
    demand_measurer(by)
    if not visit.is_planned:
        raise IllegalMove(_("This visit was told already, or called off."))
    missing = {}
    if not story:
        missing["story"] = _("Please tell in some words what happened.")
    if visited_at > now or not visit.first_day <= timezone.localdate(visited_at) <= visit.last_day:
        missing["visited_on"] = _("The visit was planned for other days, or this lies in the future.")
    if set(kept) != set(visit.codes):
        missing["codes"] = _("Please answer for each promise of the visit.")
    elif all(answer is None for answer in kept.values()):
        missing["codes"] = _("At least one promise must have been tried. Otherwise call the visit off.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    rows = [_measured(visit, code, answer, visited_at, by, now) for code, answer in kept.items() if answer is not None]
    visit.state, visit.visited_at, visit.story = VisitState.DONE, visited_at, story
    visit.ended_at, visit.ended_by = now, by
    signed(visit, by=by, now=now).save()
    return rows


@transaction.atomic
def call_off_visit(*, visit_id: int, reason: str, by: User, now: dt.datetime) -> MysteryVisit:
    """The visit is not made. Raises NotAllowed, IllegalMove when it is over, Incomplete without a reason."""
    demand_measurer(by)
    visit = locked(MysteryVisit.objects.all(), pk=visit_id)
    if not visit.is_planned:
        raise IllegalMove(_("This visit was told already, or called off."))
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    visit.state, visit.ended_at, visit.ended_by, visit.cancel_reason = VisitState.CANCELLED, now, by, reason
    signed(visit, by=by, now=now, reason=reason).save()
    return visit


def _measured(
    visit: MysteryVisit, code: str, kept: bool, visited_at: dt.datetime, by: User, now: dt.datetime
) -> Measurement:
    standard = standard_bound_at(code, visited_at)
    entry = Entry(
        standard_id=standard.pk if standard else 0,
        source=Source.MYSTERY,
        key=f"visit:{visit.public_id}:{code}",
        occurred_at=visited_at,
        kept=int(kept),
        unit_id=visit.touchpoint.owner_unit_id,
        touchpoint_id=visit.touchpoint_id,
    )
    return enter(entry, by=by, now=now)[0]
