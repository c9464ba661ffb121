"""Columns that are made from others: how a customer sorts, is found, and is recognised. One owner for all doors."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from customers.enums import Party
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.crypto import keyed_hash
from foundation.core.identifiers import BadIdentifier, read_thirteen
from foundation.core.thai.places import PROVINCE, province_of_postcode
from foundation.core.thai.text import search_form, sort_key

SORT_KEY_LENGTH = 400
NAMELESS = "\U0010fffd"  # the sort key of who was forgotten: behind every name
HEAD_OFFICE = "00000"
WORD_LENGTH = 80  # of a word that is looked for by its sound
PHONE_ENDS = {"phone_end4": 4, "phone_end7": 7}
_NAMES = ("name_th", "family_th", "name_en", "family_en")
# The plain columns that `columns` reads.
SOURCES = (
    "number",
    "party",
    "title_th",
    *_NAMES,
    "tax_id",
    "tax_branch",
    "national_id",
    "phone",
    "email",
    "place",
    "postcode",
)


def name_sort_key(*, name_th: str, family_th: str, name_en: str, family_en: str) -> str:
    """By given name, as Thais sort; the English name only where there is no Thai one."""
    name, family = (name_th, family_th) if name_th else (name_en, family_en)
    return sort_key(f"{name} {family}".rstrip())[:SORT_KEY_LENGTH] or NAMELESS


def search_text(
    *, number: str, title_th: str, name_th: str, family_th: str, name_en: str, family_en: str, tax_id: str
) -> str:
    """What a person may type to find the customer. It begins with a blank, so that ` สม` finds starts of words.

    The Thai title stands a second time, grown together with the name: people write นายสมชาย and บริษัทครัวบ้านสวน.
    """
    joined = f"{title_th}{name_th}" if title_th else ""
    words = (name_th, family_th, joined, title_th, name_en, family_en, number, tax_id)
    return " " + search_form(" ".join(word for word in words if word))


def identifier_hash_of_person(national_id: str) -> str | None:
    """The key under which a person is unique."""
    return keyed_hash(f"person:{national_id}", purpose="customers.identifier") if national_id else None


def identifier_hash_of_organisation(tax_id: str, tax_branch: str) -> str | None:
    """The key under which an organisation is unique: each branch is a customer of its own."""
    if not tax_id:
        return None
    return keyed_hash(f"organisation:{tax_id}:{tax_branch or HEAD_OFFICE}", purpose="customers.identifier")


def phone_hash(phone: str | None) -> str:
    """For exact search by telephone; empty without a number."""
    return keyed_hash(phone, purpose="customers.phone") if phone else ""


def phone_ends(phone: str | None) -> dict[str, str]:
    """For search by the last digits: what the mask shows anyway, and the number without its prefix. Short codes of
    offices have none. See docs/decisions/search-that-forgives.md.
    """
    digits = phone if phone and phone.startswith("+") else ""
    return {column: phone_end_hash(digits[-length:], column) if digits else "" for column, length in PHONE_ENDS.items()}


def phone_end_hash(digits: str, column: str) -> str:
    """The hash of the last digits of a telephone number, for one of PHONE_ENDS."""
    return keyed_hash(digits, purpose=f"customers.{column}")[:16]


def email_hash(email: str | None) -> str:
    """For exact search by e-mail, whatever its case; empty without an address."""
    return keyed_hash(email.casefold(), purpose="customers.email") if email else ""


def reached_by(phone: str | None, email: str | None) -> dict[str, str]:
    """The columns by which telephone and e-mail are found, of customers and of contact persons."""
    return {"phone_hash": phone_hash(phone), "email_hash": email_hash(email), **phone_ends(phone)}


def columns(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Every derived column of a customer from the plain ones in `row`; those that are missing count as empty."""
    text = {name: row.get(name) or "" for name in _NAMES}
    by_party = (
        identifier_hash_of_person(row.get("national_id") or "")
        if row["party"] == Party.PERSON
        else identifier_hash_of_organisation(row.get("tax_id") or "", row.get("tax_branch") or "")
    )
    return {
        "sort_key": name_sort_key(**text),
        "search_text": search_text(
            number=row["number"], title_th=row.get("title_th") or "", tax_id=row.get("tax_id") or "", **text
        ),
        "identifier_hash": by_party,
        **reached_by(row.get("phone"), row.get("email")),
        "province": province_of(row.get("place") or "", row.get("postcode") or ""),
    }


def province_of(place: str, postcode: str) -> str:
    """The code of the province: of the place, else of the postcode where it lies in one province only."""
    return place[:PROVINCE] if place else province_of_postcode(postcode) if postcode else ""


def hashes_of_needle(needle: str) -> dict[str, str]:
    """Exact-search hashes of what a person typed: column name to hash, only for what the text can be."""
    found: dict[str, str] = {}
    with suppress(BadContact):
        found["phone_hash"] = phone_hash(read_phone(needle))
    with suppress(BadContact):
        found["email_hash"] = email_hash(read_email(needle))
    with suppress(BadIdentifier):  # of an organisation the number stands in the search text
        found["identifier_hash"] = identifier_hash_of_person(read_thirteen(needle)) or ""
    return found
