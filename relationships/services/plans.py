"""Planning a programme: what, for whom, measured how, who is in it, what is to be done."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from relationships.enums import ProgrammeStatus
from relationships.lifecycle import PLAN_EDITABLE
from relationships.measuring import measurable, measured_before
from relationships.models import Programme, ProgrammeActivity, ProgrammeMeasure
from relationships.services.checks import missing_of, refuse_missing

PROGRAMME_FIELDS = ("name", "objective", "segment", "budget", "spent", "starts_on", "ends_on", "owner")
PREFIX = "R"

# Members of the segment who had been assigned by the end of that day and are not forgotten.
_DRAW = """
INSERT INTO relationships_programmemember (programme_id, customer_id, drawn_on)
SELECT %s, m.customer_id, %s
  FROM segmentation_membership m
  JOIN customers_customer c ON c.id = m.customer_id
 WHERE m.segment_id = %s AND m.assigned_at < %s AND c.erased_at IS NULL AND c.merged_into_id IS NULL
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def create_programme(*, values: Mapping[str, Any], by: User, now: dt.datetime) -> Programme:
    """A programme to be planned; `values` holds PROGRAMME_FIELDS. Raises NotAllowed, Incomplete."""
    demand(by, Permission.PROGRAMME_EDIT)
    number = next_number(PREFIX, year=be_year(timezone.localdate(now)))
    programme = Programme(number=number, created_at=now, owner=by)
    return _filled(programme, values, by, now)


@transaction.atomic
def update_programme(
    *, programme_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> Programme:
    """Change the plan; while it runs only what was spent and who is responsible. A new segment drops drawn members.

    Raises NotAllowed, StaleVersion, IllegalMove once it is evaluated or cancelled, Incomplete.
    """
    demand(by, Permission.PROGRAMME_EDIT)
    programme = locked(Programme.objects.all(), pk=programme_id, shown_version=shown_version)
    if programme.status == ProgrammeStatus.RUNNING:
        values = {name: values[name] for name in ("spent", "owner") if name in values}
    elif programme.status not in PLAN_EDITABLE:
        raise IllegalMove(_("This programme is over; it is kept as it was."))
    before = programme.segment_id
    programme = _filled(programme, values, by, now)
    if programme.segment_id != before:
        programme.members.all().delete()
        programme.measures.all().delete()
        programme.drawn_on = None
        programme.save()
    return programme


@transaction.atomic
def add_measure(*, programme_id: int, metric_key: str, target: float, by: User, now: dt.datetime) -> ProgrammeMeasure:
    """Judge the programme by a registered metric. Its value in the year before the start is read from the registry.

    Raises NotAllowed, IllegalMove once it runs, Incomplete for a metric that is not there, has no value or is taken.
    """
    programme = _planned(programme_id, by)
    metric = measurable().get(metric_key)
    if metric is None:
        raise Incomplete(_("Some facts are missing."), missing={"metric_key": _("There is no such measure.")})
    if programme.measures.filter(metric_key=metric_key).exists():
        raise Incomplete(_("Some facts are missing."), missing={"metric_key": _("This measure is there already.")})
    before = measured_before(metric, programme)
    return ProgrammeMeasure.objects.create(
        programme=programme, metric_key=metric_key, target=target, is_of_segment=before.is_of_segment,
        baseline=before.value, baseline_all=before.value_all, baseline_n=before.n,
    )  # fmt: skip


@transaction.atomic
def remove_measure(*, programme_id: int, metric_key: str, by: User, now: dt.datetime) -> None:
    """Take a measure off the plan. Raises NotAllowed, IllegalMove once it runs."""
    _planned(programme_id, by).measures.filter(metric_key=metric_key).delete()


@transaction.atomic
def draw_members(*, programme_id: int, as_of: dt.date, by: User, now: dt.datetime) -> int:
    """Draw the customers of the target segment as it stood at the end of that day; an earlier draw is replaced.

    Gives how many. One statement, whatever their number. Raises NotAllowed, IllegalMove, Incomplete for a day to come
    or when nobody was in the segment then.
    """
    programme = _planned(programme_id, by)
    if as_of > timezone.localdate(now):
        raise Incomplete(_("Some facts are missing."), missing={"as_of": _("This day is still to come.")})
    end = timezone.make_aware(dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time()))
    programme.members.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [programme.pk, as_of, programme.segment_id, end])
        drawn: int = cursor.rowcount
    if not drawn:
        raise Incomplete(_("Some facts are missing."), missing={"as_of": _("Nobody was in this segment on that day.")})
    programme.drawn_on = as_of
    signed(programme, by=by, now=now).save()
    return drawn


@transaction.atomic
def add_activity(*, programme_id: int, values: Mapping[str, Any], by: User, now: dt.datetime) -> ProgrammeActivity:
    """Something to be done: `title`, `owner`, `due_on`. Raises NotAllowed, IllegalMove when it is over, Incomplete."""
    programme = _unfinished(programme_id, by)
    activity = ProgrammeActivity(programme=programme, created_at=now, owner=values.get("owner") or by)
    activity.title, activity.due_on = values.get("title") or "", values.get("due_on")  # type: ignore[assignment]
    refuse_missing(missing_of(activity, ("title", "due_on")))
    signed(activity, by=by, now=now).save()
    return activity


@transaction.atomic
def complete_activity(*, activity_id: int, outcome: str, by: User, now: dt.datetime) -> ProgrammeActivity:
    """It is done. Raises NotAllowed, IllegalMove when it was done before."""
    demand(by, Permission.PROGRAMME_EDIT)
    activity = locked(ProgrammeActivity.objects.all(), pk=activity_id)
    if activity.done_on is not None:
        raise IllegalMove(_("This was done before."))
    activity.done_on, activity.outcome = timezone.localdate(now), outcome
    signed(activity, by=by, now=now).save()
    return activity


def _planned(programme_id: int, by: User) -> Programme:
    demand(by, Permission.PROGRAMME_EDIT)
    programme = locked(Programme.objects.all(), pk=programme_id)
    if programme.status not in PLAN_EDITABLE:
        raise IllegalMove(_("The plan stands once the programme has started."))
    return programme


def _unfinished(programme_id: int, by: User) -> Programme:
    demand(by, Permission.PROGRAMME_EDIT)
    programme = locked(Programme.objects.all(), pk=programme_id)
    if programme.status not in (ProgrammeStatus.PLANNED, ProgrammeStatus.RUNNING):
        raise IllegalMove(_("This programme is over; it is kept as it was."))
    return programme


def _filled(programme: Programme, values: Mapping[str, Any], by: User, now: dt.datetime) -> Programme:
    for name in PROGRAMME_FIELDS:
        if name in values and (name != "owner" or values[name]):
            setattr(programme, name, values[name])
    if programme.spent is None:
        programme.spent = Decimal(0)
    missing = missing_of(programme, ("name", "objective", "segment_id", "budget", "starts_on", "ends_on"))
    if programme.starts_on and programme.ends_on and programme.ends_on < programme.starts_on:
        missing["ends_on"] = _("It ends before it begins.")
    for name in ("budget", "spent"):
        if (getattr(programme, name) or 0) < 0:
            missing[name] = _("This can't be less than nothing.")
    refuse_missing(missing)
    signed(programme, by=by, now=now).save()
    return programme
