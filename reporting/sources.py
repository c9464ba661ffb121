"""Facts of the report that are not metrics: the segments in use and the charter in force."""

from datetime import datetime
from typing import Any


def segments_in_use() -> dict[str, Any] | None:
    """The adopted segments with sizes and plain words; None while no study has been adopted."""
    return None


def charter_in_force(at: datetime) -> dict[str, Any] | None:
    """The published charter at that moment with its standards and resolution; None when there is none."""
    return None
