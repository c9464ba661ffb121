"""What the rooms about customers lay on a desk: voices, segments, ideas, gates, relationships."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import customers.selectors.enquiries as enquiry_reads
import customers.selectors.feeds as feed_reads
import customers.selectors.follow_ups as follow_up_reads
import products.selectors as product_reads
import relationships.selectors.waiting as relationship_reads
import segmentation.selectors as segment_reads
import voc.selectors.waiting as voc_reads
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission as P
from foundation.core.calendars import schedule_for
from foundation.core.clock import working_between
from foundation.core.thai.dates import format_date
from trdcrm.home.shape import Desk, Found, Line, first_of, joined


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


def _feeds(user: User, now: datetime) -> Found:
    """Systems that should have delivered by now, and deliveries of which something was refused."""
    late = [
        Line(feed.name, feed.get_absolute_url(), _("should have delivered by now"))
        for feed in feed_reads.feeds_late(now=now)
    ]
    waiting = first_of(
        feed_reads.deliveries_waiting(),
        lambda row: Line(row.name, row.get_absolute_url(), f"{row.feed.name} · {_('something was not accepted')}"),
    )
    return joined(Found(late, len(late)), waiting)


def _readings(user: User, now: datetime) -> Found:
    return first_of(
        feed_reads.readings_proposed(user),
        lambda row: Line(row.name, row.get_absolute_url(), _("proposed by %(who)s") % {"who": row.proposed_by}),
    )


def _enquiries(user: User, now: datetime) -> Found:
    schedule = schedule_for()
    return first_of(
        enquiry_reads.enquiries_waiting(user),
        lambda row: Line(
            title=row.get_topic_display(),
            url=row.get_absolute_url(),
            detail=f"{row.number} · {row.get_state_display()}",
            due=row.due_at,
            due_label=_("Answer by"),
            used=working_between(row.received_at, now, schedule),
            allowed=working_between(row.received_at, row.due_at, schedule),
        ),
    )


def _promised(user: User, now: datetime) -> Found:
    return first_of(
        follow_up_reads.follow_ups_ahead(user, now=now),
        lambda row: Line(
            row.what or "–", row.get_absolute_url(), row.customer.name or row.customer.number, due_on=row.due_on
        ),
    )


DESKS = (
    Desk(
        "customer-follow-ups",
        (P.CUSTOMER_EDIT,),
        gettext_lazy("My follow-ups with customers"),
        "user",
        "/staff/customers/follow-ups/",
        gettext_lazy("A week before its day, what you are to do for a customer comes here."),
        _promised,
    ),
    Desk(
        "enquiries",
        (P.CUSTOMER_EDIT,),
        gettext_lazy("Enquiries of possible customers"),
        "message",
        "/staff/customers/enquiries/",
        gettext_lazy("What people ask on the portal comes here, by what is due first."),
        _enquiries,
    ),
    Desk(
        "feeds",
        (P.CUSTOMER_IMPORT,),
        gettext_lazy("Feeds that are late or had rows refused"),
        "refresh",
        "/staff/customers/feeds/",
        gettext_lazy("When a system that feeds the register is late, or rows of it are refused, it comes here."),
        _feeds,
    ),
    Desk(
        "feed-readings",
        (P.ADMINISTER,),
        gettext_lazy("How feeds are to be read"),
        "refresh",
        "/staff/customers/feeds/",
        gettext_lazy("Who imports customers proposes how files of a system are read; you decide on it here."),
        _readings,
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
)
