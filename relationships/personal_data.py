"""What this room holds about a person: contracts, opportunities and programmes of a customer who is a person.

Contracts and figures are kept, as accounts demand; what people wrote freely is blanked, in rows and history, when the
person is erased. The name in search columns goes too.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Customer
from customers.personal_data import find_customers
from foundation.core.thai.dates import format_date
from foundation.privacy.personal_data import Kind, Person
from relationships.models import Holding, Opportunity, ProgrammeMember

_FREE_TEXT: dict[Any, dict[str, str]] = {
    Holding: {"subject": "–", "end_note": "", "search_text": ""},
    Opportunity: {"title": "–", "next_step": "", "lost_note": "", "search_text": ""},
}


def find(person: Person) -> Iterable[str]:
    """Public ids of customers who are that person and with whom we have dealings."""
    found = Customer.with_merged.filter(public_id__in=find_customers(person))
    return [row.public_id for row in found if _has_dealings(row)]


def _has_dealings(customer: Customer) -> bool:
    return any(model.objects.filter(customer=customer).exists() for model in (Holding, Opportunity, ProgrammeMember))


def describe(public_id: str) -> Mapping[str, str]:
    """Every contract, opportunity and programme of the customer."""
    customer = Customer.with_merged.get(public_id=public_id)
    held = {
        f"{_('Contract')} {row.number}": f"{row.subject} · {row.place} · {format_date(row.starts_on)} – "
        f"{format_date(row.last_day)} · {row.yearly_value:,.2f}"
        for row in Holding.objects.filter(customer=customer).order_by("id")
    }
    for chance in Opportunity.objects.filter(customer=customer).order_by("id"):
        text = " · ".join(filter(None, (chance.title, str(chance.get_stage_display()), chance.next_step)))
        held[f"{_('Opportunity')} {chance.number}"] = text
    for member in ProgrammeMember.objects.filter(customer=customer).select_related("programme"):
        held[f"{_('Programme')} {member.programme.number}"] = member.programme.name
    return held


@transaction.atomic
def erase(public_id: str, *, by: Any, now: datetime) -> None:
    """Blank what was written freely; dates, places and amounts stay for the accounts."""
    customer = Customer.with_merged.get(public_id=public_id)
    for model, blanks in _FREE_TEXT.items():
        model.objects.filter(customer=customer).update(**blanks)
        kept = {name: value for name, value in blanks.items() if name != "search_text"}
        model.history.filter(customer_id=customer.pk).update(**kept, history_change_reason=None)


def holds(public_id: str) -> list[str]:
    """A contract in force needs the parties' names."""
    in_force = Holding.objects.filter(customer__public_id=public_id).in_force_on(timezone.localdate())
    return [_("Contract %(number)s is in force.") % {"number": row.number} for row in in_force.order_by("id")]


DEALINGS = Kind(
    kind="relationships",
    label=gettext_lazy("Contracts and opportunities"),
    models=frozenset({"relationships.Holding", "relationships.Opportunity", "relationships.ProgrammeMember"}),
    find=find,
    describe=describe,
    erase=erase,
    holds=holds,
    notice="enquiry",
)
