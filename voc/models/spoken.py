"""Texts kept in both languages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


def spoken(row: Any, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language, the other one where it is empty."""
    thai, english = getattr(row, f"{field}_th"), getattr(row, f"{field}_en")
    return str((english or thai) if get_language() == "en" else (thai or english))


def option_word(option: Mapping[str, str]) -> str:
    """The words of a choice's option in the reader's language."""
    thai, english = option.get("th", ""), option.get("en", "")
    return (english or thai) if get_language() == "en" else (thai or english)
