"""Who we are and how to reach us, as every page and letter says it."""

from django.conf import settings
from django.utils.translation import get_language


def organisation(language: str | None = None) -> dict[str, str]:
    """The ORGANISATION setting in a language, the reader's by default; an empty value is left out of the page."""
    suffix = "en" if (language or get_language()) == "en" else "th"
    return {
        key.removesuffix(f"_{suffix}"): value for key, value in settings.ORGANISATION.items() if _speaks(key, suffix)
    }


def _speaks(key: str, suffix: str) -> bool:
    return key.endswith(f"_{suffix}") or not key.endswith(("_th", "_en"))
