"""The files of a copy of personal data: JSON for machines, a workbook for tables, a PDF for reading; one ZIP.

All three are made from the same sealed text. The PDF is bounded, so that a person with a very long history does not
hold a worker for minutes: past its bound it says what it leaves out and where that stands. JSON and workbook are whole.
"""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_datetime

TEMPLATE = "personal_copy.typ"
# What the PDF takes in at most, in all records together: about 150 pages.
MOST_LINES = 3_000
MOST_CHARACTERS = 300_000
_CELL = 32_000  # a cell of a workbook holds no more


def zipped(content: str, *, name: str, language: str) -> bytes:
    """The JSON text, the same as a workbook (one sheet a room) and as a PDF, in a ZIP. Raises PdfError."""
    told = json.loads(content)
    with translation.override(language):
        paper = copy_pdf(told, language=language)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.pdf", paper)
        archive.writestr(f"{name}.xlsx", _workbook(told))
        archive.writestr(f"{name}.json", content)
    return packed.getvalue()


def copy_pdf(told: dict[str, Any], *, language: str) -> bytes:
    """What is told, laid out for reading in the language that is active: tagged, with headings, at most so long."""
    made = timezone.localtime(datetime.fromisoformat(told["made_at"]))
    rooms, left_out = bounded(told["rooms"])
    house = organisation(language)
    rest = ngettext(
        "This PDF leaves out %(n)s line, because it would be too long to read. The files in table form and for "
        "machines, in the same package, hold everything.",
        "This PDF leaves out %(n)s lines, because it would be too long to read. The files in table form and for "
        "machines, in the same package, hold everything.",
        left_out,
    )
    data = {
        "language": language,
        "organisation": house.get("name", ""),
        "title": _("Copy of your personal data"),
        "facts": [(_("Request"), told["request"]), (_("Made on"), format_datetime(made, "long"))],
        "lead": _(
            "This is what we keep about you in the records that your request named. The words stand as they are "
            "written in our records."
        ),
        "contents": _("What is in this copy"),
        "page": _("Page"),
        "secrecy": _("Personal: keep it where only you can read it"),
        "rooms": [
            {
                "title": room["room"],
                "count": ngettext("%(n)s record", "%(n)s records", len(room["records"])) % {"n": len(room["records"])},
                "records": [
                    {
                        "title": _("Record %(i)s of %(n)s") % {"i": i, "n": len(room["records"])},
                        "lines": list(record.items()),
                    }
                    for i, record in enumerate(room["shown"], start=1)
                ],
            }
            for room in rooms
        ],
        "heads": [_("Item"), _("What we keep")],
        "rest": rest % {"n": left_out} if left_out else "",
        "rights_title": _("If something is wrong"),
        "rights": _("You may ask us to put it right, to erase it, or to stop using it: %(phone)s")
        % {"phone": house.get("phone", "")},
    }
    return build_pdf(TEMPLATE, data, date=made.date())


def bounded(rooms: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The rooms with the records that fit (`shown`), in order; and how many lines are left out or cut short."""
    lines, characters, left_out = MOST_LINES, MOST_CHARACTERS, 0
    fitting = []
    for room in rooms:
        shown = []
        for record in room["records"]:
            kept = {}
            for label, value in record.items():
                if lines <= 0 or characters <= 0:
                    left_out += 1
                    continue
                if len(value) > characters:
                    left_out += 1
                    value = f"{value[:characters]} …"
                kept[label] = value
                lines, characters = lines - 1, characters - len(value)
            if kept:
                shown.append(kept)
        fitting.append({**room, "shown": shown})
    return fitting, left_out


def _workbook(told: dict[str, Any]) -> bytes:
    book_file = io.BytesIO()
    with xlsxwriter.Workbook(
        book_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for number, room in enumerate(told["rooms"], start=1):
            sheet = book.add_worksheet(f"{number}")
            sheet.set_column(0, 0, 36, wrap)
            sheet.set_column(1, 1, 90, wrap)
            sheet.write_string(0, 0, room["room"], bold)
            row = 1
            for record in room["records"]:
                for label, value in record.items():
                    sheet.write_string(row, 0, label, wrap)
                    sheet.write_string(row, 1, value[:_CELL], wrap)
                    row += 1
                row += 1
    return book_file.getvalue()
