"""Is every string of the site there in Thai? `python -m trdcrm.local translations` says what is missing.

The msgids are English, so English is complete by itself. The strings are gathered afresh from the sources into a copy
of the catalogue, which needs gettext's xgettext; the catalogue of the work tree is left alone.
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
    "service_charter",
    "complaints",
    "reporting",
    "trdcrm",
    "templates",
)
CATALOGUE = Path("locale/th/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def faults() -> list[str]:
    """One line for each string without Thai, with doubtful Thai, or with other placeholders than the English.

    Raises Problem when gettext is missing.
    """
    if shutil.which("xgettext") is None:
        raise Problem("xgettext is not installed.", "On Debian and Ubuntu: apt install gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*SOURCES, "locale"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        _gather(copy)
        return list(catalogue_faults(copy / CATALOGUE))


def catalogue_faults(path: Path) -> Iterator[str]:
    """What is wrong with the entries of one catalogue."""
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        said = entry.msgstr or "".join(entry.msgstr_plural.values())
        if not said.strip():
            yield f"no Thai: {entry.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"doubtful Thai: {entry.msgid!r}"
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(said)) and not entry.msgid_plural:
            yield f"other placeholders: {entry.msgid!r} → {said!r}"


def _gather(folder: Path) -> None:
    command = ("-m", "django", "makemessages", "--locale", "th", "--no-location", "--no-wrap")
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
