"""Putting segments into use: a decision of somebody who did not design them, with grounds."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.knowledge.services import ask_for_lesson
from segmentation import rules
from segmentation.enums import StudyState
from segmentation.lifecycle import MOVES, VALIDITY
from segmentation.models import Study
from segmentation.services.periods import ask_to_keep_periods


@transaction.atomic
def adopt_study(
    *, study_id: int, run_id: int, reason: str, validity: Mapping[str, str], by: User, now: datetime
) -> Study:
    """Put the segments of the study's result into use, in place of those in use until now.

    `run_id` is the result that the person saw; `validity` says for each field of VALIDITY how the segments fulfil it.
    Raises NotAllowed (no permission, or one's own study), IllegalMove (another state, or a newer result), Incomplete
    with a message per empty field.
    """
    if not by.can(Permission.SEGMENT_ADOPT):
        raise NotAllowed(_("Your roles do not include putting segments into use."))
    _one_decision_at_a_time()
    predecessor = Study.objects.select_for_update(of=("self",)).filter(state=StudyState.ADOPTED).first()
    study = locked(Study.objects.all(), pk=study_id)
    if not rules.is_impartial(by, study):
        raise NotAllowed(_("Who designed a study can't put it into use; a colleague decides."))
    target = MOVES["adopt"].from_(study.state if study.chosen_run_id == run_id else "")
    _demand_grounds(reason, validity)
    if predecessor:
        _supersede(predecessor, by_study=study, now=now)
    for field in VALIDITY:
        setattr(study, field, validity[field].strip())
    study.state, study.reason = target, reason.strip()
    study.adopted_at, study.adopted_by = now, by
    study._change_reason = study.reason  # type: ignore[attr-defined]  # read by the history
    study.save()
    ask_to_keep_periods(study, by=by)
    ask_for_lesson(
        kind="segmentation_study",
        public_id=study.public_id,
        about=study.name,
        owner=study.designed_by,
        by=by,
        now=now,
    )
    return study


def _one_decision_at_a_time() -> None:
    """Two studies put into use at the same moment would both find the same predecessor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('segmentation.adopt'))")


def _demand_grounds(reason: str, validity: Mapping[str, str]) -> None:
    given = {"reason": reason, **validity}
    empty = _("Please say how the segments fulfil this; it may not stay empty.")
    missing = {field: empty for field in MOVES["adopt"].demands if not given.get(field, "").strip()}
    if missing:
        raise Incomplete(_("The grounds for using the segments are not complete."), missing=missing)


def _supersede(study: Study, *, by_study: Study, now: datetime) -> None:
    study.state = MOVES["supersede"].from_(study.state)
    study.superseded_at, study.superseded_by = now, by_study
    study.touch().save()
