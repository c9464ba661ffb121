"""Who looked at a record: who opened it, who had it shown in full, who fetched a file of it, who took it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from customers.models import ContactPerson, Customer
from foundation.accounts.models import User
from foundation.core.pages import Page, keyset_page
from foundation.privacy.models import AccessLog
from foundation.privacy.selectors import looks_at
from foundation.privacy.words import field_word

KIND, CONTACT_KIND, EXPORT_KIND = "customer", "contact_person", "customer_export"
# All that were joined with a record, and with those.
_JOINED = """
WITH RECURSIVE same(id, public_id) AS (
    SELECT id, public_id FROM customers_customer WHERE merged_into_id = %s
    UNION ALL
    SELECT joined.id, joined.public_id FROM customers_customer AS joined JOIN same ON joined.merged_into_id = same.id
)
SELECT public_id FROM same
"""


@dataclass(frozen=True)
class Look:
    """A look as people read it: who, when, what was seen, and why where that had to be said."""

    by: User
    at: datetime
    what: str
    reason: str


def looks_at_customer(
    customer: Customer, *, size: int, cursor: str = "", people: Iterable[ContactPerson] | None = None
) -> Page[Look]:
    """The looks at the record, at those joined with it and at its contact persons (`people`, where they are at
    hand), newest first; who opened it stands with the first time of each day. One statement, and one more for a record
    with which others were joined."""
    spoken = customer.contacts.only("public_id") if people is None else people
    whom = {
        KIND: [customer.public_id, *_joined_with(customer)],
        CONTACT_KIND: [person.public_id for person in spoken],
    }
    page = keyset_page(looks_at(whom), order=["-id"], cursor=cursor, size=size)
    return Page([Look(row.by, row.at, _what(row), row.reason) for row in page.rows], page.next, page.previous)


def _joined_with(customer: Customer) -> list[str]:
    if not getattr(customer, "has_joined", True):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_JOINED, [customer.pk])
        return [row[0] for row in cursor.fetchall()]


def _what(row: AccessLog) -> str:
    if row.viewed_on:
        return _("Opened the record")
    if row.subject_kind == EXPORT_KIND:
        return _("Was in an export of personal data")
    shown = _("Shown: %(fields)s") % {"fields": ", ".join(field_word(field) for field in row.fields)}
    return f"{_('contact person')} · {shown}" if row.subject_kind == CONTACT_KIND else shown
