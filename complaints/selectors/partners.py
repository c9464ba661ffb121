"""What came through partners' systems, which partners may bring complaints, and how telling them goes."""

from django.db.models import Q, QuerySet

from complaints.enums import Direction
from complaints.models import Complaint, Message, PartnerGate, WebhookDelivery
from complaints.models.complaint import ComplaintQuerySet
from foundation.core.pages import Page, keyset_page
from service_charter.models import Partner

PAGE_SIZE = 25


def gates() -> QuerySet[PartnerGate]:
    """Partners that bring complaints."""
    return PartnerGate.objects.select_related("partner").order_by("id")


def gateless() -> QuerySet[Partner]:
    """Partners of the register that bring none yet."""
    return Partner.objects.filter(is_active=True, complaint_gate__isnull=True).order_by("name_th", "id")


def brought_by(partner: Partner) -> ComplaintQuerySet:
    """The cases that came through the partner's system."""
    return Complaint.objects.filter(partner=partner)


def said_to(partner: Partner, complaint: Complaint) -> QuerySet[Message]:
    """What we wrote to the complainant, and what the partner brought; never what the complainant wrote to us alone."""
    ours = Q(direction=Direction.OUT)
    return Message.objects.filter(ours | Q(direction=Direction.IN, partner=partner), complaint=complaint)


def deliveries(gate: PartnerGate, *, cursor: str) -> Page[WebhookDelivery]:
    """A page of what the partner's system was told, newest first."""
    rows = WebhookDelivery.objects.filter(webhook__gate=gate).select_related("webhook", "complaint")
    return keyset_page(rows.prefetch_related("attempts"), order=("-id",), cursor=cursor, size=PAGE_SIZE)
