"""A receipt that can be proved: its check code shows that we issued it, and what we promised then, without content."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from complaints.enums import OPEN, Promise
from complaints.models import Complaint, DueChange
from complaints.selectors.clocks import FIELDS
from foundation.core.crypto import keyed_hash
from foundation.core.ids import ALPHABET, group_code, is_valid_number, normalise_code

LETTERS = 16  # 80 bits


@dataclass(frozen=True)
class Promised:
    """One promise: what was printed, and what stands now where it moved."""

    label: str
    printed: datetime
    now: datetime | None

    @property
    def has_moved(self) -> bool:
        """Whether another date stands today."""
        return self.now is not None and self.now != self.printed


@dataclass(frozen=True)
class Proof:
    """What anyone who holds a genuine receipt may know."""

    number: str
    received_at: datetime
    promises: list[Promised]
    is_open: bool


def check_code(complaint: Complaint) -> str:
    """The code printed under the QR code, in groups of four. It opens nothing; it only shows that we printed it."""
    digest = bytes.fromhex(keyed_hash(f"{complaint.number}|{complaint.received_at.isoformat()}", purpose="receipt"))
    return group_code("".join(ALPHABET[byte % 32] for byte in digest[:LETTERS]))


def proof_of(number: str, code: str) -> Proof | None:
    """What the receipt proves; None for a wrong pair, whichever of the two is wrong."""
    complaint = Complaint.objects.filter(number=number).first() if is_valid_number(number) else None
    if complaint is None:
        return None
    if not hmac.compare_digest(normalise_code(check_code(complaint)), normalise_code(code)):
        return None
    return Proof(complaint.number, complaint.received_at, promises_of(complaint), complaint.status in OPEN)


def promises_of(complaint: Complaint) -> list[Promised]:
    """The dates as they were set at receipt, with those that stand now; one query for what moved in between."""
    now = {promise: getattr(complaint, due_field) for promise, (_standard, due_field, _met) in FIELDS.items()}
    printed = {
        change.promise: change.old for change in DueChange.objects.filter(complaint=complaint).order_by("-at", "-id")
    }
    return [
        Promised(str(Promise(promise).label), due_at, now[promise])
        for promise in FIELDS
        if (due_at := printed.get(promise, now[promise]))
    ]
