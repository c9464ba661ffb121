"""Telephone numbers, e-mail addresses and postal addresses: reading, printing and masking."""

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from foundation.core.thai.text import THAI_DIGITS

_SEPARATORS = re.compile(r"[\s\-.()/]+")
_MOBILE = re.compile(r"^(?:\+?66|0)([689]\d{8})$")
_FIXED = re.compile(r"^(?:\+?66|0)(2\d{7})$")
_SHORT_CODE = re.compile(r"^1\d{3}$")
_SMS = re.compile(r"\+(?:66[689]\d{8}|(?!66)[1-9]\d{6,14})")
_EMAIL = EmailValidator()


class BadContact(ValueError):
    """The text is no such address. `code` says why; words are given where it is shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_phone(text: str) -> str:
    """The number in E.164 (`+66812345678`), or a short code of four digits such as `1111`.

    Mobile and Bangkok numbers are read by their shape, everything else by phonenumbers, which knows the ranges.
    Raises BadContact: `phone`.
    """
    digits = text if text.isascii() and text.isdigit() else _SEPARATORS.sub("", text.translate(THAI_DIGITS))
    if plain := _MOBILE.match(digits) or _FIXED.match(digits):
        return f"+66{plain[1]}"
    if _SHORT_CODE.match(digits):
        return digits
    return _read_other_phone(digits)


@lru_cache(maxsize=4096)
def _read_other_phone(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "TH")
    except phonenumbers.NumberParseException as error:
        raise BadContact("phone") from error
    if not phonenumbers.is_valid_number(number):
        raise BadContact("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def can_take_sms(stored: str) -> bool:
    """Whether short messages reach a number in E.164; of Thailand only mobile ones."""
    return bool(_SMS.fullmatch(stored))


def format_phone(stored: str) -> str:
    """As Thais write it: 081 234 5678; foreign numbers in international form, short codes as they are."""
    if not stored.startswith("+"):
        return stored
    number = phonenumbers.parse(stored)
    national = number.country_code == 66
    form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def mask_phone(stored: str) -> str:
    """Enough to tell two numbers apart: 08x xxx 5678. Short codes belong to offices and stay."""
    if not stored.startswith("+"):
        return stored
    start = f"0{stored[3]}" if stored.startswith("+66") else stored[:3]
    return f"{start}x xxx {stored[-4:]}"


def read_email(text: str) -> str:
    """The address, its domain in lower case. Raises BadContact: `email`."""
    name, at, domain = text.strip().rpartition("@")
    address = f"{name}{at}{domain.lower()}"
    try:
        _EMAIL(address)
    except ValidationError as error:
        raise BadContact("email") from error
    return address


def mask_email(address: str) -> str:
    """First letter and domain: s…@example.com."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def mask_address(address: str) -> str:
    """The last word of an address (province or postcode), the rest hidden."""
    words = address.split()
    return f"… {words[-1]}" if len(words) > 1 else "…"
