"""Reads of announcements: lists, who is meant, and what became of the sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from customers.models import ContactPerson, Customer, Interaction
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from segmentation.models import Membership
from segmentation.selectors import run_in_force, segment_names
from voc.enums.announcement import AnnouncementStatus as Status
from voc.enums.announcement import Audience, DeliveryOutcome
from voc.models import Announcement, AnnouncementDelivery

# Whoever met us at a touchpoint within a year counts as using it.
USES_SINCE = timedelta(days=365)

VIEWS: dict[str, tuple[str, ...]] = {
    "open": (Status.DRAFT, Status.SUBMITTED, Status.APPROVED),
    "live": (Status.PUBLISHED,),
    "past": (Status.CORRECTED, Status.WITHDRAWN, Status.EXPIRED),
}


@dataclass(frozen=True)
class Proof:
    """What became of an announcement, customer by customer, counted."""

    delivered: int
    waiting: int
    failed: int
    suppressed: int
    no_address: int

    @property
    def total(self) -> int:
        """Everyone who was meant."""
        return self.delivered + self.waiting + self.failed + self.suppressed + self.no_address

    @property
    def share(self) -> float | None:
        """Delivered of what was to go out, in percent; None when nothing was."""
        out = self.delivered + self.waiting + self.failed
        return 100 * self.delivered / out if out else None


def visible_announcements(user: User) -> QuerySet[Announcement]:
    """What the member of staff may read: all of them, for those who may see this room."""
    rows = Announcement.objects.select_related("drafted_by", "approved_by", "touchpoint", "corrects")
    return rows if user.can(Permission.VOC_VIEW) else rows.none()


def in_view(rows: QuerySet[Announcement], view: str) -> QuerySet[Announcement]:
    """The announcements of one view of the list."""
    return rows.filter(status__in=VIEWS[view])


def view_counts(rows: QuerySet[Announcement]) -> dict[str, int]:
    """How many stand in each view; one statement."""
    asked = {view: Count("pk", filter=Q(status__in=states)) for view, states in VIEWS.items()}
    return rows.order_by().aggregate(**asked)


def live_on_portal(at: datetime) -> QuerySet[Announcement]:
    """What the public reads now, urgent first, then the newest."""
    return Announcement.objects.public().live(at).select_related("touchpoint").order_by("-urgency", "-published_at")


def past_on_portal() -> QuerySet[Announcement]:
    """What the public could read and is over or taken off, the newest first; replaced editions are not listed."""
    over = (Status.EXPIRED, Status.WITHDRAWN)
    return Announcement.objects.public().filter(status__in=over).order_by("-published_at")


def newer_edition(announcement: Announcement) -> Announcement | None:
    """The published edition that replaced this one; None when this is the newest that was published."""
    later = Announcement.objects.filter(series=announcement.series, edition__gt=announcement.edition)
    return later.filter(published_at__isnull=False).order_by("-edition").first()


def editions_of(announcement: Announcement) -> QuerySet[Announcement]:
    """Every edition of the matter, newest first."""
    return Announcement.objects.filter(series=announcement.series).order_by("-edition")


def audience_of(announcement: Announcement, *, at: datetime) -> QuerySet[Customer]:
    """The customers who are meant, as it is at that moment."""
    customers = Customer.objects.filter(erased_at__isnull=True)
    if announcement.audience == Audience.SEGMENTS:
        run = run_in_force(at)
        members = Membership.objects.filter(
            customer=OuterRef("pk"), run_id=run.pk if run else 0, segment__public_id__in=announcement.segments
        )
        return customers.filter(Exists(members))
    if announcement.audience == Audience.RELATIONS:
        return customers.filter(relation__in=announcement.relations)
    if announcement.audience == Audience.TOUCHPOINT:
        met = Interaction.objects.standing().filter(
            customer=OuterRef("pk"), touchpoint=announcement.touchpoint, at__gte=at - USES_SINCE
        )
        return customers.filter(Exists(met))
    return customers


def reach_of(announcement: Announcement, *, at: datetime) -> Mapping[str, int]:
    """How many customers are meant, and how many of them have an e-mail address; one statement."""
    contact = ContactPerson.objects.filter(customer=OuterRef("pk"), ended_on__isnull=True).exclude(email_hash="")
    mailed = ~Q(email_hash="") | Q(Exists(contact))
    return audience_of(announcement, at=at).order_by().aggregate(all=Count("pk"), email=Count("pk", filter=mailed))


def not_yet_told(announcement: Announcement, *, at: datetime) -> QuerySet[Customer]:
    """Those of the audience for whom no row stands yet, by key, with what is needed to write to them."""
    told = AnnouncementDelivery.objects.filter(announcement=announcement, customer=OuterRef("pk"))
    contacts = ContactPerson.objects.filter(ended_on__isnull=True).select_related("data_key")
    return (
        audience_of(announcement, at=at)
        .filter(~Exists(told))
        .select_related("data_key")
        .prefetch_related(Prefetch("contacts", contacts.order_by("-is_main", "id"), to_attr="open_contacts"))
        .order_by("pk")
    )


def proof_of(announcement: Announcement) -> Proof:
    """The counted outcomes; one statement."""
    deliveries: QuerySet[Any] = announcement.deliveries.with_result()
    counted = deliveries.values_list("result").annotate(n=Count("pk"))
    counts = dict(counted.order_by())
    return Proof(**{outcome.value: counts.get(outcome.value, 0) for outcome in DeliveryOutcome})


def deliveries_of(announcement: Announcement, *, result: str = "") -> QuerySet[AnnouncementDelivery]:
    """The rows behind the counts, with their customers."""
    rows: QuerySet[Any] = announcement.deliveries.with_result().select_related("customer", "message")
    return rows.filter(result=result) if result else rows


def audience_in_words(announcement: Announcement, *, names_segments: bool) -> str:
    """For whom it is, named; segments by their names only where the reader may see them."""
    if announcement.audience == Audience.SEGMENTS:
        if not names_segments:
            return str(Audience.SEGMENTS.label)
        return ", ".join(segment_names(announcement.segments).values())
    if announcement.audience == Audience.RELATIONS:
        labels = dict(Customer._meta.get_field("relation").flatchoices)
        return ", ".join(str(labels[relation]) for relation in announcement.relations)
    if announcement.touchpoint:
        return announcement.touchpoint.name
    return str(Audience.EVERYONE.label)
