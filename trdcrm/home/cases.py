"""What cases of customers lay on a desk: complaints with what follows from them, service requests."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import complaints.selectors as complaint_reads
import complaints.selectors.waiting as complaint_waiting
import service_charter.selectors.requests as request_reads
from complaints.selectors.incoming import letters_to_sort
from complaints.selectors.queue import Row
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.models import IncomingLetter, IncomingWay
from foundation.core.thai.dates import format_date
from trdcrm.home.shape import LINES, Desk, Found, Line, first_of


def _complaints(user: User, now: datetime) -> Found:
    rows, total = complaint_reads.due_for(user, now=now, limit=LINES)
    return Found([_complaint(row) for row in rows], total)


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


def _approvals(user: User, now: datetime) -> Found:
    return first_of(
        complaint_reads.approvals_for(user),
        lambda row: Line(
            row.complaint.subject,
            reverse("complaints:staff-detail", args=[row.complaint.number]),
            f"{row.complaint.number} · {row.get_step_display()} · {row.asked_by}",
        ),
    )


def _inspections(user: User, now: datetime) -> Found:
    return first_of(
        complaint_reads.to_inspect(user),
        lambda row: Line(row.complaint.subject, row.get_absolute_url(), format_date(row.round.month, "month")),
    )


def _fairness(user: User, now: datetime) -> Found:
    return first_of(
        complaint_reads.to_review(user),
        lambda row: Line(row.complaint.subject, row.get_absolute_url(), format_date(row.round.month, "month")),
    )


def _not_done(user: User, now: datetime) -> Found:
    """Objections of complainants, and what looking again found not in order."""
    return first_of(
        complaint_reads.said_done_but_not(user),
        lambda row: Line(
            row.subject,
            reverse("complaints:staff-inspection", args=[row.to_settle])
            if row.to_settle
            else reverse("complaints:staff-detail", args=[row.number]) + "#end",
            f"{row.number} · {_('looked at again') if row.to_settle else _('objection of the complainant')}",
        ),
    )


def _requests(user: User, now: datetime) -> Found:
    rows, total = request_reads.due_for(user, now=now, limit=LINES)
    lines = [
        Line(
            title=row.form.title,
            url=row.get_absolute_url(),
            detail=f"{row.number} · {row.state}",
            due=clock.due_at,
            due_label=_("By the charter"),
            used=clock.used if clock.due_at else None,
            allowed=clock.allowed if clock.due_at else None,
            is_paused=clock.is_paused,
        )
        for row, clock in rows
    ]
    return Found(lines, total)


def _review_decisions(user: User, now: datetime) -> Found:
    return first_of(
        complaint_waiting.decisions_owed_by(user),
        lambda row: Line(row.what, row.review.get_absolute_url(), row.get_kind_display(), due_on=row.due_on),
    )


def _letters(user: User, now: datetime) -> Found:
    return first_of(
        letters_to_sort(user),
        lambda row: Line(row.letter.subject or _unnamed(row.letter), row.get_absolute_url(), row.get_wait_display()),
    )


def _unnamed(letter: IncomingLetter) -> str:
    return _("Message by LINE") if letter.way == IncomingWay.LINE else _("A letter by e-mail")


def _about_me(user: User, now: datetime) -> Found:
    return first_of(
        complaint_reads.to_answer(user),
        lambda row: Line(
            _("A complaint about your work"), row.get_absolute_url(), str(row.told_by), due_on=row.answer_by
        ),
    )


def _help(user: User, now: datetime) -> Found:
    return first_of(
        complaint_reads.help_due(user),
        lambda row: Line(str(row), row.get_absolute_url(), row.spoken or row.get_language_display(), due=row.due_at),
    )


DESKS = (
    Desk(
        "complaints",
        (P.COMPLAINT_HANDLE, P.COMPLAINT_INVESTIGATE, P.COMPLAINT_DECIDE),
        gettext_lazy("Complaints of mine, by what is due first"),
        "message",
        "/staff/complaints/?view=mine",
        gettext_lazy("No complaint waits for you. New ones stand in the queue under “Nobody in charge”."),
        _complaints,
    ),
    Desk(
        "help",
        (P.COMPLAINT_HANDLE,),
        gettext_lazy("Call-backs due, and other help with filing"),
        "phone",
        "/staff/complaints/help/",
        gettext_lazy("Nobody waits to be called back or helped with filing."),
        _help,
    ),
    Desk(
        "approvals",
        (P.COMPLAINT_VIEW,),
        gettext_lazy("Waits for my approval in complaints"),
        "check",
        "/staff/complaints/",
        gettext_lazy("Nothing of a complaint waits for your approval."),
        _approvals,
    ),
    Desk(
        "not-done",
        (P.COMPLAINT_DECIDE,),
        gettext_lazy("Said to be done, and not in order"),
        "warning",
        "/staff/complaints/inspections/",
        gettext_lazy("No objection waits, and nothing that was looked at again."),
        _not_done,
    ),
    Desk(
        "inspections",
        (P.COMPLAINT_INVESTIGATE, P.AUDIT_CONDUCT),
        gettext_lazy("Closed cases to look at again"),
        "eye",
        "/staff/complaints/inspections/",
        gettext_lazy("No closed case waits to be looked at again by you. Each month a few are drawn."),
        _inspections,
    ),
    Desk(
        "fairness",
        (P.COMPLAINT_INVESTIGATE, P.AUDIT_CONDUCT),
        gettext_lazy("Closed cases to go through: was it fair?"),
        "shield",
        "/staff/complaints/fairness/",
        gettext_lazy("No closed case waits for your checklist. Each month a few are drawn."),
        _fairness,
    ),
    Desk(
        "letters-in",
        (P.COMPLAINT_HANDLE,),
        gettext_lazy("Letters by e-mail to sort"),
        "send",
        "/staff/complaints/letters-in/",
        gettext_lazy(
            "No letter waits to be sorted. Answers go to their cases and new matters become complaints by themselves."
        ),
        _letters,
    ),
    Desk(
        "about-me",
        (P.STAFF,),
        gettext_lazy("Complaints about my work, for my own account"),
        "users",
        "/staff/complaints/about-me/",
        gettext_lazy("No complaint about your work waits for your account."),
        _about_me,
    ),
    Desk(
        "requests",
        (P.REQUEST_HANDLE,),
        gettext_lazy("Service requests of mine, by what is due first"),
        "list",
        "/staff/requests/?view=mine",
        gettext_lazy("No service request waits for you."),
        _requests,
    ),
    Desk(
        "review-decisions",
        (P.COMPLAINT_DECIDE, P.AUDIT_APPROVE),
        gettext_lazy("Decisions of management reviews to carry out"),
        "clock",
        "/staff/complaints/reviews/",
        gettext_lazy("What a management review of complaints gives you to do comes here until you report it as done."),
        _review_decisions,
    ),
)
