"""Texts kept in both languages."""

from typing import Any

from django.utils.translation import get_language


def spoken(row: Any, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language, the other one where it is empty."""
    thai, english = getattr(row, f"{field}_th"), getattr(row, f"{field}_en")
    return str((english or thai) if get_language() == "en" else (thai or english))
