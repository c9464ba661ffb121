"""What changed because you told us: each complainant hears it once, by message and on the tracking page (7.3, 8.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints.enums import MessageKind, Status
from complaints.models import ChangeTold, Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.services import talk


@dataclass(frozen=True)
class Change:
    """What was said and what was done, in both languages, and the public id under which it stands on the portal."""

    public_id: str
    said: Mapping[str, str]
    did: Mapping[str, str]


def reached(public_ids: Collection[str]) -> ComplaintQuerySet:
    """The complaints whose complainants can be told: not of the confidential route, not filed twice, and where a name
    was given, not erased. Who told us without a name reads it on the tracking page."""
    rows = Complaint.objects.ordinary().filter(public_id__in=public_ids).exclude(status=Status.MERGED)
    return rows.exclude(complainant__data_key__destroyed_at__isnull=False)


@transaction.atomic
def tell_change(*, public_ids: Collection[str], change: Change, now: datetime) -> int:
    """Tell those complainants of the change. How many were told now; who was told before is not told again."""
    told = 0
    for case in reached(public_ids).select_for_update(of=("self",)).order_by("pk"):
        if ChangeTold.objects.filter(complaint=case, change=change.public_id).exists():
            continue
        message = talk.post(case, kind=MessageKind.NOTICE, body=_words(case, change), by=None, now=now)
        ChangeTold.objects.create(complaint=case, change=change.public_id, message=message, at=now)
        told += 1
    return told


def _words(case: Complaint, change: Change) -> str:
    with translation.override(case.language):
        opening = _("Your complaint %(number)s helped to change something. Thank you for telling us.")
        parts = [
            opening % {"number": case.number},
            _("What was said: %(said)s") % {"said": change.said[case.language]},
            _("What we did: %(did)s") % {"did": change.did[case.language]},
        ]
    return "\n\n".join(parts)
