"""Evidence for policy clause 1.2 (the board approves, meets, and is answered) and of audits (1.2, 5.2, 5.4)."""

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.thai.dates import fiscal_quarter_of, format_date
from foundation.governance.enums import Grade, ObservationState
from foundation.governance.models import Audit, AuditFinding, AuditPlan, BoardMeeting, Observation
from foundation.governance.selectors.policy import current_policy

QUARTER = dt.timedelta(days=92)


def _approved(at: dt.datetime) -> Finding:
    version = current_policy()
    if version is None or version.resolution is None:
        links = (Link(gettext_lazy("Text of the policy"), reverse("governance:staff-policy-text")),)
        return Finding(Verdict.RED, _("No policy approved by the board is recorded: import the announcement."), links)
    links = (Link(str(version), reverse("governance:staff-policy-version", args=[version.public_id])),)
    words = _("Version %(number)s was approved by meeting %(meeting)s on %(day)s.") % {
        "number": version.number,
        "meeting": version.meeting_label,
        "day": format_date(version.resolution.meeting.held_on, "long"),
    }
    return Finding(Verdict.GREEN, words, links, version.resolution.created_at)


def _answered(at: dt.datetime) -> Finding:
    links = (Link(gettext_lazy("Observations of the board"), reverse("governance:staff-observations")),)
    rows = Observation.objects.filter(created_at__lte=at)
    if not rows.exists():
        return Finding(Verdict.AMBER, _("No observation of the board has been recorded yet."), links)
    overdue = rows.overdue(timezone.localdate(at)).count()
    if overdue:
        words = ngettext(
            "%(n)s observation of the board is past its day without an answer.",
            "%(n)s observations of the board are past their day without an answer.",
            overdue,
        )
        return Finding(Verdict.RED, words % {"n": overdue}, links)
    returned = rows.filter(state=ObservationState.RETURNED).count()
    if returned:
        words = ngettext(
            "The board returned %(n)s answer; a better one is due.",
            "The board returned %(n)s answers; better ones are due.",
            returned,
        )
        return Finding(Verdict.AMBER, words % {"n": returned}, links)
    latest = rows.latest("updated_at").updated_at
    return Finding(Verdict.GREEN, _("Every observation has an owner, and none is past its day."), links, latest)


def _met(at: dt.datetime) -> Finding:
    today = timezone.localdate(at)
    last = BoardMeeting.objects.took_place().filter(held_on__lte=today).order_by("-held_on").first()
    links = (Link(gettext_lazy("Board"), reverse("governance:staff-board")),)
    if last is None:
        return Finding(Verdict.RED, _("No meeting of the board is recorded."), links)
    words = _("The last recorded meeting is %(label)s of %(day)s.") % {
        "label": last.label,
        "day": format_date(last.held_on, "long"),
    }
    is_recent = today - last.held_on <= QUARTER
    return Finding(Verdict.GREEN if is_recent else Verdict.RED, words, links, last.created_at)


YEAR = dt.timedelta(days=366)


def _planned(at: dt.datetime) -> Finding:
    """The audits that the approved plan put into quarters that are over were reported."""
    links = (Link(gettext_lazy("Audits"), reverse("governance:staff-audits")),)
    now = fiscal_quarter_of(at)
    plan = AuditPlan.objects.filter(year_be__lte=now.year_be, approved_at__lte=at).order_by("-year_be").first()
    if plan is None:
        return Finding(Verdict.RED, _("No plan of audits is approved."), links)
    if plan.year_be < now.year_be:
        return Finding(
            Verdict.AMBER, _("This fiscal year has no approved plan of audits yet."), links, plan.approved_at
        )
    late = plan.audits.filter(quarter__lt=now.quarter).exclude(reported_at__lte=at).count()
    if late:
        words = ngettext(
            "%(n)s audit of the plan was not reported in its quarter.",
            "%(n)s audits of the plan were not reported in their quarter.",
            late,
        )
        return Finding(Verdict.AMBER, words % {"n": late}, links, plan.approved_at)
    return Finding(Verdict.GREEN, _("The approved plan of audits is kept."), links, plan.approved_at)


def _audited(clause: str) -> Callable[[dt.datetime], Finding]:
    """Whether the clause was audited within the year, and what was found is mended in time."""

    def find(at: dt.datetime) -> Finding:
        links = (Link(gettext_lazy("Audits"), reverse("governance:staff-audits")),)
        last = Audit.objects.filter(clause=clause, reported_at__lte=at).order_by("-reported_at").first()
        if last is None or last.reported_at is None:
            return Finding(Verdict.AMBER, _("No audit of this clause was reported."), links)
        links = (Link(last.title, last.get_absolute_url()),)
        overdue = AuditFinding.objects.filter(clause=clause).overdue(timezone.localdate(at))
        if overdue.filter(grade=Grade.MAJOR).exists():
            words = _("A major finding of an audit is past its day.")
            return Finding(Verdict.RED, words, links, last.reported_at)
        if overdue.exists():
            return Finding(Verdict.AMBER, _("A finding of an audit is past its day."), links, last.reported_at)
        if at - last.reported_at > YEAR:
            words = _("The last audit of this clause is older than a year.")
            return Finding(Verdict.AMBER, words, links, last.reported_at)
        words = _("Audited within the year; nothing found is past its day.")
        return Finding(Verdict.GREEN, words, links, last.reported_at)

    return find


def _audit_rule(clause: str) -> Evidence:
    return Evidence(
        key=f"governance.audited_{clause.replace('.', '_')}",
        clause=clause,
        title=gettext_lazy("Audited within the year, and what was found is mended in time"),
        rule=gettext_lazy(
            "Green: an audit of the clause was reported within a year and no finding is past its day. Amber: none was, "
            "or a lesser finding is past its day. Red: a major finding is past its day."
        ),
        find=_audited(clause),
    )


RULES = (
    Evidence(
        key="governance.policy_approved",
        clause="1.2",
        title=gettext_lazy("The board approved the policy in force"),
        rule=gettext_lazy("Green: a published version stands on a resolution of the board. Red: there is none."),
        find=_approved,
    ),
    Evidence(
        key="governance.observations_answered",
        clause="1.2",
        title=gettext_lazy("Observations of the board are answered in time"),
        rule=gettext_lazy(
            "Green: none is past its day. Amber: an answer was returned, or none was ever recorded. "
            "Red: one is past its day without an answer."
        ),
        find=_answered,
    ),
    Evidence(
        key="governance.board_meets",
        clause="1.2",
        title=gettext_lazy("The board met in the last quarter"),
        rule=gettext_lazy("Green: a meeting was held in the last 92 days. Red: none was."),
        find=_met,
    ),
    Evidence(
        key="governance.audits_planned",
        clause="1.2",
        title=gettext_lazy("Audits follow an approved yearly plan"),
        rule=gettext_lazy(
            "Green: this fiscal year has an approved plan, and its audits were reported in their quarters. Amber: the "
            "plan is last year's, or an audit is late. Red: no plan was ever approved."
        ),
        find=_planned,
    ),
    _audit_rule("5.2"),
    _audit_rule("5.4"),
)
