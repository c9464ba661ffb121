"""Commitments in every state, made the way people make them."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.models import OutboxMessage
from service_charter.enums import Holder
from service_charter.models import CharterVersion, Commitment, Partner
from service_charter.services import commitments as services
from tests.people import someone
from tests.service_charter.factories import make_published

DUE = dt.timedelta(days=14)


def charter_with_owners(*, count: int = 2, **options: Any) -> CharterVersion:
    """A charter in force from today; the complaint centre answers for its first promise."""
    options.setdefault("effective_on", timezone.localdate())
    charter = make_published(someone("charter-owner"), someone("board-secretary"), count=count, **options)
    first = charter.standards.get(number=1)
    first.owner_unit = Unit.objects.get(code="complaint-centre")
    first.save()
    return charter


def officer_of(code: str = "complaint-centre", username: str = "") -> User:
    """A person of a unit whose role accepts commitments."""
    user = someone("complaint-officer", username)
    user.unit = Unit.objects.get(code=code)
    user.save()
    return user


def partner(**fields: Any) -> Partner:
    """An organisation that keeps the first promise for us."""
    facts = {
        "code": "lifts",
        "name_th": "บริษัทลิฟต์",
        "name_en": "Lift Ltd",
        "email": "office@lifts.example",
        "standard_codes": ["complaint-acknowledgement"],
    }
    return Partner.objects.create(**facts | fields)


def handed(now: dt.datetime | None = None, by: User | None = None) -> dict[str, int]:
    """Everybody who is owed something is asked."""
    now = now or timezone.now()
    return services.hand_down(due_on=timezone.localdate(now) + DUE, by=by or someone("charter-owner"), now=now)


def commitment_of(row: Unit | User | Partner) -> Commitment:
    """The last one of a holder."""
    kind = {Unit: Holder.UNIT, User: Holder.STAFF, Partner: Holder.PARTNER}[type(row)]
    return Commitment.objects.filter(holder=f"{kind}:{row.pk}").latest("id")


def signed(row: Commitment, by: User, now: dt.datetime | None = None) -> None:
    """A member of staff signs what they were shown."""
    services.accept(commitment_id=row.pk, shown_hash=row.content_hash, by=by, now=now or timezone.now())


def token_in(message: OutboxMessage) -> str:
    """The token of the link in a letter."""
    found = re.search(r"/portal/commitments/(\w+)", str(message.body))
    assert found
    return found.group(1)


def letters(kind: str) -> list[OutboxMessage]:
    """Letters of a kind, the oldest first."""
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id"))
