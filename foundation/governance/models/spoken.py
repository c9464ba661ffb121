"""Texts kept in both languages, read in one."""

from django.utils.translation import get_language


def spoken(row: object, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language; the Thai one where there is no English."""
    english = str(getattr(row, f"{field}_en")) if get_language() == "en" else ""
    return english or str(getattr(row, f"{field}_th"))
