"""The sweep over requests: officers are told some days before the law's day, executives when it has passed."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_date
from foundation.privacy.models import DataRequest

WARN_BEFORE = timedelta(days=5)


@transaction.atomic
def remind(*, now: datetime) -> dict[str, int]:
    """Tell of what is due within five days and of what is late. Each is told once; an extended day tells anew."""
    due = DataRequest.objects.open().filter(due_at__lt=now + WARN_BEFORE).order_by("due_at", "id")
    officers = list(people_holding(Permission.PRIVACY_OFFICER))
    executives = list(people_holding(Permission.PRIVACY_APPROVE))
    told = {"soon": 0, "late": 0}
    for row in due:
        stage = "late" if row.due_at < now else "soon"
        people = dict.fromkeys([*officers, *(executives if stage == "late" else [])])
        key = f"data-request-due:{row.public_id}:{row.due_at:%Y%m%d}:{stage}"
        url = row.get_absolute_url() if stage == "soon" else ""
        notify_all(officers, partial(_text, stage, row), row.get_absolute_url(), key)
        notify_all([person for person in people if person not in officers], partial(_text, stage, row), url, key)
        told[stage] += 1
    return told


def _text(stage: str, row: DataRequest) -> str:
    words = {"number": row.number, "day": format_date(row.due_at)}
    if stage == "late":
        return _("Request %(number)s about personal data was due on %(day)s and is not answered.") % words
    return _("Request %(number)s about personal data is due on %(day)s.") % words
