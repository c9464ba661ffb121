"""Words in charts: how wide they are, and where a Thai label may be broken."""

import unicodedata

from pythainlp.tokenize import word_tokenize

GLYPH = 7.9  # mean advance of IBM Plex Sans Thai at 14 px, Thai and Latin alike
CLINGS = frozenset(",.;:)!?”ๆฯ%")  # never begin a line
NARROW = frozenset("1ijl.,:;'|! ")


def text_width(text: str) -> float:
    """About how many pixels the longest line of the text takes at 14 px; marks above and below take none."""
    return max((sum(_advance(sign) for sign in line) for line in text.split("\n")), default=0.0)


def _advance(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    return GLYPH * (0.5 if sign in NARROW else 1.0)


def wrap(text: str, width: float) -> str:
    """The text broken between words into lines that fit the width; a word that is too long stays whole."""
    if text_width(text) <= width:
        return text
    lines = [""]
    for word in word_tokenize(text, keep_whitespace=True):
        if lines[-1].strip() and word[0] not in CLINGS and text_width(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return "\n".join(line.rstrip() for line in lines)
