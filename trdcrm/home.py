"""What "my work" shows, gathered from the rooms' selectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import complaints.selectors as complaint_reads
import foundation.privacy.selectors as privacy_reads
import products.selectors as product_reads
import reporting.selectors as report_reads
import service_charter.selectors as charter_reads
from complaints.selectors.queue import Row
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.calendars import schedule_for
from foundation.core.clock import working_between
from foundation.core.jobs import title_of
from foundation.core.models import Job, Notification
from foundation.core.outbox import undelivered_visible_to
from foundation.core.thai.dates import format_date
from foundation.governance.selectors import open_proposals

LINES = 5


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it leads, and its clock where one runs (working time)."""

    title: str
    url: str
    detail: str = ""
    due: datetime | None = None
    due_label: str = ""
    used: timedelta | None = None
    allowed: timedelta | None = None
    is_paused: bool = False

    @property
    def overrun(self) -> timedelta | None:
        """Working time past the due moment; None while the promise can still be kept."""
        if self.used is None or self.allowed is None or self.used <= self.allowed:
            return None
        return self.used - self.allowed


@dataclass(frozen=True)
class Block:
    """What one room lays on the desk of this person; `url` shows all of it."""

    title: str | Promise
    icon: str
    url: str
    empty: str | Promise
    lines: Sequence[Line]


@dataclass(frozen=True)
class Desk:
    """How a block is made: for whom, and from what. An `always` block stands there empty too."""

    needs: tuple[P, ...]
    title: str | Promise
    icon: str
    url: str
    empty: str | Promise
    lines: Callable[[User, datetime], Sequence[Line]]
    always: bool = False


def my_work(user: User, *, now: datetime) -> list[Block]:
    """The blocks of "my work" for this person, the most pressing kind first."""
    blocks = []
    for desk in DESKS:
        if any(user.can(permission) for permission in desk.needs):
            lines = desk.lines(user, now)
            if lines or desk.always:
                blocks.append(Block(desk.title, desk.icon, desk.url, desk.empty, lines))
    return blocks


def _complaints(user: User, now: datetime) -> list[Line]:
    return [_complaint(row) for row in complaint_reads.due_for(user, now=now, limit=LINES)]


def _complaint(row: Row) -> Line:
    complaint, clock = row.complaint, row.clock
    return Line(
        title=complaint.subject,
        url=reverse("complaints:staff-detail", args=[complaint.number]),
        detail=f"{complaint.number} · {complaint.category}",
        due=clock.due_at,
        due_label=clock.label,
        used=clock.used if clock.due_at else None,
        allowed=clock.allowed if clock.due_at else None,
        is_paused=clock.is_paused,
    )


def _notes(user: User, now: datetime) -> list[Line]:
    unread = Notification.objects.filter(user=user, read_at__isnull=True)[:LINES]
    return [Line(note.text, note.url or reverse("core:notifications")) for note in unread]


def _proposals(user: User, now: datetime) -> list[Line]:
    return [
        Line(proposal.title, reverse("governance:staff-proposal", args=[proposal.public_id]), str(proposal.proposed_by))
        for proposal in open_proposals()[:LINES]
    ]


def _ideas(user: User, now: datetime) -> list[Line]:
    schedule = schedule_for()
    return [
        Line(
            title=idea.title,
            url=idea.get_absolute_url(),
            detail=f"{idea.number} · {idea.get_origin_display()}",
            due=idea.answer_due_at,
            due_label=_("Answer by"),
            used=working_between(idea.submitted_at, now, schedule),
            allowed=working_between(idea.submitted_at, idea.answer_due_at, schedule),
        )
        for idea in product_reads.ideas_waiting()[:LINES]
    ]


def _gates(user: User, now: datetime) -> list[Line]:
    told = _("%(gate)s · %(day)s · %(cast)s of %(quorum)s votes")
    return [
        Line(
            title=meeting.project.name,
            url=meeting.get_absolute_url(),
            detail=told
            % {
                "gate": meeting.get_gate_display(),
                "day": format_date(meeting.held_on),
                "cast": meeting.cast,  # type: ignore[attr-defined]  # annotated by the selector
                "quorum": meeting.quorum,
            },
        )
        for meeting in product_reads.gates_waiting_for(user)[:LINES]
    ]


def _data_requests(user: User, now: datetime) -> list[Line]:
    return [
        Line(
            title=str(row.get_right_display()),
            url=row.get_absolute_url(),
            detail=f"{row.number} · {row.get_status_display()}",
            due=row.due_at,
            due_label=_("Answer by"),
            used=now - row.received_at,
            allowed=row.due_at - row.received_at,
        )
        for row in privacy_reads.requests_due(limit=LINES)
    ]


