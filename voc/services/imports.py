"""Reading a file of voices: rows with faults are listed and left out, what is known already is not doubled."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.importing.files import examine, read_lines
from customers.models import Touchpoint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.ids import normalise_code
from foundation.core.thai.dates import parse_date
from foundation.core.thai.text import normalise, search_form
from foundation.core.workbook import as_csv
from voc.enums.voice import LabelField, VoiceChannel, VoiceKind
from voc.models import Voice, VoiceImport
from voc.rules import guess_kind, scrubbed

MAX_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 10_000
MOST_ISSUES = 1000
BATCH = 500
COLUMNS = {
    "text": ("text", "comment", "message", "ข้อความ", "ความคิดเห็น", "เสียงลูกค้า"),
    "date": ("date", "occurred", "วันที่", "วัน"),
    "channel": ("channel", "ช่องทาง"),
    "touchpoint": ("touchpoint", "จุดสัมผัส", "จุดบริการ"),
    "kind": ("kind", "type", "ประเภท"),
}
# Channels that a file may name; the other three are filled by the site itself.
IMPORTABLE = tuple(
    channel
    for channel in VoiceChannel
    if channel not in {VoiceChannel.FEEDBACK, VoiceChannel.SURVEY, VoiceChannel.COMPLAINT}
)


class _BadRow(Exception):
    """Why a row can't be taken: column, what stands there, the sentence."""


@dataclass(frozen=True)
class _Reader:
    """What rows are read with."""

    places: dict[str, int]
    channel: str
    touchpoints: dict[str, int]
    channels: dict[str, str]
    kinds: dict[str, str]
    last: datetime

    def cell(self, cells: Sequence[str], column: str) -> str:
        place = self.places.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def import_voices(*, path: Path, name: str, channel: str = "", by: User | None, now: datetime) -> VoiceImport:
    """Read a CSV or XLSX file with the columns text and date, and optionally channel, touchpoint (its code) and kind.

    `channel` stands for rows that name none. The same file again, or the same row in another file, adds nothing.
    Raises NotAllowed; Refused when the file cannot be read or lacks a column.
    """
    if by is not None and not by.can(Permission.VOC_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))
    if path.stat().st_size > MAX_BYTES:
        raise Refused(_("The file is too large. Please split it; 20 MB at most."))
    row = VoiceImport(
        file_name=name[:200], sha256=hashlib.sha256(path.read_bytes()).hexdigest(), brought_by=by, brought_at=now
    )
    with as_csv(path) as table:
        shape = examine(table)
        reader = _reader(shape.header, channel, now)
        lines = read_lines(table, encoding=shape.encoding, delimiter=shape.delimiter)
        next(lines)
        voices = list(_voices(lines, reader, row, now))
    with transaction.atomic():
        row.save()
        before = Voice.objects.filter(voice_import__isnull=False).count()
        for start in range(0, len(voices), BATCH):
            Voice.objects.bulk_create(voices[start : start + BATCH], ignore_conflicts=True)
        row.added = Voice.objects.filter(voice_import__isnull=False).count() - before
        row.known = len(voices) - row.added
        row.save(update_fields=["added", "known"])
    return row


def _reader(header: Sequence[str], channel: str, now: datetime) -> _Reader:
    names = [name.strip().casefold() for name in header]
    places = {
        column: next(place for place, name in enumerate(names) if name in known)
        for column, known in COLUMNS.items()
        if any(name in known for name in names)
    }
    missing = [column for column in ("text", "date") if column not in places]
    if missing:
        raise Refused(_("The file lacks a column: %(columns)s.") % {"columns": ", ".join(missing)})
    if "channel" not in places and channel not in IMPORTABLE:
        raise Refused(_("The file has no column “channel”. Please choose the channel of its rows."))
    touchpoints = dict(Touchpoint.objects.values_list("code", "pk"))
    return _Reader(places, channel, touchpoints, _spoken(IMPORTABLE), _spoken(VoiceKind), now)


def _spoken(choices: Any) -> dict[str, str]:
    """Values by everything people may write for them: the value, and its name in both languages."""
    known = {str(choice.value).casefold(): str(choice.value) for choice in choices}
    for language in ("th", "en"):
        with override(language):
            known |= {str(choice.label).casefold(): str(choice.value) for choice in choices}
    return known


def _voices(lines: Iterator[Any], reader: _Reader, row: VoiceImport, now: datetime) -> Iterator[Voice]:
    seen: Counter[str] = Counter()
    for line in lines:
        row.rows += 1
        try:
            voice = _voice(line, reader, row, now)
        except _BadRow as fault:
            row.refused += 1
            if len(row.issues) < MOST_ISSUES:
                column, value, reason = fault.args
                row.issues.append({"row": line.number, "column": column, "value": value[:80], "reason": reason})
            continue
        # The same words twice in one file are two people; the same file twice is not.
        key = voice.import_key or ""
        seen[key] += 1
        voice.import_key = hashlib.sha256(f"{key}#{seen[key]}".encode()).hexdigest()
        yield voice


def _voice(line: Any, reader: _Reader, row: VoiceImport, now: datetime) -> Voice:
    if line.fault:
        raise _BadRow("", "", line.fault)
    text = scrubbed(normalise(reader.cell(line.cells, "text")))
    if not text:
        raise _BadRow("text", "", _("The text is empty."))
    if len(text) > LONGEST_TEXT:
        raise _BadRow("text", text, _("The text is longer than 10,000 characters."))
    occurred_at = _moment(reader, reader.cell(line.cells, "date"))
    channel = _known(reader.channels, reader.cell(line.cells, "channel"), "channel") or reader.channel
    if not channel:
        raise _BadRow("channel", "", _("The channel is missing."))
    kind = _known(reader.kinds, reader.cell(line.cells, "kind"), "kind")
    code = normalise_code(reader.cell(line.cells, "touchpoint"))
    if code and code not in reader.touchpoints:
        raise _BadRow("touchpoint", code, _("There is no touchpoint with this code."))
    return Voice(
        voice_import=row,
        import_key="\n".join((occurred_at.date().isoformat(), channel, code, search_form(text))),
        text=text,
        search_text=search_form(text),
        occurred_at=occurred_at,
        gathered_at=now,
        channel=channel,
        touchpoint_id=reader.touchpoints.get(code),
        kind=kind or guess_kind(text, ""),
        fixed=[LabelField.KIND] if kind else [],
    )


def _moment(reader: _Reader, typed: str) -> datetime:
    """Noon of the day, local time. Days to come are refused: nobody has spoken then."""
    try:
        day = parse_date(typed).date
    except ValueError as error:
        raise _BadRow("date", typed, str(error)) from error
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    if day > timezone.localdate(reader.last):
        raise _BadRow("date", typed, _("This day lies in the future."))
    return moment


def _known(known: dict[str, str], typed: str, column: str) -> str:
    if typed and typed.casefold() not in known:
        raise _BadRow(column, typed, _("This word is not known."))
    return known.get(typed.casefold(), "") if typed else ""
