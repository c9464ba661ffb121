"""The sweep: who must be told that a date comes near or has passed. Each is told once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import AlertStage, Due
from complaints.models import Complaint, DueAlert
from complaints.models.complaint import ComplaintQuerySet
from complaints.services.mail import case_url
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_datetime

WARN_BEFORE = timedelta(hours=24)
BATCH = 500
# Under this stand those of the confidential route, in place of a unit.
OWN_ROUTE = -1


def sweep(*, now: datetime, limit: int = BATCH) -> dict[str, int]:
    """Alert those responsible for what is due soon or overdue. Returns how many of each.

    Reads the partial index of the queue; the unique key of DueAlert lets two sweeps at once alert only once.
    """
    late = _unalerted(AlertStage.AFTER).filter(queue_at__lt=now)
    soon = _unalerted(AlertStage.BEFORE).filter(queue_at__gte=now, queue_at__lt=now + WARN_BEFORE)
    return {
        AlertStage.AFTER: _alert(late[:limit], AlertStage.AFTER, now=now),
        AlertStage.BEFORE: _alert(soon[:limit], AlertStage.BEFORE, now=now),
    }


def _unalerted(stage: str) -> ComplaintQuerySet:
    done = DueAlert.objects.filter(
        complaint=OuterRef("pk"), due=OuterRef("due"), due_at=OuterRef("queue_at"), stage=stage
    )
    return Complaint.objects.open().filter(~Exists(done)).select_related("handler", "unit").order_by("queue_at", "id")


def _alert(complaints: Iterable[Complaint], stage: str, *, now: datetime) -> int:
    rows = list(complaints)
    managers = _managers() if rows else {}
    count = 0
    for complaint in rows:
        with transaction.atomic():
            _alert_row, is_new = DueAlert.objects.get_or_create(
                complaint=complaint, due=complaint.due, due_at=complaint.queue_at, stage=stage, defaults={"at": now}
            )
            if not is_new:
                continue
            people = _responsible(complaint, stage, managers)
            key = f"complaint-due:{complaint.public_id}:{complaint.due}:{complaint.queue_at:%Y%m%d%H%M}:{stage}"
            notify_all(people, partial(_text, complaint, stage), case_url(complaint), key)
            count += 1
    return count


def _responsible(complaint: Complaint, stage: str, managers: dict[int, list[User]]) -> list[User]:
    """The officer in charge; after a missed date, or where nobody is in charge, the managers too."""
    people = [complaint.handler] if complaint.handler and complaint.handler.is_active else []
    if complaint.is_misconduct:
        people += managers[OWN_ROUTE]
    elif stage == AlertStage.AFTER or not people:
        people += managers.get(complaint.unit_id) or managers.get(0, [])
    return [person for person in dict.fromkeys(people) if rules.may_see(person, complaint)]


def _managers() -> dict[int, list[User]]:
    """Those who decide complaints, by unit; under 0 all of them, for units that have none."""
    own_route = people_holding(Permission.COMPLAINT_MISCONDUCT).order_by("pk")
    by_unit: dict[int, list[User]] = {0: [], OWN_ROUTE: list(own_route)}
    deciders = User.objects.filter(is_active=True, roles__permissions__contains=[Permission.COMPLAINT_DECIDE])
    for person in deciders.distinct().order_by("pk"):
        by_unit.setdefault(person.unit_id or 0, []).append(person)
        if person.unit_id:
            by_unit[0].append(person)
    return by_unit


def _text(complaint: Complaint, stage: str) -> str:
    words = {"number": complaint.number, "due": Due(complaint.due).label, "when": format_datetime(complaint.queue_at)}
    if stage == AlertStage.AFTER:
        return _("%(number)s is late: “%(due)s” was due %(when)s") % words
    return _("%(number)s is due soon: “%(due)s” by %(when)s") % words


def recompute_candidates(*, since: datetime) -> list[int]:
    """Ids of open complaints with an unmet date that may move when the calendar changes from `since` on."""
    moved = Q(acknowledged_at__isnull=True, acknowledge_due_at__gte=since)
    moved |= Q(first_replied_at__isnull=True, reply_due_at__gte=since)
    moved |= Q(resolved_at__isnull=True, resolve_due_at__gte=since)
    return list(Complaint.objects.open().filter(moved).order_by("pk").values_list("pk", flat=True))
