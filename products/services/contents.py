"""What a project must do and bring: requirements traced to needs, targets, and measured results."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from foundation.core.references import resolve
from products.enums import Stage
from products.models import Actual, Project, Requirement, Target
from products.services.common import demand_words, editable

REQUIREMENT_FIELDS = ("text", "priority", "origin", "source_kind", "source_public_id", "basis")
TARGET_FIELDS = ("dimension", "name", "unit", "aim", "baseline", "value", "measured_how")


@transaction.atomic
def save_requirement(
    *,
    project_id: int,
    requirement_id: int | None,
    shown_version: int | None,
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> Requirement:
    """Add a requirement or change one; `facts` holds names of REQUIREMENT_FIELDS. A change undoes the verification.

    Raises NotAllowed, IllegalMove when the project is over, StaleVersion, Incomplete for a record that cannot be cited.
    """
    project = editable(project_id, by)
    if requirement_id is None:
        last = project.requirements.aggregate(last=Max("number"))["last"] or 0
        requirement = Requirement(project=project, number=last + 1, created_at=now)
    else:
        rows = Requirement.objects.filter(project=project)
        requirement = locked(rows, pk=requirement_id, shown_version=shown_version)
    for field in REQUIREMENT_FIELDS:
        if field in facts:
            setattr(requirement, field, facts[field])
    demand_words(text=requirement.text)
    _demand_citable(requirement, by)
    requirement.verified_at = requirement.verified_by = None
    requirement.verified_how = ""
    signed(requirement, by=by, now=now).save()
    return requirement


@transaction.atomic
def verify_requirement(*, project_id: int, requirement_id: int, how: str, by: User, now: dt.datetime) -> Requirement:
    """Say that the result does what is required, and how that was found. Raises NotAllowed, IllegalMove, Incomplete."""
    project = editable(project_id, by)
    if project.stage in {Stage.SCOPING, Stage.BUSINESS_CASE}:
        raise IllegalMove(_("There is nothing to verify before development has begun."))
    requirement = locked(Requirement.objects.filter(project=project), pk=requirement_id)
    demand_words(how=how)
    requirement.verified_at, requirement.verified_by, requirement.verified_how = now, by, how
    signed(requirement, by=by, now=now).save()
    return requirement


@transaction.atomic
def remove_requirement(*, project_id: int, requirement_id: int, by: User, now: dt.datetime) -> None:
    """Take a requirement out; its history stays. Raises NotAllowed, IllegalMove."""
    project = editable(project_id, by)
    signed(project.requirements.get(pk=requirement_id), by=by, now=now).delete()


@transaction.atomic
def save_target(
    *,
    project_id: int,
    target_id: int | None,
    shown_version: int | None,
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> Target:
    """Set a target or change one before the gate; `facts` holds names of TARGET_FIELDS.

    Raises NotAllowed, IllegalMove once the targets are frozen, StaleVersion, Incomplete when the name is taken.
    """
    project = _unfrozen(project_id, by)
    if target_id is None:
        target = Target(project=project, created_at=now)
    else:
        target = locked(Target.objects.filter(project=project), pk=target_id, shown_version=shown_version)
    for field in TARGET_FIELDS:
        if field in facts:
            setattr(target, field, facts[field])
    demand_words(name=target.name, unit=target.unit, measured_how=target.measured_how)
    if project.targets.filter(name=target.name).exclude(pk=target.pk).exists():
        message = _("This project has a target of that name.")
        raise Incomplete(message, missing={"name": message})
    signed(target, by=by, now=now).save()
    return target


@transaction.atomic
def remove_target(*, project_id: int, target_id: int, by: User, now: dt.datetime) -> None:
    """Take a target out before the gate. Raises NotAllowed, IllegalMove once the targets are frozen."""
    project = _unfrozen(project_id, by)
    signed(project.targets.get(pk=target_id), by=by, now=now).delete()


@transaction.atomic
def record_actual(
    *,
    project_id: int,
    target_id: int,
    value: Decimal,
    n: int | None,
    measured_on: dt.date,
    note: str,
    by: User,
    now: dt.datetime,
) -> Actual:
    """Record what was measured after the launch. A correction is a later row; nothing is overwritten.

    Raises NotAllowed, IllegalMove before the launch, Incomplete for a day before the launch or to come.
    """
    project = editable(project_id, by)
    if project.stage != Stage.REVIEW or project.launched_on is None:
        raise IllegalMove(_("Results are recorded in the post-launch review."))
    if not project.launched_on <= measured_on <= timezone.localdate(now):
        message = _("Please give a day from the launch up to today.")
        raise Incomplete(message, missing={"measured_on": message})
    target = project.targets.get(pk=target_id)
    return Actual.objects.create(
        target=target, value=value, n=n, measured_on=measured_on, note=note, recorded_by=by, recorded_at=now
    )


def _unfrozen(project_id: int, by: User) -> Project:
    project = editable(project_id, by)
    if project.targets_frozen_at:
        raise IllegalMove(_("The targets were set at the gate after the business case. They do not change any more."))
    return project


def _demand_citable(requirement: Requirement, by: User) -> None:
    """A cited record must be one that the person may see; a requirement without one is a hole, not an error."""
    if not requirement.source_kind:
        requirement.source_public_id = ""
        return
    if resolve(by, requirement.source_kind, requirement.source_public_id) is None:
        message = _("There is no such record that you may see. Please check kind and number.")
        raise Incomplete(message, missing={"source": message, "source_public_id": message})
