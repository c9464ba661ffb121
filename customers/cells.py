"""Reading one value of a customer from text: one owner for form, API and import.

Every reader takes text, gives the value as it is stored (empty for empty text) and raises BadValue. Reading a stored
value again gives the same value.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import override

from customers.enums import Kind, Language, Party, Relation
from customers.words import BadValue
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.identifiers import BadIdentifier, read_national_id, read_tax_id
from foundation.core.thai.dates import parse_date
from foundation.core.thai.places import place as known_place
from foundation.core.thai.text import THAI_DIGITS, normalise, normalise_line, search_form

Reader = Callable[[str], Any]

CONTACT_NAME_LENGTH, CONTACT_ROLE_LENGTH = 300, 120  # of a contact person

_CHOICE_SYNONYMS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "party": {
        Party.PERSON: ("บุคคล", "บุคคลธรรมดา", "คน", "individual"),
        Party.ORGANISATION: ("นิติบุคคล", "องค์กร", "หน่วยงาน", "บริษัท", "organization", "company", "juristic"),
    },
    "relation": {
        Relation.PROSPECT: ("ผู้สนใจ", "ผู้อาจจะเป็นลูกค้า", "ว่าที่ลูกค้า", "possible", "lead", "potential"),
        Relation.CURRENT: ("ปัจจุบัน", "ลูกค้าในปัจจุบัน", "ลูกค้า", "active", "customer"),
        Relation.FORMER: ("อดีต", "ลูกค้าในอดีต", "อดีตลูกค้า", "past", "lost", "inactive"),
        Relation.COMPETITOR: ("คู่แข่ง", "ลูกค้าคู่แข่ง", "ลูกค้าของคู่แข่ง", "competitor's"),
    },
    "kind": {
        Kind.DIRECT: ("ผู้ใช้โดยตรง", "ใช้เอง", "end user"),
        Kind.RESALE: ("ผู้ซื้อเพื่อจำหน่ายต่อ", "ขายต่อ", "wholesale"),
        Kind.AGENCY: ("หน่วยงานที่ใช้เป็นส่วนประกอบ", "หน่วยงานราชการ", "government"),
        Kind.RESELLER: ("ตัวแทน", "ผู้แทน", "agent"),
    },
    "language": {Language.THAI: ("ไทย",), Language.ENGLISH: ("อังกฤษ",)},
}
_ENUMS: dict[str, Any] = {"party": Party, "relation": Relation, "kind": Kind, "language": Language}


def text(limit: int, *, multiline: bool = False) -> Reader:
    """Cleaned text of at most `limit` characters; longer text is refused, never cut."""

    def read(value: str) -> str:
        clean = normalise(value) if multiline else normalise_line(value)
        if len(clean) > limit:
            raise BadValue("too_long", max=limit)
        return clean

    return read


def choice(field: str) -> Reader:
    """One of an enum's values, by value, label in either language, or a word that people use for it."""

    def read(value: str) -> str:
        if value in _ENUMS[field].values:
            return value
        found = _choice(field, value)
        if found is None:
            raise BadValue("choice", choices=", ".join(str(label) for label in _ENUMS[field].labels))
        return found

    return read


@lru_cache(maxsize=4096)
def _choice(field: str, value: str) -> str | None:
    asked = search_form(value)
    return _choice_words(field).get(asked) if asked else ""


@lru_cache(maxsize=8)
def _choice_words(field: str) -> dict[str, str]:
    enum = _ENUMS[field]
    words = {search_form(word): value for value, many in _CHOICE_SYNONYMS[field].items() for word in many}
    for language in ("th", "en"):
        with override(language):
            words |= {search_form(str(member.label)): member.value for member in enum}
    return words | {member.value: member.value for member in enum}


def national_id(value: str) -> str:
    """A person's number with a fitting check digit."""
    return _identifier(read_national_id, value)


def tax_id(value: str) -> str:
    """An organisation's number with a fitting check digit."""
    return _identifier(read_tax_id, value)


def _identifier(read: Reader, value: str) -> str:
    if not value.strip():
        return ""
    try:
        return str(read(value))
    except BadIdentifier as error:
        raise BadValue(error.code) from error


def tax_branch(value: str) -> str:
    """Five digits; shorter numbers are filled with zeros, as spreadsheets drop them. สำนักงานใหญ่ is 00000."""
    digits = value.translate(THAI_DIGITS).strip()
    if digits in {"สำนักงานใหญ่", "สนญ.", "สนญ"} or digits.casefold() == "head office":
        return "00000"
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        raise BadValue("branch")
    return digits.zfill(5) if digits else ""


def phone(value: str) -> str:
    """A telephone number in E.164, or a short code."""
    return _contact(read_phone, "phone", value)


def email(value: str) -> str:
    """An e-mail address."""
    return _contact(read_email, "email", value)


def _contact(read: Reader, code: str, value: str) -> str:
    if not value.strip():
        return ""
    try:
        return str(read(value))
    except BadContact as error:
        raise BadValue(code) from error


def postcode(value: str) -> str:
    """Five digits."""
    digits = value.translate(THAI_DIGITS).strip()
    if digits and not re.fullmatch(r"\d{5}", digits, re.ASCII):
        raise BadValue("postcode")
    return digits


def place(value: str) -> str:
    """The code of a province, district or subdistrict."""
    code = value.translate(THAI_DIGITS).strip()
    if code and known_place(code) is None:
        raise BadValue("no_place")
    return code


@lru_cache(maxsize=8192)
def date(value: str) -> dt.date | None:
    """A date of either era; times behind it, as exports write them, are left out."""
    day = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", value.strip())
    if not day:
        return None
    try:
        return parse_date(day).date
    except ValueError as error:
        raise BadValue("date") from error


def number(value: str) -> Decimal | None:
    """A number with point and optional thousands separators, as Thai and English papers write it."""
    plain = value.translate(THAI_DIGITS).strip().replace(",", "").replace(" ", "").removesuffix("บาท")
    if not plain:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise BadValue("number") from error
    if not found.is_finite() or abs(found.adjusted()) > 30:
        raise BadValue("number")
    return found


READERS: dict[str, Reader] = {
    "party": choice("party"),
    "kind": choice("kind"),
    "relation": choice("relation"),
    "relation_since": date,
    "language": choice("language"),
    "title_th": text(60),
    "name_th": text(300),
    "family_th": text(150),
    "title_en": text(60),
    "name_en": text(300),
    "family_en": text(150),
    "national_id": national_id,
    "tax_id": tax_id,
    "tax_branch": tax_branch,
    "phone": phone,
    "email": email,
    "address": text(1000, multiline=True),
    "subdistrict": text(120),
    "district": text(120),
    "province": text(120),
    "place": place,
    "postcode": postcode,
}


def read(field: str, value: Any) -> Any:
    """The value of a field from text; what is not text passes. Raises BadValue, KeyError for an unknown field."""
    return READERS[field](value) if isinstance(value, str) else value
