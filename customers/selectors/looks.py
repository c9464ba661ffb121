"""Who looked at a record: who opened it, who had it shown in full, who fetched a file of it, who took it out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.privacy.models import AccessLog
from foundation.privacy.selectors import looks_at
from foundation.privacy.words import field_word

KIND, CONTACT_KIND, EXPORT_KIND = "customer", "contact_person", "customer_export"
# The record, all that were joined with it and with those, and the people who speak for it.
_WHOM = f"""
WITH RECURSIVE same(id, public_id) AS (
    SELECT id, public_id FROM customers_customer WHERE id = %s
    UNION ALL
    SELECT joined.id, joined.public_id FROM customers_customer AS joined JOIN same ON joined.merged_into_id = same.id
)
SELECT '{KIND}', public_id FROM same
UNION ALL
SELECT '{CONTACT_KIND}', spoken.public_id
FROM customers_contactperson AS spoken JOIN same ON spoken.customer_id = same.id
"""  # noqa: S608  words of ours


@dataclass(frozen=True)
class Look:
    """A look as people read it: who, when, what was seen, and why where that had to be said."""

    by: User
    at: datetime
    what: str
    reason: str


def looks_at_customer(customer: Customer, *, limit: int) -> list[Look]:
    """The last looks at the record, at those joined with it and at its contact persons, newest first; who opened it
    stands with the first time of each day. Two statements."""
    whom: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WHOM, [customer.pk])
        for kind, public_id in cursor.fetchall():
            whom[kind].append(public_id)
    return [Look(row.by, row.at, _what(row), row.reason) for row in looks_at(whom)[:limit]]


def _what(row: AccessLog) -> str:
    if row.viewed_on:
        return _("Opened the record")
    if row.subject_kind == EXPORT_KIND:
        return _("Was in an export of personal data")
    shown = _("Shown: %(fields)s") % {"fields": ", ".join(field_word(field) for field in row.fields)}
    return f"{_('contact person')} · {shown}" if row.subject_kind == CONTACT_KIND else shown
