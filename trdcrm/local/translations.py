"""Is every string of the site there in Thai? `python -m trdcrm.local translations` says what is missing.

The msgids are English, so English is complete by itself. Thai stands in one catalogue for the house
(locale/th) and one for each room that has its own (locale/<room>/th). The strings are gathered afresh from the sources
into a copy, which needs gettext's xgettext; the work tree is left alone unless a room is to be filled.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from trdcrm.local.preparation import ROOT
from trdcrm.local.problem import Problem

SOURCES = (
    "foundation",
    "customers",
    "segmentation",
    "products",
    "relationships",
    "service_charter",
    "complaints",
    "voc",
    "strategy",
    "reporting",
    "trdcrm",
    "templates",
)
CATALOGUE = Path("th/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def faults() -> list[str]:
    """One line for each string without Thai, with doubtful Thai, or with other placeholders than the English.

    Raises Problem when gettext is missing.
    """
    return list(catalogue_faults(_wanted()))


def fill(room: str) -> tuple[Path, int]:
    """Add the strings of one room that have no Thai to the room's catalogue, empty. Gives its path and how many.

    Raises Problem when gettext is missing.
    """
    path = ROOT / "locale" / room / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.pofile(str(path)) if path.exists() else _new_catalogue()
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    missing = [
        entry
        for entry in _wanted()
        if not entry.translated()
        and (entry.msgctxt, entry.msgid) not in known
        and any(room in Path(source).parts[:2] for source, _line in entry.occurrences)
    ]
    for entry in missing:
        entry.occurrences, entry.flags, entry.msgstr = [], [flag for flag in entry.flags if flag != "fuzzy"], ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgid = None
        catalogue.append(entry)
    catalogue.save(str(path))
    return path, len(missing)


def catalogue_faults(catalogue: polib.POFile) -> Iterator[str]:
    """What is wrong with the entries of a catalogue."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        said = entry.msgstr or "".join(entry.msgstr_plural.values())
        if not said.strip():
            yield f"no Thai: {entry.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"doubtful Thai: {entry.msgid!r}"
        elif _placeholders(entry.msgid_plural or entry.msgid) != _placeholders(said):
            yield f"other placeholders: {entry.msgid!r} → {said!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def catalogues() -> list[Path]:
    """The catalogues of the work tree, the house's first."""
    return [ROOT / "locale" / CATALOGUE, *sorted((ROOT / "locale").glob(f"*/{CATALOGUE}"))]


def _wanted() -> polib.POFile:
    """Every string that the sources want, with the Thai that the catalogues have for it."""
    if shutil.which("xgettext") is None:
        raise Problem("xgettext is not installed.", "On Debian and Ubuntu: apt install gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        # Without a catalogue to merge into, all that was found comes out empty; the merging, which looks for likenesses
        # of each new string, would take minutes.
        target = copy / "locale" / CATALOGUE
        target.parent.mkdir(parents=True)
        _gather(copy)
        wanted = polib.pofile(str(target))
    known = _known()
    for entry in wanted:
        if found := known.get((entry.msgctxt, entry.msgid)):
            entry.msgstr, entry.msgstr_plural = found.msgstr, found.msgstr_plural
            entry.flags = [*entry.flags, "fuzzy"] if "fuzzy" in found.flags else entry.flags
    return wanted


def _known() -> dict[tuple[str | None, str], polib.POEntry]:
    """What the catalogues have, by context and string; good Thai before doubtful, the house's before a room's."""
    known: dict[tuple[str | None, str], polib.POEntry] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            earlier = known.get((entry.msgctxt, entry.msgid))
            if not entry.obsolete and not (earlier and earlier.translated()):
                known[entry.msgctxt, entry.msgid] = entry
    return known


def _new_catalogue() -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Language": "th",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def _gather(folder: Path) -> None:
    command = ("-m", "django", "makemessages", "--locale", "th", "--no-wrap")
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command, "-e", "py", "-e", "html", "-e", "txt"],
        cwd=folder,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "trdcrm.settings.local",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Problem(f"makemessages failed: {done.stderr.strip()[-2000:]}")
