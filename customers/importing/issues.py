"""What was wrong with a file, in words: on the page, and as a CSV for the person who mends it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from customers.models import ImportIssue, ImportRun
from customers.words import SENTENCES, say
from foundation.core.spreadsheet import csv_lines

CHUNK = 5000


@dataclass(frozen=True)
class Said:
    """An issue as a person reads it."""

    line: int
    column: str
    shown: str
    sentence: str


def said(issue: ImportIssue) -> Said:
    """The issue with its sentence in the reader's language."""
    return Said(issue.line, issue.column, issue.shown, say(issue.code, issue.params))


def counted_issues(run: ImportRun) -> list[tuple[str, int]]:
    """Kinds of issues and how often each occurs, most frequent first: what to mend first."""
    rows = run.issues.values_list("column", "code").annotate(n=Count("pk")).order_by("-n", "column", "code")[:10]
    return [(f"{column}: {_plain(code)}" if column else _plain(code), n) for column, code, n in rows]


def _plain(code: str) -> str:
    """The sentence without its particulars."""
    text = str(SENTENCES[code])
    return text if "%(" not in text else text.partition("%(")[0].rstrip(" :(") + " …"


def csv_of_issues(run: ImportRun) -> Iterator[str]:
    """Row number, column, masked value and reason, one line each, formulas made harmless."""
    rows = run.issues.order_by("line", "id").iterator(chunk_size=CHUNK)
    head = [_("Row"), _("Column"), _("What stands there"), _("What is wrong")]
    yield from csv_lines(head, ([s.line, s.column, s.shown, s.sentence] for s in map(said, rows)))
