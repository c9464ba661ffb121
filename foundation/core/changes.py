"""One difference between two editions of a text, for the board before it decides and for the record.

`components/changes.html` shows a list of them; the rooms say what is compared (service_charter.compare,
strategy.compare).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One difference in the reader's language; an empty side means added or removed."""

    label: str
    before: str
    after: str