def _erasures(user: User, now: datetime) -> list[Line]:
    return [
        Line(
            title=_("Erase a person"),
            url=reverse("privacy:staff-erasure", args=[waiting.request.number]),
            detail=f"{waiting.request.number} · {waiting.proposed_by}",
        )
        for waiting in privacy_reads.erasures_waiting(besides=user)[:LINES]
    ]


def _charter(user: User, now: datetime) -> list[Line]:
    version = charter_reads.open_version()
    return [Line(version.title, version.get_absolute_url(), version.get_status_display())] if version else []


def _report(user: User, now: datetime) -> list[Line]:
    printed = report_reads.newest_printed()
    if printed is None:
        return []
    report = printed.snapshot.report
    url = reverse("reporting:staff-detail", args=[report.year_be, report.quarter])
    return [Line(report.fiscal_quarter.label(), url, _("Edition %(edition)s") % {"edition": printed.snapshot.edition})]


def _undelivered(user: User, now: datetime) -> list[Line]:
    return [
        Line(str(message.title), reverse("core:outbox"), message.error_message)
        for message in undelivered_visible_to(user)[:LINES]
    ]


def _jobs(user: User, now: datetime) -> list[Line]:
    live = Job.objects.live().filter(requested_by=user).order_by("-id")[:LINES]
    return [Line(str(title_of(job.kind)), reverse("core:job", args=[job.public_id]), job.note) for job in live]


DESKS = (
    Desk(
        (P.COMPLAINT_HANDLE, P.COMPLAINT_INVESTIGATE, P.COMPLAINT_DECIDE),
        gettext_lazy("Complaints of mine, by what is due first"),
        "message",
        "/staff/complaints/?view=mine",
        gettext_lazy("No complaint waits for you. New ones stand in the queue under “Nobody in charge”."),
        _complaints,
        always=True,
    ),
    Desk(
        (P.RESOLUTION_VIEW,),
        gettext_lazy("Before the board"),
        "meeting",
        "/staff/board/",
        gettext_lazy("Nothing waits for the board."),
        _proposals,
    ),
    Desk(
        (P.PRODUCT_EDIT,),
        gettext_lazy("Ideas awaiting an answer"),
        "bulb",
        "/staff/products/ideas/?view=waiting",
        gettext_lazy("Every idea has its answer."),
        _ideas,
        always=True,
    ),
    Desk(
        (P.PRODUCT_EDIT, P.GATE_VOTE),
        gettext_lazy("Gates to be decided"),
        "check",
        "/staff/products/projects/",
        gettext_lazy("No gate is open."),
        _gates,
    ),
    Desk(
        (P.PRIVACY_OFFICER,),
        gettext_lazy("Requests about personal data"),
        "shield",
        "/staff/privacy/",
        gettext_lazy("No request waits for an answer."),
        _data_requests,
        always=True,
    ),
    Desk(
        (P.PRIVACY_APPROVE,),
        gettext_lazy("Erasures that need a second person"),
        "shield",
        "/staff/",
        gettext_lazy("No erasure waits."),
        _erasures,
    ),
    Desk(
        (P.REPORT_VIEW,),
        gettext_lazy("Newest quarterly report"),
        "chart",
        "/staff/reports/",
        gettext_lazy("No report has been printed yet."),
        _report,
    ),
    Desk(
        (P.CHARTER_DRAFT, P.CHARTER_PUBLISH),
        gettext_lazy("The next service charter"),
        "clock",
        "/staff/charter/",
        gettext_lazy("No new version is in the making."),
        _charter,
    ),
    Desk(
        (P.ADMINISTER, P.COMPLAINT_HANDLE),
        gettext_lazy("Undelivered messages"),
        "mail",
        "/staff/outbox/",
        gettext_lazy("Every message has arrived. There is nothing to do here."),
        _undelivered,
    ),
    Desk(
        (P.JOB_VIEW, P.JOB_VIEW_ALL),
        gettext_lazy("Running in the background"),
        "job",
        "/staff/jobs/",
        gettext_lazy("Nothing runs at the moment."),
        _jobs,
    ),
    Desk(
        (P.STAFF,),
        gettext_lazy("Unread notifications"),
        "bell",
        "/staff/notifications/",
        gettext_lazy("Nothing new. What needs you shows here."),
        _notes,
        always=True,
    ),
)
