"""Reading the announcement of the policy: a text file with headings, numbered clauses and two closing provisions.

    ประกาศ…            issuer        1. …      heading        การรายงานผล : …       closing provision
    เรื่อง …             title         1.1 …     clause         … ครั้งที่ 8/2565 …       resolution
    (paragraphs)       preamble                              ประกาศ ณ วันที่ …        day of announcement

A line that follows a text without an empty line between them belongs to it. What fits nowhere is listed, not guessed.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from foundation.core.errors import Refused
from foundation.core.evidence import CLAUSES
from foundation.core.thai.dates import parse_date
from foundation.core.thai.text import THAI_DIGITS, normalise_line
from foundation.governance.clauses import outline, section_of
from foundation.governance.enums import SectionKey

MOST_BYTES = 1_000_000

_HEADING = re.compile(r"^([1-9])\.\s+(.+)$")
_CLAUSE = re.compile(r"^([1-9]\.\d{1,2})\.?\s+(.+)$")
_CLOSING = {"report": re.compile(r"^การรายงานผล\s*:\s*(.+)$"), "review": re.compile(r"^การทบทวนนโยบาย\s*:\s*(.+)$")}
_TITLE = re.compile(r"^เรื่อง\s+(.+)$")
_ANNOUNCED = re.compile(r"^ประกาศ\s*ณ\s*วันที่\s*(.*)$")
_ISSUER = re.compile(r"^ประกาศ\s*\S+")
_ADOPTED = re.compile(r"มติคณะกรรมการ.*?ครั้งที่\s*(?P<number>\d{1,2})\s*/\s*(?P<year>\d{4})\s*เมื่อวันที่\s*(?P<day>.+?\d{4})")
_EFFECTIVE = re.compile(r"ใช้บังคับตั้งแต่วันที่\s*(?P<day>.*?)\s*เป็นต้นไป")


@dataclass(frozen=True)
class Line:
    """A line of the file with its number, for people to find."""

    number: int
    text: str


@dataclass
class Announcement:
    """What was read. `problems` make it unfit to import; `unplaced` lines are only reported."""

    sha256: str
    title: str = ""
    preamble: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    clauses: dict[str, str] = field(default_factory=dict)
    meeting: tuple[int, int] | None = None
    approved_on: dt.date | None = None
    announced_on: dt.date | None = None
    effective_on: dt.date | None = None
    unplaced: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """ "8/2565"."""
        return "{}/{}".format(*self.meeting) if self.meeting else ""

    @property
    def is_fit(self) -> bool:
        """Whether it can be imported."""
        return not self.problems


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or the old Thai code page. Raises Refused for anything else."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is too large for a policy. Please choose a text file of at most 1 MB."))
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(_("This is not a text file. Please save the announcement as plain text (UTF-8) and try again."))


def read_announcement(text: str) -> Announcement:
    """Read the whole file; never raises for its content."""
    lines = [normalise_line(line) for line in text.lstrip("\ufeff").splitlines()]
    digest = hashlib.sha256("\n".join(lines).strip().encode()).hexdigest()
    return _Reader(Announcement(digest)).read(lines)


class _Reader:
    """Goes through the lines once, remembering where a following line would belong."""

    def __init__(self, found: Announcement) -> None:
        self.found = found
        self.section = ""
        self.clause = ""  # the clause that a line without an empty line before it continues
        self.is_over = False

    def read(self, lines: list[str]) -> Announcement:
        after_gap = True
        for number, text in enumerate(lines, start=1):
            if text:
                self._place(Line(number, text), after_gap)
            after_gap = not text
        self.found.problems += _missing(self.found)
        return self.found

    def _place(self, line: Line, after_gap: bool) -> None:
        plain = line.text.translate(THAI_DIGITS)
        for recognise in (self._clause, self._heading, self._closing, self._announced, self._adopted, self._opening):
            if recognise(line, plain):
                return
        if not self.section and self.found.title and not self.is_over:
            self.found.preamble.append(line.text)
        elif self.clause and not after_gap:
            self.found.clauses[self.clause] += f" {line.text}"
        else:
            self.found.unplaced.append(line)

    def _clause(self, line: Line, plain: str) -> bool:
        match = _CLAUSE.match(plain)
        if not match:
            return False
        key = match[1]
        self.clause = ""
        if key not in CLAUSES:
            self._trouble(line, _("the policy has no clause %(key)s") % {"key": key})
        elif key in self.found.clauses:
            self._trouble(line, _("clause %(key)s stands here a second time") % {"key": key})
        elif key[0] != self.section:
            self._trouble(line, _("clause %(key)s stands under another heading") % {"key": key})
        else:
            self.clause = key
            self.found.clauses[key] = _kept(line.text, plain, match)
        return True

    def _heading(self, line: Line, plain: str) -> bool:
        match = _HEADING.match(plain)
        if not match:
            return False
        key = match[1]
        self.clause = ""
        if key not in SectionKey.values:
            self._trouble(line, _("the policy has no part %(key)s") % {"key": key})
        elif key in self.found.headings:
            self._trouble(line, _("part %(key)s stands here a second time") % {"key": key})
        else:
            self.section = key
            self.found.headings[key] = _kept(line.text, plain, match)
        return True

    def _closing(self, line: Line, plain: str) -> bool:
        for key, shape in _CLOSING.items():
            match = shape.match(line.text)
            if match and key in self.found.clauses:
                self._trouble(line, _("the provision “%(title)s” stands here twice") % {"title": outline(key).title})
                return True
            if match:
                self.section, self.clause = SectionKey.CLOSING, key
                self.found.clauses[key] = line.text
                return True
        return False

    def _adopted(self, line: Line, plain: str) -> bool:
        match = _ADOPTED.search(plain)
        if not match:
            return False
        self.clause, self.section = "", SectionKey.CLOSING
        self.found.meeting = int(match["number"]), int(match["year"])
        self.found.approved_on = self._day(line, match["day"])
        effective = _EFFECTIVE.search(plain)
        if effective and effective["day"]:
            self.found.effective_on = self._day(line, effective["day"])
        return True

    def _announced(self, line: Line, plain: str) -> bool:
        match = _ANNOUNCED.match(plain)
        if match:
            self.clause, self.section, self.is_over = "", SectionKey.CLOSING, True
            self.found.announced_on = self._day(line, match[1])
        return bool(match)

    def _opening(self, line: Line, plain: str) -> bool:
        if self.section or self.found.preamble:
            return False
        title = _TITLE.match(line.text)
        if title and not self.found.title:
            self.found.title = title[1]
            return True
        return bool(_ISSUER.match(line.text)) and not self.found.title

    def _day(self, line: Line, text: str) -> dt.date | None:
        try:
            return parse_date(text).date
        except ValueError:
            self._trouble(line, _("“%(text)s” is not a date") % {"text": text[:40]})
            return None

    def _trouble(self, line: Line, words: str) -> None:
        self.found.problems.append(_("Line %(number)s: %(words)s.") % {"number": line.number, "words": words})


def _kept(text: str, plain: str, match: re.Match[str]) -> str:
    """The words behind the number as they stand in the file; folding digits keeps every place."""
    return text[match.start(2) :] if len(text) == len(plain) else match[2]


def _missing(found: Announcement) -> Iterator[str]:
    if not found.title:
        yield _("The title is missing: a line that begins with “เรื่อง”.")
    for key in ("1", "2", "3", "4", "5"):
        if key not in found.headings:
            yield _("The heading of part %(key)s is missing.") % {"key": key}
    for key in CLAUSES:
        if key not in found.clauses:
            yield _("Clause %(heading)s is missing.") % {"heading": outline(key).heading}
    if found.meeting is None:
        yield _("The resolution of the board is missing: its number and day.")
    if found.announced_on is None:
        yield _("The day of the announcement is missing.")


def texts_of(found: Announcement) -> Iterator[tuple[SectionKey, str, str, dict[str, str]]]:
    """Section, heading (empty where the file has none), its own text, and its clauses."""
    for key in SectionKey:
        clauses = {name: text for name, text in found.clauses.items() if section_of(name) == key}
        own = "\n\n".join(found.preamble) if key == SectionKey.PREAMBLE else ""
        yield key, found.headings.get(key, ""), own, clauses
