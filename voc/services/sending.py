"""Sending an announcement: for each customer one row, and one message where there is an address.

May be killed at any point and run again: a customer who has a row is passed over, and the outbox makes no second
message for the same key.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from customers.enums import Relation
from customers.models import Customer
from foundation.core import outbox
from foundation.core.jobs import JobContext
from foundation.core.models import DataKey, OutboxMessage
from voc.enums.announcement import AnnouncementKind, AnnouncementStatus, DeliveryOutcome
from voc.models import Announcement, AnnouncementDelivery
from voc.selectors import announcements as selectors

MESSAGE_KIND = "voc.announcement"
BATCH = 100
# Whoever has a contract is told about it under that contract; everyone else, and news, only with consent.
UNDER_CONTRACT, WITH_CONSENT = "customer-register", "marketing"


def send_all(context: JobContext, *, announcement_id: int, now: datetime) -> dict[str, Any]:
    """Work off the audience batch by batch; stops when the announcement is no longer published."""
    announcement = Announcement.objects.select_related("touchpoint").get(pk=announcement_id)
    total = selectors.audience_of(announcement, at=now).count()
    while announcement.status == AnnouncementStatus.PUBLISHED:
        context.check_cancelled()
        done = announcement.deliveries.count()
        context.progress(done, max(total, done))
        if not send_batch(announcement, now=now):
            break
        announcement.refresh_from_db(fields=["status"])
    url = f"/staff/voc/announcements/{announcement.public_id}/"
    told = _("%(n)d customers, of them %(mails)d by e-mail") % {
        "n": announcement.deliveries.count(),
        "mails": announcement.deliveries.filter(message__isnull=False).count(),
    }
    return {"url": url, "summary": told}


@transaction.atomic
def send_batch(announcement: Announcement, *, now: datetime, size: int = BATCH) -> int:
    """Write the next rows and messages in one transaction. Returns how many; 0 when nobody is left."""
    customers = selectors.not_yet_told(announcement, at=now)[:size]
    rows = [_delivery(announcement, customer, now) for customer in customers]
    AnnouncementDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def settle() -> int:
    """Write down what became of messages, before the messages themselves are tidied away. Returns how many rows."""
    waiting: QuerySet[Any] = AnnouncementDelivery.objects.filter(outcome=DeliveryOutcome.WAITING).with_result()
    changed = 0
    for outcome in (DeliveryOutcome.DELIVERED, DeliveryOutcome.FAILED, DeliveryOutcome.SUPPRESSED):
        keys = waiting.filter(result=outcome).values("pk")
        changed += AnnouncementDelivery.objects.filter(pk__in=keys).update(outcome=outcome)
    return changed


def _delivery(announcement: Announcement, customer: Customer, now: datetime) -> AnnouncementDelivery:
    address, key = _address_of(customer)
    if not address:
        outcome, message = DeliveryOutcome.NO_ADDRESS, None
    else:
        outcome, message = DeliveryOutcome.WAITING, _message(announcement, customer, address, key)
    return AnnouncementDelivery(announcement=announcement, customer=customer, message=message, outcome=outcome, at=now)


def _message(announcement: Announcement, customer: Customer, address: str, key: DataKey | None) -> OutboxMessage:
    language = customer.language
    return outbox.send(
        kind=MESSAGE_KIND,
        to=address,
        language=language,
        template="announcement",
        context={
            **{name: getattr(announcement, f"{name}_{language}") for name in ("title", "body", "changed")},
            "is_urgent": announcement.is_urgent,
            "is_correction": announcement.corrects_id is not None,
            "path": announcement.get_absolute_url() if announcement.on_portal else "",
        },
        key=f"{MESSAGE_KIND}:{announcement.public_id}:{customer.public_id}",
        purpose=purpose_for(announcement, customer),
        subject_key=key,
    )


def purpose_for(announcement: Announcement, customer: Customer) -> str:
    """The purpose under which the message goes out; the consent gate of the outbox asks by it."""
    bound = customer.relation == Relation.CURRENT and announcement.kind != AnnouncementKind.NEWS
    return UNDER_CONTRACT if bound else WITH_CONSENT


def _address_of(customer: Customer) -> tuple[str, DataKey | None]:
    """The customer's own address, else that of the person first to be contacted."""
    if customer.email:
        return customer.email, customer.data_key
    for contact in customer.open_contacts:  # type: ignore[attr-defined] # prefetched by not_yet_told
        if contact.email:
            return contact.email, contact.data_key
    return "", None
