"""What a version changes, promise by promise: for the board before it decides, and for the record."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from foundation.core.changes import Change
from service_charter.content import TEXT_FIELDS
from service_charter.models import CharterVersion, Standard

_COMPARED = (
    *("audience", "promise", "measured", "clock_rule", "conditions", "remedy", "complain", "because"),
    *("pause_names", "channel_names", "touchpoints", "owner_code"),
)


def changes(old: CharterVersion, new: CharterVersion) -> list[Change]:
    """Differences from `old` to `new`: texts first, then standards by code, in the order of the new version."""
    return [*_texts(old, new), *_standards(old.standards.all(), new.standards.all())]


def _texts(old: CharterVersion, new: CharterVersion) -> Iterable[Change]:
    labels = {
        "title": _("Title"),
        "intro": _("Introduction"),
        "rights": _("Your rights as a customer"),
        "conduct": _("How we behave"),
    }
    for field in TEXT_FIELDS:
        name, _underscore, lang = field.rpartition("_")
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(f"{labels[name]} ({lang})", before, after)


def _standards(old: Iterable[Standard], new: Iterable[Standard]) -> Iterable[Change]:
    before = {standard.code: standard for standard in old}
    for standard in new:
        yield from _standard(before.pop(standard.code, None), standard)
    for gone in before.values():
        yield Change(gone.item, gone.promise, "")


def _standard(old: Standard | None, new: Standard) -> Iterable[Change]:
    if old is None:
        yield Change(new.item, "", new.promise)
        return
    for before, after in zip(_facts(old), _facts(new), strict=True):
        if before != after:
            yield Change(new.item, before, after)


def _facts(standard: Standard) -> list[str]:
    target = _("Target %(target)s%%") % {"target": f"{standard.target_percent.normalize():f}"}
    number = _("Item %(number)s") % {"number": standard.number}
    told = [getattr(standard, name) for name in _COMPARED]
    facts = [", ".join(fact) if isinstance(fact, list) else str(fact) for fact in told]
    return [number, str(standard.get_event_display()), *facts, str(standard.duration), target]
