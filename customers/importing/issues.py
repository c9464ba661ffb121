"""What was wrong with a file, in words: on the page, and as a CSV for the person who mends it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.enums import ImportState
from customers.models import Customer, ImportIssue, ImportKept, ImportRun
from customers.words import KEPT, SENTENCES, say
from foundation.accounts.models import User
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


@dataclass(frozen=True)
class Kept:
    """A customer whom undoing left as it is, as a person reads it; without a name where it may not be seen."""

    number: str
    url: str
    is_new: bool
    sentence: str


def kept_by(run: ImportRun, user: User, *, limit: int) -> tuple[list[Kept], int]:
    """The first customers whom undoing the import left as they are, and how many there are. Three statements."""
    rows = list(run.kept.order_by("pk")[:limit])
    seen = Customer.with_merged.visible_to(user).in_bulk([row.customer_id for row in rows])
    kept = []
    for row in rows:
        customer = seen.get(row.customer_id)
        url = (
            reverse("customers:staff-detail", args=[customer.public_id]) if customer and not customer.is_merged else ""
        )
        number = customer.number if customer else _("a customer of another unit")
        kept.append(Kept(number, url, row.is_new, _why(row)))
    return kept, run.kept.count() if len(rows) == limit else len(rows)


def _why(row: ImportKept) -> str:
    params = dict(row.params)
    if label := params.get("model"):
        params["what"] = str(apps.get_model(label)._meta.verbose_name_plural)
    return str(KEPT[row.code]) % params


def same_file_before(run: ImportRun, user: User) -> ImportRun | None:
    """Another import of the very same file on which the user may work, the newest that came further than the upload."""
    rows = ImportRun.objects.workable_by(user).filter(digest=run.digest)
    return rows.exclude(pk=run.pk).exclude(state=ImportState.UPLOADED).select_related("job").first()


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
