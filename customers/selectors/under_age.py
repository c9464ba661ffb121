"""Who is under age, and whether something may be sent to them."""

from customers.models import Customer, UnderAge
from foundation.core.outbox import Outgoing
from foundation.privacy.models import Purpose


def under_age(customer: Customer) -> UnderAge | None:
    """The note that a person is under age, None for everybody else."""
    rows = UnderAge.objects.filter(customer=customer, ended_at=None)
    return rows.select_related("data_key", "noted_by").first()


def may_send(outgoing: Outgoing) -> bool:
    """A gate of the outbox beside that of privacy: what rests on consent goes to a person under age only once a parent
    or guardian has agreed (PDPA, section 20)."""
    if outgoing.subject_key is None:
        return True  # nobody's message; the gate of privacy refuses it
    silent = UnderAge.objects.filter(customer__data_key=outgoing.subject_key, ended_at=None, agreed_at=None)
    if not silent.exists():
        return True
    purpose = Purpose.objects.filter(key=outgoing.purpose).first()
    return purpose is not None and not purpose.needs_consent
