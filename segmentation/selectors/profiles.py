"""Profiles of segments: what one would say now, and those that were issued."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.enums import Kind, Party, Relation
from customers.models import Customer
from customers.selectors import category_combinations
from segmentation import rules_disclosure, words
from segmentation.enums import Edition
from segmentation.models import Membership, ProfileIssue, Run, Segment
from segmentation.selectors.population import LANGUAGES, Words, categories_on_offer

_CHOICES: dict[str, Any] = {"party": Party, "kind": Kind, "relation": Relation}


def profiles_of(segment: Segment) -> "QuerySet[ProfileIssue]":
    """Every profile issued of a segment, newest first."""
    return ProfileIssue.objects.filter(segment=segment).select_related("issued_by")


def profile_of(segment: Segment, public_id: str) -> ProfileIssue:
    """One profile of that segment. Raises Http404."""
    issue = profiles_of(segment).filter(public_id=public_id).first()
    if issue is None:
        raise Http404
    return issue


def told_outside(run: Run, *, since: datetime, at: datetime) -> dict[int, datetime]:
    """When the newest profile for outside was issued between two moments, by the key of the segment of a result."""
    issued = ProfileIssue.objects.filter(
        segment__run=run, edition=Edition.OUTSIDE, issued_at__gte=since, issued_at__lte=at
    )
    return dict(issued.order_by("issued_at", "pk").values_list("segment_id", "issued_at"))


def content_of(segment: Segment, edition: str, *, now: datetime) -> dict[str, Any] | None:
    """What a profile says of the segment's customers, in each language. None where they are too few to be told."""
    members = Customer.objects.filter(pk__in=Membership.objects.filter(segment=segment).values("customer"))
    size = members.filter(erased_at__isnull=True).count()
    is_outside = edition == Edition.OUTSIDE
    if is_outside and not rules_disclosure.may_be_told(size):
        return None
    categories = categories_on_offer()
    found = category_combinations([category.key for category in categories], customers=members)
    tables = rules_disclosure.tables_to_tell(found) if is_outside else _whole(found)
    shared = {
        "size": size,
        "percent": _percent(segment, is_outside=is_outside),
        "members_as_of": timezone.localdate(segment.run.created_at).isoformat(),
        "counted_on": timezone.localdate(now).isoformat(),
    }
    told: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = {
                **shared,
                "title": segment.title,
                "study": segment.run.study.name,
                "figures": [_figure(trait, is_outside=is_outside) for trait in _telling(segment)],
                "mix": [_table(categories[place], mix, size) for place, mix in tables.items()],
                "is_whole": not is_outside,
            }
    return told


def _percent(segment: Segment, *, is_outside: bool) -> int | float | None:
    """Share of the customers studied. Not told outside where it would give away the size of a small segment."""
    if not is_outside:
        return round(segment.share_percent, 1)
    sizes = segment.run.segments.values_list("size", flat=True)
    return round(segment.share_percent) if all(map(rules_disclosure.may_be_told, sizes)) else None


def _telling(segment: Segment) -> list[dict[str, Any]]:
    return sorted(segment.traits, key=lambda trait: -abs(trait["difference"]))


def _figure(trait: dict[str, Any], *, is_outside: bool) -> dict[str, str]:
    """A figure of the segment beside that of everybody, in words; rounded for outside."""
    if abs(trait["difference"]) < words.APART:
        where = _("close to the middle")
    else:
        where = _("above the middle") if trait["difference"] > 0 else _("below the middle")
    return {
        "name": trait["label"][words.reader()],
        "unit": trait["unit"][words.reader()],
        "typical": _told(trait["typical"], is_outside=is_outside),
        "overall": _told(trait["overall"], is_outside=is_outside),
        "where": where,
    }


def _told(value: float, *, is_outside: bool) -> str:
    """The figure; for outside to two digits, without zeros that look like more."""
    if not is_outside:
        return words.figure(value)
    whole, point, rest = words.figure(rules_disclosure.about(value)).partition(".")
    return f"{whole}{point}{rest.rstrip('0')}".rstrip(".")


def _table(category: Words, mix: rules_disclosure.Mix, size: int) -> dict[str, Any]:
    """A category as a table: names, customers, percent; those that may not be named as one row."""
    rows = [(_name(category.key, key), n) for key, n in mix.named]
    if mix.together:
        rows.append((_("All others together"), mix.together))
    return {"title": category.label[words.reader()], "rows": [[name, n, round(100 * n / size)] for name, n in rows]}


def _whole(found: rules_disclosure.Combinations) -> dict[int, rules_disclosure.Mix]:
    """Every value of every category, for inside."""
    return {
        place: rules_disclosure.Mix(tuple(sorted(counts.items(), key=lambda cell: (-cell[1], cell[0]))), 0)
        for place, counts in enumerate(rules_disclosure.margins(found))
    }


def _name(category: str, value: str) -> str:
    if not value:
        return _("not known")
    return str(_CHOICES[category](value).label) if category in _CHOICES else value
