"""What is made of the words of a complaint: a subject, what it is found by, and contacts masked."""

from typing import TYPE_CHECKING

from foundation.core.thai.text import search_form

if TYPE_CHECKING:
    from complaints.models import Complaint

SUBJECT_LENGTH = 80


def headline(description: str) -> str:
    """A subject from what was told: the first line, cut between words or clauses, never inside a letter's marks."""
    line = description.strip().split("\n", 1)[0].strip()
    if len(line) <= SUBJECT_LENGTH:
        return line
    cut = line[: SUBJECT_LENGTH + 1]
    blank = cut.rfind(" ")
    head = cut[:blank] if blank > SUBJECT_LENGTH // 3 else _cut_words(line)
    return f"{head.rstrip()}…"


def _cut_words(line: str) -> str:
    """As many whole Thai words as fit."""
    from pythainlp.tokenize import word_tokenize  # loads a dictionary; only long unbroken lines need it

    kept = ""
    for word in word_tokenize(line[: SUBJECT_LENGTH * 2], keep_whitespace=True):
        if len(kept) + len(word) > SUBJECT_LENGTH:
            break
        kept += word
    return kept


def search_text(complaint: "Complaint") -> str:
    """What a complaint is found by: number, subject, place, reference and the story, in search form."""
    parts = (
        complaint.number,
        complaint.external_reference,
        complaint.subject,
        complaint.place,
        complaint.product,
        complaint.description,
    )
    return search_form(" ".join(part for part in parts if part))


def masked_name(name: str) -> str:
    """Enough to recognise, not enough to know: the first letter of each word."""
    return " ".join(f"{word[:1]}…" for word in name.split()) if name else ""


def masked_phone(phone: str) -> str:
    """The last four digits."""
    return f"xxx xxx {phone[-4:]}" if len(phone) >= 8 else ("xxxx" if phone else "")


def masked_email(email: str) -> str:
    """The first letter and the host."""
    name, at, host = email.partition("@")
    return f"{name[:1]}…@{host}" if at else ("…" if email else "")
