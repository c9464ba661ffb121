"""Fishbones of the demonstration: the root on its branch, and what stood beside it, with the evidence of the case."""

from datetime import datetime

from complaints import services
from complaints.demo_texts import Case
from complaints.enums import Cause
from complaints.enums_fishbone import Bone
from complaints.models import Evidence
from foundation.accounts.models import User

BONES = {
    Cause.PROCEDURE: Bone.RULES,
    Cause.PEOPLE: Bone.PEOPLE,
    Cause.CAPACITY: Bone.PROCESS,
    Cause.BUILDING: Bone.EQUIPMENT,
    Cause.SUPPLIER: Bone.SUPPLIES,
    Cause.INFORMATION: Bone.INFORMATION,
    Cause.DESIGN: Bone.PROCESS,
    Cause.OUTSIDE: Bone.RULES,
}


def draw(*, pk: int, case: Case, by: User, now: datetime) -> None:
    """For cases whose whys are told; the first why is what was seen, the last one a gap in the process."""
    if not case.whys:
        return
    evidence = Evidence.objects.filter(complaint_id=pk).order_by("number").first()
    root = Cause(case.cause_kind)
    named = [
        services.Named(BONES[root], case.cause, evidence),
        services.Named(Bone.EQUIPMENT, case.whys[0], evidence),
        services.Named(Bone.PROCESS, case.whys[-1]),
    ]
    rows = [services.name_cause(complaint_id=pk, named=each, by=by, now=now) for each in named]
    services.hold_root(complaint_id=pk, public_id=rows[0].public_id, by=by, now=now)
