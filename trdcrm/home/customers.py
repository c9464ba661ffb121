"""What the rooms about customers lay on a desk: complaints, voices, ideas, relationships, the charter."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import complaints.selectors as complaint_reads
import complaints.selectors.waiting as complaint_waiting
import products.selectors as product_reads
import relationships.selectors.waiting as relationship_reads
import segmentation.selectors as segment_reads
import service_charter.selectors as charter_reads
import service_charter.selectors.breaches as breach_reads
import service_charter.selectors.partners as partner_reads
import service_charter.selectors.requests as request_reads
import voc.selectors.waiting as voc_reads
from complaints.selectors.queue import Row
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.calendars import schedule_for
from foundation.core.clock import working_between
from foundation.core.thai.dates import format_date
from service_charter.breach_rules import ANSWER_WITHIN
from service_charter.enums import BreachState
from trdcrm.home.shape import LINES, NOTHING, Desk, Found, Line, first_of


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


def _insights(user: User, now: datetime) -> Found:
    return first_of(
        voc_reads.insights_to_decide(user),
        lambda row: Line(row.title, row.get_absolute_url(), str(row.drafted_by), due_on=row.decide_by),
    )


def _follow_ups(user: User, now: datetime) -> Found:
    return first_of(
        voc_reads.follow_ups_of(user, now=now),
        lambda row: Line(row.title, row.get_absolute_url(), row.get_decision_display(), due_on=row.follow_up_on),
    )


def _announcements(user: User, now: datetime) -> Found:
    return first_of(
        voc_reads.announcements_to_approve(user),
        lambda row: Line(
            row.title, reverse("voc:announcement", args=[row.public_id]), f"{row.get_kind_display()} · {row.drafted_by}"
        ),
    )


def _done(user: User, now: datetime) -> Found:
    return first_of(
        voc_reads.done_to_approve(user), lambda row: Line(row.said, row.get_absolute_url(), str(row.drafted_by))
    )


def _studies(user: User, now: datetime) -> Found:
    return first_of(
        segment_reads.studies_to_adopt(user),
        lambda row: Line(
            row.name,
            reverse("segmentation:staff-study", args=[row.public_id]),
            f"{row.get_state_display()} · {row.designed_by}",
        ),
    )


def _ideas(user: User, now: datetime) -> Found:
    schedule = schedule_for()
    return first_of(
        product_reads.ideas_waiting(),
        lambda idea: Line(
            title=idea.title,
            url=idea.get_absolute_url(),
            detail=f"{idea.number} · {idea.get_origin_display()}",
            due=idea.answer_due_at,
            due_label=_("Answer by"),
            used=working_between(idea.submitted_at, now, schedule),
            allowed=working_between(idea.submitted_at, idea.answer_due_at, schedule),
        ),
    )


def _gates(user: User, now: datetime) -> Found:
    told = _("%(gate)s · %(day)s · %(cast)s of %(quorum)s votes")
    return first_of(
        product_reads.gates_waiting_for(user),
        lambda meeting: Line(
            title=meeting.project.name,
            url=meeting.get_absolute_url(),
            detail=told
            % {
                "gate": meeting.get_gate_display(),
                "day": format_date(meeting.held_on),
                "cast": meeting.cast,
                "quorum": meeting.quorum,
            },
        ),
    )


def _opportunities(user: User, now: datetime) -> Found:
    return first_of(
        relationship_reads.next_steps_due(user, now=now),
        lambda row: Line(row.title, row.get_absolute_url(), row.next_step, due_on=row.next_step_on),
    )


def _contracts(user: User, now: datetime) -> Found:
    return first_of(
        relationship_reads.contracts_undecided(user, now=now),
        lambda row: Line(row.subject, row.get_absolute_url(), row.number, due_on=row.last_day),
    )


def _programmes(user: User, now: datetime) -> Found:
    return first_of(
        relationship_reads.programmes_to_evaluate(user, now=now),
        lambda row: Line(row.name, row.get_absolute_url(), row.get_status_display(), due_on=row.ends_on),
    )


def _breaches(user: User, now: datetime) -> Found:
    return first_of(
        breach_reads.waiting_for(user),
        lambda row: Line(
            row.standard.promise,
            row.get_absolute_url(),
            f"{row.standard.item} · {row.get_state_display()}",
            due_on=timezone.localdate(row.found_at + ANSWER_WITHIN) if row.state == BreachState.OPEN else None,
        ),
    )


def _visits(user: User, now: datetime) -> Found:
    return first_of(
        charter_reads.visits_to_make(user),
        lambda row: Line(row.touchpoint.name, row.get_absolute_url(), row.scenario[:140], due_on=row.last_day),
    )


def _charter(user: User, now: datetime) -> Found:
    version = charter_reads.open_version()
    if version is None:
        return NOTHING
    return Found([Line(version.title, version.get_absolute_url(), version.get_status_display())], 1)


def _partner_reports(user: User, now: datetime) -> Found:
    return first_of(
        partner_reads.overdue_for(user, now),
        lambda row: Line(
            row.partner.name,
            row.partner.get_absolute_url(),
            f"{format_date(row.first_day)} – {format_date(row.last_day)} · {_('The link ran out')}",
            due=row.expires_at,
        ),
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
        "requests",
        (P.REQUEST_HANDLE,),
        gettext_lazy("Service requests of mine, by what is due first"),
        "list",
        "/staff/requests/?view=mine",
        gettext_lazy("No service request waits for you."),
        _requests,
    ),
    Desk(
        "insights",
        (P.VOC_DECIDE,),
        gettext_lazy("Insights to be decided"),
        "ear",
        "/staff/voc/insights/?view=proposed",
        gettext_lazy("Analysts propose insights from what customers said; you decide what is done about them."),
        _insights,
    ),
    Desk(
        "follow-ups",
        (P.VOC_EDIT,),
        gettext_lazy("Follow-ups of my insights"),
        "ear",
        "/staff/voc/insights/?view=decided",
        gettext_lazy("Seven days before the day of a follow-up, the insights that you own come here."),
        _follow_ups,
    ),
    Desk(
        "announcements",
        (P.ANNOUNCEMENT_APPROVE,),
        gettext_lazy("Announcements to be approved"),
        "mail",
        "/staff/voc/announcements/",
        gettext_lazy("What others wrote for customers comes here before it is published."),
        _announcements,
    ),
    Desk(
        "done",
        (P.ANNOUNCEMENT_APPROVE,),
        gettext_lazy("“You said, we did” to be approved"),
        "check",
        "/staff/voc/you-said-we-did/",
        gettext_lazy("What we did about customers' words comes here before the portal shows it."),
        _done,
    ),
    Desk(
        "studies",
        (P.SEGMENT_ADOPT,),
        gettext_lazy("Segments to be put into use"),
        "users",
        "/staff/segments/studies/",
        gettext_lazy("A study that a colleague has calculated comes here for you to put its segments into use."),
        _studies,
    ),
    Desk(
        "ideas",
        (P.PRODUCT_EDIT,),
        gettext_lazy("Ideas awaiting an answer"),
        "bulb",
        "/staff/products/ideas/?view=waiting",
        gettext_lazy("Every idea has its answer."),
        _ideas,
    ),
    Desk(
        "gates",
        (P.PRODUCT_EDIT, P.GATE_VOTE),
        gettext_lazy("Gates to be decided"),
        "check",
        "/staff/products/projects/",
        gettext_lazy("No gate is open."),
        _gates,
    ),
    Desk(
        "opportunities",
        (P.RELATIONSHIP_EDIT,),
        gettext_lazy("Next steps with customers"),
        "handshake",
        "/staff/relationships/opportunities/",
        gettext_lazy("Opportunities that you care for come here on the day of their next step."),
        _opportunities,
    ),
    Desk(
        "contracts",
        (P.RELATIONSHIP_EDIT,),
        gettext_lazy("Contracts past their last day"),
        "handshake",
        "/staff/relationships/holdings/",
        gettext_lazy("A contract of your customers that ran out comes here until it is renewed or ended."),
        _contracts,
    ),
    Desk(
        "programmes",
        (P.PROGRAMME_EDIT,),
        gettext_lazy("Programmes to be evaluated or closed"),
        "handshake",
        "/staff/relationships/programmes/",
        gettext_lazy("Your programmes come here after their last day, and until their lesson is kept."),
        _programmes,
    ),
    Desk(
        "breaches",
        (P.CHARTER_MEASURE, P.RISK_EDIT),
        gettext_lazy("Broken promises"),
        "warning",
        "/staff/charter/breaches/",
        gettext_lazy("A promise of your unit that is broken beyond chance comes here for its cause and an action."),
        _breaches,
    ),
    Desk(
        "visits",
        (P.CHARTER_MEASURE,),
        gettext_lazy("Mystery visits of mine"),
        "eye",
        "/staff/charter/visits/",
        gettext_lazy("A visit that you are asked to make comes here with its days."),
        _visits,
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
    Desk(
        "charter",
        (P.CHARTER_DRAFT, P.CHARTER_PUBLISH),
        gettext_lazy("The next service charter"),
        "clock",
        "/staff/charter/",
        gettext_lazy("No new version is in the making."),
        _charter,
    ),
    Desk(
        "partner-reports",
        (P.CHARTER_CASCADE,),
        gettext_lazy("Partner reports that did not come"),
        "handshake",
        "/staff/charter/partners/",
        gettext_lazy(
            "A report that a partner was asked for and did not send in time comes here, to be asked for again or ended."
        ),
        _partner_reports,
    ),
)
