"""Files of labelled texts, for training: read row by row, rows with unknown labels refused with a reason."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from customers.importing.files import examine, read_lines
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.thai.text import normalise
from foundation.core.workbook import as_csv
from voc.enums.voice import TextTask
from voc.models import LabelledSet, LabelledText
from voc.selectors.text_models import known_labels, topics_by_name

MOST_ISSUES = 500
BATCH = 2000
# Columns by which published sets call the label.
LABEL_COLUMNS = ("label", "destination", "sentiment", "topic", "category")


def read_labelled(path: Path, *, task: str) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """Texts with their labels, and the rows that were refused. Raises Refused when the file is not such a file."""
    with as_csv(path) as table:
        return _read(table, task)


def _read(path: Path, task: str) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    shape = examine(path)
    header = [name.strip().casefold() for name in shape.header]
    label_column = next((name for name in LABEL_COLUMNS if name in header), "")
    if "text" not in header or not label_column:
        raise Refused(_("The file needs a column “text” and a column “label”."))
    at_text, at_label = header.index("text"), header.index(label_column)
    known = known_labels(task)
    names = topics_by_name() if task == TextTask.TOPIC else {}
    pairs, issues = [], []
    lines = read_lines(path, encoding=shape.encoding, delimiter=shape.delimiter)
    next(lines)
    for line in lines:
        cells = [*line.cells, *[""] * len(header)]
        text, label = normalise(cells[at_text]), cells[at_label].strip().casefold()
        if line.fault or not text:
            issues.append({"row": line.number, "value": "", "reason": line.fault or _("The text is empty.")})
        elif label not in known:
            issues.append({"row": line.number, "value": label[:80], "reason": _("This class is not known.")})
        else:
            pairs.append((text, names[label].code if names else label))
    return pairs, issues


def add_labelled_set(*, path: Path, name: str, task: str, by: User | None, now: datetime) -> LabelledSet:
    """Keep a file of labelled texts; the same file again gives the same set.

    Raises NotAllowed, Refused when the file is not such a file or no row of it can be used.
    """
    if by is not None and not by.can(Permission.VOC_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if existing := LabelledSet.objects.filter(task=task, sha256=digest).first():
        return existing
    pairs, issues = read_labelled(path, task=task)
    if not pairs:
        labels = ", ".join(sorted({issue["value"] for issue in issues if issue["value"]})[:10])
        raise Refused(_("No row of this file can be used. Unknown classes: %(labels)s.") % {"labels": labels or "–"})
    with transaction.atomic():
        kept = LabelledSet.objects.create(
            task=task, name=name[:200], sha256=digest, refused=len(issues), issues=issues[:MOST_ISSUES],
            brought_by=by, brought_at=now,
        )  # fmt: skip
        texts = [LabelledText(labelled_set=kept, text=text, label=label) for text, label in pairs]
        LabelledText.objects.bulk_create(texts, batch_size=BATCH)
    return kept
