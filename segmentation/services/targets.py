"""Choosing the segments that the company aims at (policy 2.1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import locked
from segmentation import rules
from segmentation.models import Segment, Study, TargetDecision


@transaction.atomic
def decide_target(
    *, segment_id: int, is_target: bool, reason: str, shown_number: int, by: User, now: datetime
) -> TargetDecision:
    """Choose the segment as target, or decide against it; a later decision replaces an earlier one, and both stay.

    `shown_number` is the number of the decision that the person saw, 0 for none. Raises NotAllowed, IllegalMove when
    the study of the segment is not in use or too old, StaleVersion after a decision of somebody else, Incomplete
    without a reason.
    """
    if not rules.can_plan(by):
        raise NotAllowed(_("Your roles do not include choosing target segments."))
    segment = Segment.objects.select_related("run").get(pk=segment_id)
    # The lock holds off both another decision and a newer study.
    study = locked(Study.objects.all(), pk=segment.run.study_id)
    if not rules.is_of_result_in_use(study, segment.run_id):
        raise IllegalMove(_("This segment is not in use. Only a segment of the study in use can become a target."))
    if rules.is_outdated(study, now):
        raise IllegalMove(_("The study is more than two years old. Put a newer study into use, then choose targets."))
    last = TargetDecision.objects.filter(segment=segment).order_by("-number").first()
    stored = last.number if last else 0
    if stored != shown_number:
        raise StaleVersion(
            _("Somebody decided on this segment meanwhile. Please read that decision first."),
            shown=shown_number,
            stored=stored,
        )
    if not reason.strip():
        raise Incomplete(_("The decision needs its reason."), missing={"reason": _("Please say why.")})
    return TargetDecision.objects.create(
        segment=segment,
        number=stored + 1,
        is_target=is_target,
        reason=reason.strip(),
        decided_by=by,
        decided_at=now,
    )
