"""Identifiers the outside sees: opaque ids, numbers with a check digit, and secrets."""

import hashlib
import hmac
import re
import secrets

# Crockford's base 32: no I, L, O or U, so a code can be read aloud over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Every byte to one of the 32 letters: 256 is a multiple of 32, so all letters stay equally likely.
_BYTE_TO_LETTER = (ALPHABET.lower() * 8).encode()
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_NUMBER = re.compile(r"^(?P<prefix>[A-Z]{1,3})-(?P<year>\d{4})-(?P<serial>\d{6,})-(?P<check>\d)$")


def new_public_id() -> str:
    """A random 26-character id (130 bits): it names a row to the outside and tells nothing about it."""
    return secrets.token_bytes(26).translate(_BYTE_TO_LETTER).decode()


def new_tracking_code() -> str:
    """A secret of 130 random bits in groups of four, such as `K7QF-2MXD-…-8Z`."""
    return group_code("".join(secrets.choice(ALPHABET) for _ in range(26)))


def group_code(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def normalise_code(text: str) -> str:
    """What a person typed, without dashes, blanks, case or look-alike letters."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_LOOKALIKES)


def hash_code(code: str, *, pepper: bytes) -> str:
    """HMAC-SHA-256 of a normalised code, in hex. Codes are long and random, so no slow hash is needed."""
    return hmac.new(pepper, normalise_code(code).encode(), hashlib.sha256).hexdigest()


def check_digit(digits: str) -> int:
    """Damm's check digit: catches every single wrong digit and every swap of neighbours.

    Source: H. M. Damm, *Total anti-symmetrische Quasigruppen* (2004), quasigroup of order 10.
    """
    table = (
        (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
        (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
        (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
        (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
        (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
        (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
        (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
        (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
        (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
        (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
    )
    interim = 0
    for digit in digits:
        interim = table[interim][int(digit)]
    return interim


def make_number(prefix: str, *, year: int, serial: int) -> str:
    """A number such as `C-2569-000123-7`: prefix, Buddhist year, serial of the year, check digit."""
    body = f"{serial:06d}"
    return f"{prefix}-{year}-{body}-{check_digit(f'{year}{body}')}"


def is_valid_number(text: str) -> bool:
    """Whether the text has the shape of a number and its check digit fits."""
    match = _NUMBER.match(text.strip().upper())
    return match is not None and check_digit(match["year"] + match["serial"]) == int(match["check"])
