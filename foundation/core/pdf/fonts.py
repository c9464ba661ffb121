"""The fonts a PDF may use, and which characters they can show."""

from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

REQUIRED = "IBMPlexSansThai_400Regular.ttf"


class FontsMissing(Exception):
    """The asset build has not put the fonts in place."""


@cache
def font_folder() -> Path:
    """The folder with the TTF files of the asset build.

    Raises FontsMissing with what to do.
    """
    for folder in settings.PDF_FONT_DIRS:
        if any(Path(folder).rglob(REQUIRED)):
            return Path(folder)
    raise FontsMissing(f"{REQUIRED} is in none of {settings.PDF_FONT_DIRS}; run `make assets`.")


@cache
def covered_characters() -> frozenset[int]:
    """Code points that at least one of our fonts has a glyph for."""
    covered: set[int] = set()
    for path in sorted(font_folder().rglob("*Regular.ttf")):
        covered.update(TTFont(path, lazy=True).getBestCmap())
    return frozenset(covered)
