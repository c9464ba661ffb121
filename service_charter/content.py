"""The exact content that the board approves: one canonical form, one hash.

The form is JSON with keys in code-point order and no blanks (RFC 8785 for strings, integers, booleans and null).
PostgreSQL builds the same text from the rows (`service_charter_canonical`, migrations 0002, 0004 and 0029), so that it
can refuse to publish what the board has not seen. A test holds both to the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service_charter.models import CharterVersion, Standard

TEXT_FIELDS = (
    "title_th",
    "title_en",
    "intro_th",
    "intro_en",
    "rights_th",
    "rights_en",
    "conduct_th",
    "conduct_en",
)
STANDARD_FIELDS = (
    "number",
    "code",
    "area",
    "event",
    "promise_th",
    "promise_en",
    "measured_th",
    "measured_en",
    "conditions_th",
    "conditions_en",
    "remedy_th",
    "remedy_en",
    "duration_amount",
    "duration_unit",
    "automatic",
)
# What standards say since they can say more. An empty one is left out of the form, so that what a board approved
# before keeps its fingerprint.
LATER_FIELDS = (
    "clock_rule_th",
    "clock_rule_en",
    "audience_th",
    "audience_en",
    "complain_th",
    "complain_en",
    "because_th",
    "because_en",
    "owner_code",
)
# Lists of plain words, one text in the form, sorted when they are saved.
LIST_FIELDS = ("evidence", "touchpoints", "channels", "pauses")


def canonical(charter: "CharterVersion", standards: "Iterable[Standard]") -> str:
    """The canonical JSON of a version and its standards, in the order of their numbers."""
    content: dict[str, Any] = {field: getattr(charter, field) for field in TEXT_FIELDS}
    content["standards"] = [_standard(standard) for standard in sorted(standards, key=lambda row: row.number)]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(charter: "CharterVersion", standards: "Iterable[Standard]") -> str:
    """The sha-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(charter, standards).encode()).hexdigest()


def _standard(standard: "Standard") -> dict[str, Any]:
    # A target of 95 % is stored with two decimals; the canonical form says so whatever type it comes in.
    later = {field: getattr(standard, field) for field in LATER_FIELDS}
    later |= {field: ",".join(getattr(standard, field)) for field in LIST_FIELDS}
    return {
        **{field: getattr(standard, field) for field in STANDARD_FIELDS},
        **{field: value for field, value in later.items() if value},
        "target_percent": f"{standard.target_percent:.2f}",
    }
