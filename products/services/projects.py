"""Projects between their gates: starting, planning, evidence, launch."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.files import attach
from foundation.core.models import Attachment, locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line, search_form
from products.enums import Stage
from products.lifecycle import PROJECT_MOVES
from products.models import Idea, Project
from products.selectors import paper_owner
from products.services.common import demand_words, editable

NUMBER_PREFIX = "P"
START_FIELDS = ("title", "title_en", "summary", "innovation", "product")
PLAN_FIELDS = (*START_FIELDS, "manager", "planned_launch_on", "budget", "charter_promise", "lesson")
# What the gate after the business case has agreed to; it does not change afterwards.
FROZEN_FIELDS = ("planned_launch_on", "budget")


@transaction.atomic
def start_project(*, facts: Mapping[str, Any], idea_ids: Iterable[int], by: User, now: dt.datetime) -> Project:
    """A project in scoping, from ideas that were accepted and have none yet; `facts` holds names of START_FIELDS.

    Raises NotAllowed, Incomplete, IllegalMove for an idea that is not accepted or has a project already.
    """
    demand(by, Permission.PRODUCT_EDIT)
    project = Project(
        number=next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now))),
        proposed_by=by,
        manager=by,
        started_at=now,
        stage_at=now,
        created_at=now,
    )
    _fill(project, facts, START_FIELDS)
    signed(project, by=by, now=now).save()
    for idea_id in sorted(set(idea_ids)):
        _take_up(project, idea_id, by=by, now=now)
    return project


@transaction.atomic
def save_plan(
    *, project_id: int, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Project:
    """Change what a project is and plans; `facts` holds names of PLAN_FIELDS.

    Raises NotAllowed, IllegalMove when it is over, StaleVersion, Incomplete for a frozen plan or a manager without
    the duty.
    """
    project = editable(project_id, by, shown_version=shown_version)
    if project.targets_frozen_at:
        changed = [name for name in FROZEN_FIELDS if name in facts and facts[name] != getattr(project, name)]
        if changed:
            message = _("The gate has agreed to this; it does not change any more.")
            raise Incomplete(message, missing=dict.fromkeys(changed, message))
    manager = facts.get("manager")
    if manager is not None and not manager.can(Permission.PRODUCT_EDIT):
        message = _("This person's role does not include running projects.")
        raise Incomplete(message, missing={"manager": message})
    _fill(project, facts, PLAN_FIELDS)
    signed(project, by=by, now=now).save()
    return project


@transaction.atomic
def attach_paper(*, project_id: int, paper: str, upload: "UploadedFile[Any]", by: User, now: dt.datetime) -> Attachment:
    """File a paper of the project. Raises NotAllowed, IllegalMove when it is over, Refused for a bad file."""
    project = editable(project_id, by)
    attachment = attach(owner_kind=paper_owner(paper), owner_public_id=project.public_id, upload=upload, by=by)
    signed(project, by=by, now=now, reason=_("Filed: %(name)s") % {"name": attachment.name}).save()
    return attachment


@transaction.atomic
def record_launch(*, project_id: int, launched_on: dt.date, by: User, now: dt.datetime) -> Project:
    """The result is with customers: the post-launch review begins.

    Raises NotAllowed, IllegalMove outside the stage of launch, Incomplete for a day to come or before the gate.
    """
    project = editable(project_id, by)
    if project.stage != Stage.LAUNCH or not project.is_running:
        raise IllegalMove(_("A launch is recorded in the stage of launch, while the project runs."))
    if not timezone.localdate(project.stage_at) <= launched_on <= timezone.localdate(now):
        message = _("Please give a day from the launch gate up to today.")
        raise Incomplete(message, missing={"launched_on": message})
    project.launched_on, project.stage, project.stage_at = launched_on, Stage.REVIEW, now
    signed(project, by=by, now=now, reason=_("Launched")).save()
    return project


@transaction.atomic
def resume(*, project_id: int, reason: str, by: User, now: dt.datetime) -> Project:
    """Take a project on hold up again. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    move = PROJECT_MOVES["resume"]
    demand(by, move.permission)
    project = locked(Project.objects.all(), pk=project_id)
    project.status = move.from_(project.status)
    demand_words(reason=reason)
    signed(project, by=by, now=now, reason=reason).save()
    return project


def _fill(project: Project, facts: Mapping[str, Any], fields: Iterable[str]) -> None:
    for field in fields:
        if field in facts:
            setattr(project, field, facts[field])
    project.title = normalise_line(project.title)
    project.summary = normalise(project.summary)
    project.lesson = normalise(project.lesson)
    demand_words(title=project.title, summary=project.summary, innovation=project.innovation)
    project.search_text = search_form(f"{project.number} {project.title} {project.title_en} {project.summary}")


def _take_up(project: Project, idea_id: int, *, by: User, now: dt.datetime) -> None:
    idea = locked(Idea.objects.all(), pk=idea_id)
    if idea.status != "accepted":
        raise IllegalMove(_("Idea %(number)s is not accepted, so no project can serve it.") % {"number": idea.number})
    if idea.project_id is not None:
        raise IllegalMove(_("Idea %(number)s is served by a project already.") % {"number": idea.number})
    idea.project = project
    signed(idea, by=by, now=now, reason=project.number).save()
