"""What a record's page and the API show of a customer: personal data masked, figures named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import get_language

from customers.field_values import shown_value
from customers.files import FILE_OWNER
from customers.models import AttributeDefinition, ContactPerson, Customer, Interaction
from foundation.core.contacts import mask_address, mask_email, mask_phone
from foundation.core.identifiers import mask_national_id
from foundation.core.models import Attachment
from foundation.core.thai.places import PROVINCE, province_name


def mask_place(code: str) -> str:
    """The province of a place, the smaller ones hidden."""
    name = province_name(code[:PROVINCE], get_language() or "th")
    return name if len(code) == PROVINCE else f"… {name}"


_MASKS: dict[str, Callable[[str], str]] = {
    "national_id": mask_national_id,
    "phone": mask_phone,
    "email": mask_email,
    "address": mask_address,
    "place": mask_place,
}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Attribute:
    """A further fact with its name and unit."""

    label: str
    value: str
    unit: str

    @property
    def shown(self) -> str:
        """The value with its unit: 68,900 บาท."""
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True)
class Touch:
    """How often we and the customer spoke in the last twelve months, and when last."""

    total: int
    inward: int
    last_at: datetime | None


def masked(row: Customer | ContactPerson) -> dict[str, str]:
    """The personal fields that are filled, so masked that a person can tell them apart."""
    found = {name: getattr(row, name, None) for name in _MASKS}
    return {name: _MASKS[name](value) for name, value in found.items() if value}


def masked_value(field: str, value: str) -> str:
    """A value of a field as lists show it: of personal fields no more than tells them apart."""
    return _MASKS[field](value) if value and field in _MASKS else value


def named_attributes(customer: Customer, definitions: Iterable[AttributeDefinition]) -> list[Attribute]:
    """Figures and categories of a record, in the order of the definitions."""
    return [
        Attribute(row.label, shown_value(row, customer.attributes[row.key]), row.unit)
        for row in definitions
        if row.key in customer.attributes
    ]


def files_of(entries: Sequence[Interaction]) -> dict[str, list[Attachment]]:
    """The files of some entries of the timeline, by public id; one statement."""
    found: dict[str, list[Attachment]] = {}
    ids = [entry.public_id for entry in entries]
    for file in Attachment.objects.filter(owner_kind=FILE_OWNER, owner_public_id__in=ids) if ids else ():
        found.setdefault(file.owner_public_id, []).append(file)
    return found


def files_of_timeline(customer: Customer) -> "QuerySet[Attachment]":
    """Every file of a customer's timeline."""
    entries = Interaction.objects.filter(customer=customer).values("public_id")
    return Attachment.objects.filter(owner_kind=FILE_OWNER, owner_public_id__in=entries)


def touch_of(customer: Customer, *, now: datetime) -> Touch:
    """One statement over the customer's own part of the timeline index."""
    rows = Interaction.objects.standing().filter(customer=customer)
    recent = Q(at__gte=now - YEAR)
    figures = rows.aggregate(
        total=Count("pk", filter=recent), inward=Count("pk", filter=recent & Q(direction="in")), last_at=Max("at")
    )
    return Touch(**figures)
