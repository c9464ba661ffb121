"""Compile translations without gettext, which a fresh machine may lack."""

from pathlib import Path

import polib


def compile_messages(source: Path) -> Path:
    """Write the .mo file beside a .po file, without fuzzy entries. Gives its path; raises OSError for a broken file."""
    target = source.with_suffix(".mo")
    polib.pofile(str(source)).save_as_mofile(str(target))
    return target
