"""Who changed what of a contact person, and what of an old version can be put back."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from customers.models import ContactPerson
from customers.rules import CONTACT_GROUPS, SEALED
from customers.selectors.duplicates import Compared
from customers.selectors.facts import masked
from customers.selectors.history import Change, ChangePage, FieldChange, versions_page
from foundation.core.thai.dates import format_date

_UNSEEN = SEALED | {"name"}  # sealed: of a change is told that there was one


def contact_changes(contact: ContactPerson, *, cursor: str = "") -> ChangePage:
    """A page of the changes, newest first, as `changes_of` a customer gives them."""
    page, rows = versions_page(contact.history, cursor=cursor)
    changes = [_change(new, old, contact) for new, old in pairwise(rows)]
    return ChangePage([row for row in changes if row.fields or row.is_first], page.next, page.previous)


def restorable_of_contact(then: Any, contact: ContactPerson) -> list[Compared]:
    """What the version said differently, as it was and as it is, personal values masked; a row a group."""
    return [
        Compared(group, _label(group), (_shown(then, group), _shown(contact, group)), differs=True)
        for group in _different(then, contact)
    ]


def _change(new: Any, old: Any, contact: ContactPerson) -> Change:
    fields = []
    for group in _different(old, new) if old is not None else ():
        is_unseen = set(CONTACT_GROUPS[group]) & _UNSEEN
        texts = ("", _("changed; sealed")) if is_unseen else (_shown(old, group), _shown(new, group))
        fields.append(FieldChange(_label(group), *texts))
    before_id = old.history_id if old is not None and _different(old, contact) else None
    return Change(new.history_date, new.history_user, new.history_change_reason or "", old is None, fields, before_id)


def _different(then: Any, now: Any) -> list[str]:
    return [
        group
        for group, names in CONTACT_GROUPS.items()
        if any((getattr(then, name) or "") != (getattr(now, name) or "") for name in names)
    ]


def _label(group: str) -> str:
    if group == "ended_on":
        return _("speaks for the customer")
    return str(ContactPerson._meta.get_field(group).verbose_name)  # type: ignore[union-attr]  # a field of its own


def _shown(row: Any, group: str) -> str:
    if group == "ended_on":
        if row.ended_on:
            return _("no longer since %(date)s") % {"date": format_date(row.ended_on)}
        return _("first to be contacted") if row.is_main else _("yes")
    hidden = masked(row)
    told = (hidden.get(name, "") if name in SEALED else getattr(row, name) or "" for name in CONTACT_GROUPS[group])
    return " ".join(filter(None, told))
