"""What others have told already, for somebody who is about to tell the same: only what leads to no person.

Nothing that another complainant wrote is shown, neither words nor place. A line is what staff wrote for it, or the
subject alone; the place named is the reader's own.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from complaints import rules_together
from complaints.enums import Identity
from complaints.models import Complaint, MatterMember
from foundation.core.thai.text import search_form

SHOWN = 3
WEIGHED = 40
RECENT = timedelta(days=120)
# Of a story told in other words at the same place, this much is enough; elsewhere it must be nearly the same.
ALIKE, ALIKE_HERE, SAME_PLACE = 0.6, 0.3, 0.55


@dataclass(frozen=True)
class Sibling:
    """An open matter that may be the same: how many told of it, since when, under which subject."""

    public_id: str
    others: int
    since: str
    subject_th: str
    subject_en: str
    is_here: bool
    has_line: bool = False

    def stored(self) -> dict[str, Any]:
        """As it lies in a draft."""
        return asdict(self)


def siblings(*, category: str, description: str, place: str, now: datetime) -> list[Sibling]:
    """Open matters near to what is being told, the nearest first. Three statements, whatever there is."""
    story, spot = search_form(description)[:300], search_form(place)
    if not story:
        return []
    likeness = TrigramWordSimilarity(story, "search_text")
    near = TrigramSimilarity(Lower("place"), spot) if spot else Value(0.0, output_field=FloatField())
    # Candidates come by the trigram index of the open cases, by the words and by the place; only they are weighed.
    opened = Complaint.objects.open().ordinary().filter(received_at__gte=now - RECENT)
    candidates = opened.filter(search_text__trigram_word_similar=story).order_by("-received_at").values("pk")[:WEIGHED]
    if spot:
        there = opened.filter(search_text__trigram_word_similar=spot).order_by("-received_at").values("pk")[:WEIGHED]
        candidates = candidates.union(there)
    common = opened.filter(pk__in=candidates, category__is_common=True, complained_about=None).exclude(
        identity=Identity.CONFIDENTIAL
    )
    fits = Q(likeness__gte=ALIKE)
    if spot:
        fits |= Q(near__gte=SAME_PLACE) & (Q(likeness__gte=ALIKE_HERE) | Q(category__code=category))
    rows = list(
        common.annotate(likeness=likeness, near=near)
        .filter(fits)
        .annotate(
            weight=F("likeness")
            + F("near")
            + Case(When(category__code=category, then=Value(0.2)), default=Value(0.0), output_field=FloatField())
        )
        .select_related("category")
        .order_by("-weight", "received_at", "pk")[:WEIGHED]
    )
    return _told(rows, spot=bool(spot))


def _told(rows: list[Complaint], *, spot: bool) -> list[Sibling]:
    """One line a matter, however many of its cases are near."""
    live = MatterMember.objects.filter(left_at=None)
    own = dict(live.filter(complaint__in=rows).values_list("complaint_id", "matter_id"))
    members: dict[int, list[MatterMember]] = {}
    for each in live.filter(matter__in=set(own.values())).select_related("matter", "complaint"):
        members.setdefault(each.matter_id, []).append(each)
    found, told = [], set[int]()
    for row in rows:
        key = own.get(row.pk)
        if key in told:
            continue
        group = members.get(key or 0, [])
        line = group[0].matter.public_line if group else ""
        if not rules_together.may_be_named(row, has_public_line=bool(line)):
            continue
        if key:
            told.add(key)
        open_ones = [each.complaint for each in group if each.complaint.is_open] or [row]
        found.append(
            Sibling(
                public_id=row.public_id,
                others=len(open_ones),
                since=timezone.localdate(min(case.received_at for case in open_ones)).isoformat(),
                subject_th=group[0].matter.public_th if line else row.category.name_th,
                subject_en=group[0].matter.public_en if line else row.category.name_en,
                is_here=spot and getattr(row, "near", 0.0) >= SAME_PLACE,
                has_line=bool(line),
            )
        )
        if len(found) == SHOWN:
            break
    return found
