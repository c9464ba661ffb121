"""Thai 13-digit identifiers: reading, checking, printing and masking.

The check digit is d13 = (11 - sum of (14 - i) * d_i over the first twelve, modulo 11) modulo 10. Numbers of people
begin with 1 to 8, those of organisations with 0 or 9 (python-stdnum: stdnum.th.pin, stdnum.th.tin).
"""

import re
from operator import mul

from foundation.core.thai.text import THAI_DIGITS

_WEIGHTS = range(13, 1, -1)
_NOT_DIGITS = re.compile(r"[\s\-.]+")


class BadIdentifier(ValueError):
    """The text is not such a number. `code` says which rule it breaks; words are given where it is shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_thirteen(text: str) -> str:
    """The 13 digits that the text means, blanks and dashes left out, Thai digits folded.

    Raises BadIdentifier: `not_digits`, `not_13_digits` or `check_digit`.
    """
    digits = text if text.isascii() and text.isdigit() else _NOT_DIGITS.sub("", text.translate(THAI_DIGITS))
    if not (digits.isascii() and digits.isdigit()):
        raise BadIdentifier("not_digits")
    if len(digits) != 13:
        raise BadIdentifier("not_13_digits")
    if check_digit_13(digits[:12]) != int(digits[12]):
        raise BadIdentifier("check_digit")
    return digits


def check_digit_13(first_twelve: str) -> int:
    """The thirteenth digit that belongs to the first twelve."""
    weighted: int = sum(map(mul, _WEIGHTS, map(int, first_twelve)))
    return (11 - weighted % 11) % 10


def read_national_id(text: str) -> str:
    """A person's number. Raises BadIdentifier, also `not_a_person` for numbers of organisations."""
    digits = read_thirteen(text)
    if digits[0] in "09":
        raise BadIdentifier("not_a_person")
    return digits


def read_tax_id(text: str) -> str:
    """A tax number of an organisation. A sole trader's is the owner's national number, which is personal data.

    Raises BadIdentifier, also `a_person` for a number of a person.
    """
    digits = read_thirteen(text)
    if digits[0] not in "09":
        raise BadIdentifier("a_person")
    return digits


def format_national_id(digits: str) -> str:
    """As on the card: 1-2345-45678-78-1."""
    return "-".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))


def mask_national_id(digits: str) -> str:
    """Enough to compare with a card in the hand: x-xxxx-xxxxx-78-1."""
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"
