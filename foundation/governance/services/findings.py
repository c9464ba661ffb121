"""Findings of audits: written by the auditor, answered by the unit, closed once mended."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.evidence import CLAUSES
from foundation.core.models import locked, signed
from foundation.core.notifications import notify, notify_all
from foundation.governance import rules
from foundation.governance.enums import ActionState, FindingState, Grade
from foundation.governance.lifecycle import FINDING_MOVES
from foundation.governance.models import AuditFinding, FindingRecord, SampleItem
from foundation.governance.selectors.audits import actions_of_finding
from foundation.governance.services.audits import conducted, demand_auditor
from foundation.governance.services.common import demand_facts


@transaction.atomic
def save_finding(
    *,
    audit_id: int,
    grade: str,
    clause: str,
    text: str,
    items: Sequence[SampleItem],
    by: User,
    now: dt.datetime,
    finding_id: int | None = None,
    shown_version: int | None = None,
) -> AuditFinding:
    """Write a finding, graded, against a clause, with the records of the samples that show it.

    Raises NotAllowed, IllegalMove once the report is out, StaleVersion, Incomplete.
    """
    audit = conducted(audit_id, by)
    demand_facts(
        grade=None if grade in Grade.values else _("Please choose how grave it is."),
        clause=None if clause in CLAUSES else _("Please choose the clause."),
        text=None if text else _("Please write down what was found."),
        items=_("Please choose records of this audit's samples.")
        if any(item.sample.audit_id != audit.pk for item in items)
        else None,
    )
    if finding_id is None:
        number = (audit.findings.aggregate(last=Max("number"))["last"] or 0) + 1
        row = AuditFinding(audit=audit, number=number, created_at=now)
    else:
        row = locked(audit.findings.all(), pk=finding_id, shown_version=shown_version)
    row.grade, row.clause, row.text = grade, clause, text
    signed(row, by=by, now=now).save()
    row.records.all().delete()
    FindingRecord.objects.bulk_create(
        FindingRecord(finding=row, kind=item.kind, record_id=item.record_id) for item in items
    )
    return row


@transaction.atomic
def answer_finding(*, finding_id: int, answer: str, by: User, now: dt.datetime) -> AuditFinding:
    """The unit answers: what it says to the finding, why it came about, what it does.

    Raises NotAllowed for people of other units, IllegalMove before the report, Incomplete.
    """
    row = _moved("answer", finding_id, by)
    if not rules.speaks_for_audited(by, row):
        raise NotAllowed(_("Only people of the unit that was audited answer its findings."))
    if not row.audit.is_reported:
        raise IllegalMove(_("Findings are answered once the report is out."))
    demand_facts(answer=None if answer else _("Please write the answer."))
    row.answer, row.answered_at, row.answered_by = answer, now, by
    signed(row, by=by, now=now, reason=answer).save()
    text = gettext_lazy("A finding of your audit is answered.")
    notify(row.audit.auditor, text, row.get_absolute_url(), f"finding:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def return_finding(*, finding_id: int, note: str, by: User, now: dt.datetime) -> AuditFinding:
    """The auditor asks for another answer. Raises NotAllowed, IllegalMove, Incomplete without a note."""
    row = _moved("return", finding_id, by)
    demand_auditor(row.audit, by)
    demand_facts(note=None if note else _("Please say what is still to be answered."))
    # The answer stays where it can be read and mended; the history keeps both.
    signed(row, by=by, now=now, reason=note).save()
    people = people_holding(Permission.OBSERVATION_ANSWER).filter(unit=row.audit.unit_id)
    text = gettext_lazy("A finding of your unit needs another answer.")
    notify_all(people, text, row.get_absolute_url(), f"finding:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def close_finding(*, finding_id: int, note: str, by: User, now: dt.datetime) -> AuditFinding:
    """The auditor closes it. A major or minor one needs an action, and every action verified as effective.

    Raises NotAllowed, IllegalMove, Incomplete. The database refuses it too.
    """
    row = _moved("close", finding_id, by)
    demand_auditor(row.audit, by)
    states = set(actions_of_finding(row).values_list("state", flat=True))
    needs_action = row.grade != Grade.OBSERVATION
    is_mended = states == {ActionState.VERIFIED} or not needs_action
    demand_facts(
        note=None if note else _("Please say what shows that it is mended."),
        actions=None if is_mended else _("It closes once every action on it is verified as effective, one at least."),
    )
    row.closed_at, row.closed_by, row.closing_note = now, by, note
    signed(row, by=by, now=now, reason=note).save()
    return row


def _moved(name: str, finding_id: int, by: User) -> AuditFinding:
    move = FINDING_MOVES[name]
    demand(by, move.permission)
    row = locked(AuditFinding.objects.select_related("audit__plan", "audit__auditor"), pk=finding_id)
    row.state = FindingState(move.from_(row.state))
    return row
