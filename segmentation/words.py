"""Figures said in plain words, in the reader's language. Pure: takes what a run stored, asks no database.

A trait, as stored: feature, label {th, en}, unit {th, en}, typical, low, high, overall, difference.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

Trait = Mapping[str, Any]

THAI_LETTERS = "กขคงจฉชซฌญ"
LATIN_LETTERS = "ABCDEFGHIJ"
# A figure sets a segment apart from this many standard deviations on; under it the segment is like everybody.
APART = 0.3
SAID = 3


def reader() -> str:
    """`th` or `en`."""
    return "en" if get_language() == "en" else "th"


def letter(number: int) -> str:
    """The letter of a segment, counted from 0."""
    letters = LATIN_LETTERS if reader() == "en" else THAI_LETTERS
    return letters[number % len(letters)]


def apart(traits: Sequence[Trait]) -> list[Trait]:
    """The figures that set a segment apart, strongest first."""
    told = [trait for trait in traits if abs(trait["difference"]) >= APART]
    return sorted(told, key=lambda trait: -abs(trait["difference"]))


def self_name(traits: Sequence[Trait]) -> str:
    """A name from the strongest one or two figures: `Grocery high, Fresh low`."""
    told = apart(traits)[:2]
    if not told:
        return _("Close to the average")
    names = [
        (_("%(figure)s high") if trait["difference"] > 0 else _("%(figure)s low"))
        % {"figure": trait["label"][reader()]}
        for trait in told
    ]
    return names[0] if len(names) == 1 else _("%(first)s, %(second)s") % {"first": names[0], "second": names[1]}


def description(traits: Sequence[Trait]) -> str:
    """One or two sentences: what stands out, with amounts, and what does not."""
    told = apart(traits)
    if not told:
        return _("Close to customers as a whole in every figure.")
    first = _list([compared(trait) for trait in told[:SAID]])
    rest = len(traits) - len(told)
    if not rest:
        return _("%(differences)s.") % {"differences": first}
    return _("%(differences)s. Close to the middle in %(rest)s of %(all)s figures.") % {
        "differences": first,
        "rest": rest,
        "all": len(traits),
    }


def compared(trait: Trait) -> str:
    """A figure against everybody's: `Grocery 2.3 times the middle (10,402 baht)`."""
    typical, overall = trait["typical"], trait["overall"]
    facts = {"figure": trait["label"][reader()], "amount": amount(trait)}
    if overall <= 0 or typical < 0:
        above = trait["difference"] > 0
        text = _("%(figure)s above the middle (%(amount)s)") if above else _("%(figure)s below the middle (%(amount)s)")
        return text % facts
    ratio = typical / overall
    if ratio >= 2:
        return _("%(figure)s %(times)s times the middle (%(amount)s)") % {**facts, "times": f"{ratio:,.1f}"}
    facts["percent"] = f"{abs(ratio - 1) * 100:.0f}"
    if trait["difference"] > 0:
        return _("%(figure)s %(percent)s%% above the middle (%(amount)s)") % facts
    return _("%(figure)s %(percent)s%% below the middle (%(amount)s)") % facts


def amount(trait: Trait) -> str:
    """The typical figure with its unit."""
    return " ".join(filter(None, (figure(trait["typical"]), trait["unit"][reader()])))


def figure(value: float) -> str:
    """A figure with as many decimals as its size deserves."""
    size = abs(value)
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if size >= 100 else f"{value:,.1f}" if size >= 10 else f"{value:,.2f}"


def _list(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    separator = ", " if reader() == "en" else " "
    return _("%(first)s and %(last)s") % {"first": separator.join(parts[:-1]), "last": parts[-1]}
