"""Making any text safe for a PDF/UA build, which refuses characters that no font can show."""

import unicodedata
from typing import Any

from foundation.core.pdf.fonts import covered_characters

REPLACEMENT = "▯"
_KEPT_CONTROLS = {"\n", "\t"}
# Joiners and variation selectors only steer emoji shapes; alone they are invisible and unshowable.
_INVISIBLE = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F}


def printable(text: str) -> str:
    """The text with control and invisible characters removed and unshowable ones as a hollow box."""
    return "".join(_shown(character) for character in text)


def printable_tree(value: Any) -> Any:
    """The same JSON-like value with every string made printable, keys included."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(str(key)): printable_tree(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_tree(item) for item in value]
    return value


def _shown(character: str) -> str:
    code = ord(character)
    if character in _KEPT_CONTROLS or 0x20 <= code < 0x7F:
        return character
    if code in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    return character if code in covered_characters() else REPLACEMENT
