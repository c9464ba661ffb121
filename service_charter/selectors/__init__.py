"""Reads of this room, one module an aggregate."""

from service_charter.selectors.charter import (
    all_in_force,
    by_area,
    charter_in_force,
    charter_to_come,
    charters,
    open_version,
    published_charters,
    standards_by_key,
    standards_in_force,
    version_before,
)

__all__ = [
    "all_in_force",
    "by_area",
    "charter_in_force",
    "charter_to_come",
    "charters",
    "open_version",
    "published_charters",
    "standards_by_key",
    "standards_in_force",
    "version_before",
]
