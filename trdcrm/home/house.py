"""What the house itself lays on a desk: board, plans, policy, privacy, knowledge, risks, reports, messages."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import foundation.governance.selectors.waiting as governance_reads
import foundation.knowledge.selectors as knowledge_reads
import foundation.privacy.selectors as privacy_reads
import reporting.selectors as report_reads
import service_charter.selectors.awareness as awareness_reads
import service_charter.selectors.commitments as commitment_reads
import strategy.selectors.waiting as strategy_reads
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.jobs import title_of
from foundation.core.models import Job, Notification
from foundation.core.outbox import undelivered_visible_to
from foundation.core.thai.dates import fiscal_quarter_of
from foundation.governance.selectors import open_proposals
from reporting.selectors.reviews import waits_for
from strategy.models import Definition, Plan
from strategy.rules import due_on
from trdcrm.home.shape import NOTHING, Desk, Found, Line, first_of, joined


def _data_requests(user: User, now: datetime) -> Found:
    return first_of(
        privacy_reads.requests_due(),
        lambda row: Line(
            title=str(row.get_right_display()),
            url=row.get_absolute_url(),
            detail=f"{row.number} · {row.get_status_display()}",
            due=row.due_at,
            due_label=_("Answer by"),
            used=now - row.received_at,
            allowed=row.due_at - row.received_at,
        ),
    )


def _erasures(user: User, now: datetime) -> Found:
    return first_of(
        privacy_reads.erasures_waiting(besides=user),
        lambda waiting: Line(
            title=_("Erase a person"),
            url=reverse("privacy:staff-erasure", args=[waiting.request.number]),
            detail=f"{waiting.request.number} · {waiting.proposed_by}",
        ),
    )


def _proposals(user: User, now: datetime) -> Found:
    return first_of(
        open_proposals(),
        lambda row: Line(row.title, reverse("governance:staff-proposal", args=[row.public_id]), str(row.proposed_by)),
    )


def _approvals(user: User, now: datetime) -> Found:
    return first_of(governance_reads.runs_waiting_for(user), lambda run: Line(run.title, run.url, str(run.started_by)))


def _approved_plans(user: User, now: datetime) -> Found:
    def line(text: Plan | Definition) -> Line:
        return Line(str(text), text.get_absolute_url(), text.get_status_display())

    return joined(
        first_of(strategy_reads.plans_approved(), line), first_of(strategy_reads.definitions_approved(), line)
    )


def _progress(user: User, now: datetime) -> Found:
    quarter = fiscal_quarter_of(now).previous()
    return first_of(
        strategy_reads.reports_owed(user, quarter),
        lambda row: Line(
            row.title,
            reverse("strategy:staff-progress", args=[row.public_id, quarter.year_be, quarter.quarter]),
            quarter.label(),
            due_on=due_on(quarter),
        ),
    )


def _observations(user: User, now: datetime) -> Found:
    return first_of(
        governance_reads.observations_to_answer(user),
        lambda row: Line(row.text[:140], row.get_absolute_url(), row.owner_name, due_on=row.due_on),
    )


def _review(user: User, now: datetime) -> Found:
    steps = waits_for(user, now=now)
    lines = [
        Line(_("Annual review of the policy"), row.get_absolute_url(), row.get_state_display(), due_on=row.due_on)
        for row, _step in steps
    ]
    return Found(lines, len(lines))


def _charter(user: User, now: datetime) -> Found:
    charter = awareness_reads.charter_for(user, now)
    if charter is None:
        return NOTHING  # nothing is promised yet, so nothing was handed down either
    accepting = first_of(
        commitment_reads.waiting_for(user, now),
        lambda row: Line(str(row), row.get_absolute_url(), row.holder_name, due_on=row.due_on),
    )
    if not charter.has_read:
        return joined(accepting, Found([Line(charter.title, "/staff/charter/awareness/read/", str(charter))], 1))
    if charter.asks_quiz:
        return joined(
            accepting, Found([Line(_("Quiz on the charter"), "/staff/charter/awareness/quiz/", str(charter))], 1)
        )
    return accepting


def _articles(user: User, now: datetime) -> Found:
    return first_of(
        knowledge_reads.articles_waiting_for(user),
        lambda row: Line(row.title, row.get_absolute_url(), f"{row.get_status_display()} · {row.author}"),
    )


def _actions(user: User, now: datetime) -> Found:
    return first_of(
        governance_reads.actions_open_for(user),
        lambda row: Line(row.action[:140], row.get_absolute_url(), row.get_kind_display(), due_on=row.due_on),
    )


def _audits(user: User, now: datetime) -> Found:
    quarter = fiscal_quarter_of(now)
    to_approve = NOTHING
    if user.can(P.AUDIT_APPROVE):
        to_approve = first_of(
            governance_reads.plans_to_approve(user),
            lambda plan: Line(str(plan), plan.get_absolute_url(), f"{plan.get_state_display()} · {plan.drafted_by}"),
        )
    to_conduct = first_of(
        governance_reads.audits_to_conduct(user, quarter.year_be, quarter.quarter),
        lambda audit: Line(audit.title, audit.get_absolute_url(), f"{audit.label} · {audit.get_state_display()}"),
    )
    return joined(to_approve, to_conduct)


def _findings(user: User, now: datetime) -> Found:
    return first_of(
        governance_reads.findings_waiting_for(user),
        lambda row: Line(
            row.text[:140], row.get_absolute_url(), f"{row.label} · {row.get_state_display()}", due_on=row.due_on
        ),
    )


def _retention(user: User, now: datetime) -> Found:
    titles = {kind.kind: kind.label for kind in privacy_reads.kept_kinds()}
    return first_of(
        privacy_reads.rules_to_confirm(user),
        lambda rule: Line(
            str(titles[rule.kind]), reverse("privacy:staff-retention-rule", args=[rule.kind]), str(rule.drafted_by)
        ),
    )


def _risks(user: User, now: datetime) -> Found:
    return first_of(
        governance_reads.risks_to_review(user, timezone.localdate(now)),
        lambda row: Line(row.title, row.get_absolute_url(), due_on=row.review_on),
    )


def _report(user: User, now: datetime) -> Found:
    printed = report_reads.newest_printed()
    if printed is None:
        return NOTHING
    report = printed.snapshot.report
    url = reverse("reporting:staff-detail", args=[report.year_be, report.quarter])
    edition = _("Edition %(edition)s") % {"edition": printed.snapshot.edition}
    return Found([Line(report.fiscal_quarter.label(), url, edition)], 1)


def _undelivered(user: User, now: datetime) -> Found:
    return first_of(
        undelivered_visible_to(user),
        lambda message: Line(str(message.title), reverse("core:outbox"), message.error_message),
    )


def _jobs(user: User, now: datetime) -> Found:
    return first_of(
        Job.objects.live().filter(requested_by=user).order_by("-id"),
        lambda job: Line(str(title_of(job.kind)), reverse("core:job", args=[job.public_id]), job.note),
    )


def _notes(user: User, now: datetime) -> Found:
    return first_of(
        Notification.objects.filter(user=user, read_at__isnull=True),
        lambda note: Line(note.text, note.url or reverse("core:notifications")),
    )


DESKS = (
    Desk(
        "data-requests",
        (P.PRIVACY_OFFICER,),
        gettext_lazy("Requests about personal data"),
        "shield",
        "/staff/privacy/",
        gettext_lazy("No request waits for an answer."),
        _data_requests,
    ),
    Desk(
        "erasures",
        (P.PRIVACY_APPROVE,),
        gettext_lazy("Erasures that need a second person"),
        "shield",
        "/staff/",
        gettext_lazy("No erasure waits."),
        _erasures,
    ),
    Desk(
        "retention",
        (P.PRIVACY_APPROVE, P.PRIVACY_OFFICER),
        gettext_lazy("Rules of retention that need a second person"),
        "shield",
        "/staff/privacy/retention/",
        gettext_lazy("A rule that someone else drafted and tried comes here before it is carried out."),
        _retention,
    ),
    Desk(
        "proposals",
        (P.RESOLUTION_VIEW,),
        gettext_lazy("Before the board"),
        "meeting",
        "/staff/board/",
        gettext_lazy("Nothing waits for the board."),
        _proposals,
    ),
    Desk(
        "routes",
        (P.CHARTER_REVIEW,),
        gettext_lazy("Documents that wait for my step"),
        "check",
        "/staff/charter/",
        gettext_lazy("A document whose step of approval is yours comes here before it goes to the board."),
        _approvals,
    ),
    Desk(
        "plans",
        (P.STRATEGY_EDIT,),
        gettext_lazy("Approved plans to be put into force"),
        "compass",
        "/staff/strategy/plans/",
        gettext_lazy("A plan that the board approved comes here until its first day is set."),
        _approved_plans,
    ),
    Desk(
        "progress",
        (P.STRATEGY_PROGRESS,),
        gettext_lazy("Progress to be reported"),
        "compass",
        "/staff/strategy/",
        gettext_lazy("After each quarter the initiatives of you and your unit come here until they are reported."),
        _progress,
    ),
    Desk(
        "observations",
        (P.OBSERVATION_ANSWER,),
        gettext_lazy("Observations of the board to be answered"),
        "meeting",
        "/staff/board/observations/",
        gettext_lazy("What the board asks of you or your unit comes here, with its day."),
        _observations,
    ),
    Desk(
        "review",
        (P.POLICY_VIEW,),
        gettext_lazy("The policy's annual review"),
        "book",
        "/staff/policy/reviews/",
        gettext_lazy("While the policy is under review, your step comes here, and the new text to be acknowledged."),
        _review,
    ),
    Desk(
        "commitments",
        (P.CHARTER_COMMIT,),
        gettext_lazy("The charter to be read and known, and promises to be accepted"),
        "clock",
        "/staff/charter/commitments/mine/",
        gettext_lazy("A new charter, and what it asks of you or your unit, comes here to be read and signed."),
        _charter,
    ),
    Desk(
        "articles",
        (P.KNOWLEDGE_WRITE, P.KNOWLEDGE_PUBLISH),
        gettext_lazy("Lessons and articles"),
        "article",
        "/staff/knowledge/",
        gettext_lazy("Lessons that you are asked for come here, and articles that wait for your review."),
        _articles,
    ),
    Desk(
        "actions",
        (P.RISK_VIEW,),
        gettext_lazy("Corrective actions of mine"),
        "check",
        "/staff/policy/actions/",
        gettext_lazy("Corrective and preventive actions that you own come here until they are done."),
        _actions,
    ),
    Desk(
        "audits",
        (P.AUDIT_CONDUCT, P.AUDIT_APPROVE),
        gettext_lazy("Audits of this quarter"),
        "check",
        "/staff/policy/audits/",
        gettext_lazy("A plan that waits for your approval comes here, and your audits when their quarter begins."),
        _audits,
    ),
    Desk(
        "findings",
        (P.OBSERVATION_ANSWER, P.AUDIT_CONDUCT),
        gettext_lazy("Findings of audits"),
        "check",
        "/staff/policy/audits/",
        gettext_lazy("Findings that your unit must answer come here, and answers that you judge as auditor."),
        _findings,
    ),
    Desk(
        "risks",
        (P.RISK_EDIT,),
        gettext_lazy("Risks to be assessed anew"),
        "warning",
        "/staff/policy/risks/",
        gettext_lazy("A risk that you answer for comes here on the day of its next review."),
        _risks,
    ),
    Desk(
        "undelivered",
        (P.ADMINISTER, P.COMPLAINT_HANDLE),
        gettext_lazy("Undelivered messages"),
        "mail",
        "/staff/outbox/",
        gettext_lazy("Every message has arrived. There is nothing to do here."),
        _undelivered,
    ),
    Desk(
        "report",
        (P.REPORT_VIEW,),
        gettext_lazy("Newest quarterly report"),
        "chart",
        "/staff/reports/",
        gettext_lazy("No report has been printed yet."),
        _report,
        is_news=True,
    ),
    Desk(
        "jobs",
        (P.JOB_VIEW, P.JOB_VIEW_ALL),
        gettext_lazy("Running in the background"),
        "job",
        "/staff/jobs/",
        gettext_lazy("Nothing runs at the moment."),
        _jobs,
        is_news=True,
    ),
    Desk(
        "notes",
        (P.STAFF,),
        gettext_lazy("Unread notifications"),
        "bell",
        "/staff/notifications/",
        gettext_lazy("Nothing new. What needs you shows here."),
        _notes,
        is_news=True,
    ),
)
