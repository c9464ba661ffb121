"""Conducting an audit: start, draw samples, answer the checklist, report, close."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import sampling
from foundation.governance.enums import DAYS_TO_CLOSE, AuditVerdict, FindingState, Grade
from foundation.governance.lifecycle import AUDIT_MOVES
from foundation.governance.models import (
    LARGEST_SAMPLE,
    Audit,
    AuditAnswer,
    AuditSample,
    SampleItem,
)
from foundation.governance.populations import get as population_of
from foundation.governance.selectors.audits import unanswered_items
from foundation.governance.services.audit_plans import why_not_auditor
from foundation.governance.services.common import demand_facts

_listeners: list[Callable[[Audit, User, dt.datetime], None]] = []


def on_audit_closed(callback: Callable[[Audit, User, dt.datetime], None]) -> None:
    """Call back inside the transaction that closes an audit, from `AppConfig.ready()` of a room above.

    So knowledge asks for the lesson (docs/decisions/audit-populations.md). A callback that raises keeps it open.
    """
    if callback not in _listeners:
        _listeners.append(callback)


@transaction.atomic
def start_audit(*, audit_id: int, by: User, now: dt.datetime) -> Audit:
    """The auditor begins; the questions of the checklist are frozen, and the unit is told.

    Raises NotAllowed for anybody else and for an auditor who has moved into the unit, IllegalMove, also while the plan
    is not approved.
    """
    audit = _moved("start", audit_id, by)
    if audit.plan.approved_at is None:
        raise IllegalMove(_("The plan of this year is not approved yet, so no audit of it starts."))
    if why_not := why_not_auditor(by, audit.unit_id):
        raise NotAllowed(why_not)
    audit.started_at, audit.questions = now, list(audit.checklist.questions)
    signed(audit, by=by, now=now).save()
    return audit


@transaction.atomic
def draw_sample(
    *,
    audit_id: int,
    population: str,
    first_day: dt.date,
    last_day: dt.date,
    size: int,
    by: User,
    now: dt.datetime,
    unit: Unit | None = None,
    seed: str = "",
) -> AuditSample:
    """Draw records at random from a population and keep the list; without a seed one is drawn too.

    Raises NotAllowed, IllegalMove, Incomplete, also when the population is smaller than the sample.
    """
    audit = conducted(audit_id, by)
    offered = population_of(population)
    demand_facts(
        population=None if offered else _("Please choose what the sample is drawn from."),
        last_day=None if first_day <= last_day else _("The last day comes before the first."),
        size=None if 1 <= size <= LARGEST_SAMPLE else _("Please take between 1 and 200 records."),
    )
    if offered is None:
        raise Incomplete(_("Some facts are missing."))
    seed = seed or sampling.new_seed()
    drawn = sampling.draw(offered.rows(first_day, last_day, unit), seed=seed, size=size)
    if drawn.count < size:
        words = _("Only %(n)s records lie in these days. Please take a smaller sample or more days.")
        demand_facts(size=words % {"n": drawn.count})
    sample = AuditSample.objects.create(
        audit=audit,
        population=population,
        first_day=first_day,
        last_day=last_day,
        unit=unit,
        seed=seed,
        size=size,
        population_count=drawn.count,
        fingerprint=drawn.fingerprint,
        drawn_at=now,
        drawn_by=by,
    )
    SampleItem.objects.bulk_create(
        SampleItem(sample=sample, position=place, kind=offered.kind, record_id=record)
        for place, record in enumerate(drawn.ids, start=1)
    )
    return sample


@transaction.atomic
def answer_item(*, item_id: int, answers: Mapping[int, tuple[str, str]], by: User, now: dt.datetime) -> SampleItem:
    """Write what the questions found at one record: question -> (verdict, note). It may be mended until the report.

    Raises NotAllowed, IllegalMove, Incomplete naming questions left out or failures without a note.
    """
    item = SampleItem.objects.select_related("sample").get(pk=item_id)
    audit = conducted(item.sample.audit_id, by)
    missing = {}
    for question in range(len(audit.questions)):
        verdict, note = answers.get(question, ("", ""))
        if verdict not in AuditVerdict.values:
            missing[f"verdict_{question}"] = _("Please choose what you found.")
        elif verdict == AuditVerdict.FAILS and not note:
            missing[f"note_{question}"] = _("Please say what does not meet it.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    kept = {row.question: row for row in item.answers.select_for_update()}
    for question in range(len(audit.questions)):
        verdict, note = answers[question]
        row = kept.get(question)
        if row is None:
            row = AuditAnswer(item=item, question=question, created_at=now)
        elif (row.verdict, row.note) == (verdict, note):
            continue
        else:
            row.touch()
        row.verdict, row.note, row.answered_by = verdict, note, by
        signed(row, by=by, now=now).save()
    return item


@transaction.atomic
def report_audit(*, audit_id: int, conclusion: str, by: User, now: dt.datetime) -> Audit:
    """Give out the report: findings get their days, and the people of the unit are told.

    Raises NotAllowed, IllegalMove, Incomplete without a conclusion, a sample, or with records left unanswered.
    """
    audit = _moved("report", audit_id, by)
    left = unanswered_items(audit).count()
    words = _("%(n)s records of the samples are not answered yet.") % {"n": left}
    demand_facts(
        conclusion=None if conclusion else _("Please say what the audit shows as a whole."),
        answers=words if left else None if audit.samples.exists() else _("Please draw a sample first."),
    )
    audit.reported_at, audit.conclusion = now, conclusion
    signed(audit, by=by, now=now).save()
    day = timezone.localdate(now)
    for finding in audit.findings.select_for_update():
        finding.due_on = day + dt.timedelta(days=DAYS_TO_CLOSE[Grade(finding.grade)])
        signed(finding.touch(), by=by, now=now).save()
    people = people_holding(Permission.OBSERVATION_ANSWER).filter(unit=audit.unit_id)
    text = gettext_lazy("The report of an audit of your unit is out; its findings wait for an answer.")
    notify_all(people, text, audit.get_absolute_url(), f"audit:{audit.public_id}:reported")
    return audit


@transaction.atomic
def close_audit(*, audit_id: int, by: User, now: dt.datetime) -> Audit:
    """Close the audit; a lesson is asked for. The database refuses an open major finding too.

    Raises NotAllowed, IllegalMove, Incomplete while a major finding is not closed or another has no answer.
    """
    audit = _moved("close", audit_id, by)
    rows = audit.findings.exclude(state=FindingState.CLOSED)
    open_majors = [row.label for row in rows.filter(grade=Grade.MAJOR).select_related("audit__plan")]
    silent = [row.label for row in rows.filter(state=FindingState.OPEN).select_related("audit__plan")]
    words = None
    if open_majors:
        words = _("Major findings close once their actions are verified as effective: %(findings)s.")
    elif silent:
        words = _("These findings have no answer yet: %(findings)s.")
    demand_facts(findings=words and words % {"findings": ", ".join(open_majors or silent)})
    audit.closed_at = now
    signed(audit, by=by, now=now).save()
    for listener in _listeners:
        listener(audit, by, now)
    return audit


def demand_auditor(audit: Audit, by: User) -> None:
    """Raises NotAllowed for anybody but the auditor of this audit."""
    if by.pk != audit.auditor_id or not by.can(Permission.AUDIT_CONDUCT):
        raise NotAllowed(_("Only the auditor of this audit does that."))


def conducted(audit_id: int, by: User) -> Audit:
    """The locked audit, under way, for its auditor. Raises NotAllowed, IllegalMove."""
    audit = locked(Audit.objects.select_related("plan"), pk=audit_id)
    demand_auditor(audit, by)
    if not audit.is_under_way:
        raise IllegalMove(_("That is written while the audit is under way."))
    return audit


def _moved(name: str, audit_id: int, by: User) -> Audit:
    move = AUDIT_MOVES[name]
    demand(by, move.permission)
    audit = locked(Audit.objects.select_related("plan", "checklist"), pk=audit_id)
    demand_auditor(audit, by)
    audit.state = move.from_(audit.state)
    return audit
