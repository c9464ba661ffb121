"""The escalation ladder: so many days after a missed date, by severity, the holders of a role are told. Once each."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from complaints import rules_impartial
from complaints.enums import Due
from complaints.models import Complaint, Escalation
from complaints.rules_closing import UNASSESSED
from complaints.selectors.closing import escalation_rules
from complaints.services.mail import case_url
from foundation.accounts.models import User
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_datetime

BATCH = 500


def climb(*, now: datetime, limit: int = BATCH) -> int:
    """Take every step of the ladder that is due. Returns how many; a second run takes none twice."""
    taken = 0
    for rule in escalation_rules().filter(is_active=True):
        late = Complaint.objects.overdue(at=now - timedelta(days=rule.days_late)).order_by("queue_at", "id")
        counts = Q(severity__gte=rule.severity_from)
        if rule.severity_from <= UNASSESSED:
            counts |= Q(severity=None)
        serious = late.filter(counts)
        done = Escalation.objects.filter(
            rule=rule, complaint=OuterRef("pk"), due=OuterRef("due"), due_at=OuterRef("queue_at")
        )
        fresh = list(serious.filter(~Exists(done))[:limit])
        holders = list(User.objects.filter(is_active=True, roles=rule.role).distinct()) if fresh else []
        for case in fresh:
            with transaction.atomic():
                people = _who(case, holders)
                _row, is_new = Escalation.objects.get_or_create(
                    complaint=case,
                    rule=rule,
                    due=case.due,
                    due_at=case.queue_at,
                    defaults={"days_late": rule.days_late, "role": rule.role, "told": len(people), "at": now},
                )
                if is_new:
                    key = f"complaint-ladder:{case.public_id}:{rule.pk}:{case.due}:{case.queue_at:%Y%m%d%H%M}"
                    notify_all(people, partial(_text, case, rule.days_late), case_url(case), key)
                    taken += 1
    return taken


def _who(case: Complaint, holders: list[User]) -> list[User]:
    """Those of the case's unit, or all where the unit has none; never the one complained about."""
    able = [person for person in holders if not rules_impartial.is_kept_from(person, case)]
    return [person for person in able if person.unit_id == case.unit_id] or able


def _text(case: Complaint, days: int) -> str:
    words = {"number": case.number, "due": Due(case.due).label, "when": format_datetime(case.queue_at), "n": days}
    return _("%(number)s needs you: “%(due)s” was due %(when)s and is still open (step of %(n)s days)") % words
