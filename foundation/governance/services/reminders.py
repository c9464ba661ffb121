"""Reminding of what is overdue: whoever must act, once for each day that was set; later those above them, once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from foundation.core.notifications import notify, notify_all
from foundation.governance.enums import FindingState
from foundation.governance.models import AuditFinding, Observation
from foundation.governance.selectors.observations import people_who_answer
from foundation.governance.selectors.overdue import (
    Overseers,
    overdue_findings,
    people_of_finding,
    those_who_approve_audits,
)
from foundation.governance.selectors.risks import overdue_actions

# So long after their day those above are told as well.
RAISED_AFTER = dt.timedelta(days=7)


@transaction.atomic
def remind_overdue(*, now: dt.datetime) -> dict[str, int]:
    """Leave a note for everybody who must act; a second run changes nothing. Returns how many of each kind are overdue.

    The key of a note holds the due day, so that what was given a new day reminds again. `raised` counts the actions
    and findings that are late for so long that those above were told as well.
    """
    today = timezone.localdate(now)
    actions, raised_actions = _actions(today)
    findings, raised_findings = _findings(today)
    return {
        "observations": _observations(today),
        "actions": actions,
        "findings": findings,
        "raised": raised_actions + raised_findings,
    }


def _observations(today: dt.date) -> int:
    rows = list(Observation.objects.overdue(today).select_related("owner"))
    for row in rows:
        text = gettext_lazy("An observation of the board is past its day without your answer.")
        key = f"observation:{row.public_id}:overdue:{row.due_on}"
        notify_all(people_who_answer(row), text, row.get_absolute_url(), key)
    return len(rows)


def _actions(today: dt.date) -> tuple[int, int]:
    rows = list(overdue_actions(today))
    overseers, raised = Overseers(), 0
    for row in rows:
        key, url = f"action:{row.public_id}:overdue:{row.due_on}", row.get_absolute_url()
        notify(row.owner, gettext_lazy("An action of yours is past its day."), url, key)
        if _is_raised(row.due_on, today) and not row.is_confidential:  # those above don't read it
            text = gettext_lazy("An action of your unit is more than a week past its day.")
            notify_all(overseers.of(row.owner), text, url, f"{key}:raised")
            raised += 1
    return len(rows), raised


def _findings(today: dt.date) -> tuple[int, int]:
    rows = list(overdue_findings(today))
    above, raised = list(those_who_approve_audits()) if rows else [], 0
    people = people_of_finding(rows)
    for row in rows:
        key, url = f"finding:{row.public_id}:overdue:{row.due_on}", row.get_absolute_url()
        # Answered in the meantime, it waits for other people and tells them so, once too.
        notify_all(people[row.audit.unit_id], _words(row), url, f"{key}:{row.state}")
        if row.state == FindingState.ANSWERED:
            text = gettext_lazy("A finding of your audit is past its day and not closed.")
            notify(row.audit.auditor, text, url, f"{key}:auditor")
        if _is_raised(row.due_on, today):
            text = gettext_lazy("A finding of an audit is more than a week past its day.")
            notify_all(above, text, url, f"{key}:raised")
            raised += 1
    return len(rows), raised


def _words(row: AuditFinding) -> Promise:
    if row.state == FindingState.OPEN:
        return gettext_lazy("A finding of an audit is past its day without an answer of your unit.")
    return gettext_lazy("A finding of your unit is past its day and not closed.")


def _is_raised(due_on: dt.date | None, today: dt.date) -> bool:
    return due_on is not None and today - due_on > RAISED_AFTER
