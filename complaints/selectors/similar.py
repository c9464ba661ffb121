"""Past and open cases that are near to one: in words, place, customer and subject, each with its reason.

Nothing is applied from them; an officer reads them and decides.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from complaints.enums import FINISHED
from complaints.models import Complaint
from foundation.core.thai.text import search_form

if TYPE_CHECKING:
    from foundation.accounts.models import User

SHOWN = 6
# Of each kind of nearness, so many are weighed; a word that every case holds costs no more than that.
WEIGHED = 60
# The same as the operator of pg_trgm demands by default.
ALIKE = 0.6
# How much more a case counts than its words alone, 0 to 1, when this is the same too.
WEIGHTS = {"place": 0.35, "customer": 0.25, "category": 0.15}
LISTED = (
    *("number", "subject", "status", "place", "received_at", "outcome", "remedies_decided", "root_cause"),
    *("severity", "category_id", "customer_id"),
)


@dataclass(frozen=True)
class Similar:
    """A case near to another, and why it is shown."""

    complaint: Complaint
    reasons: list[str]

    @property
    def is_over(self) -> bool:
        """Whether its outcome is known."""
        return self.complaint.status in FINISHED or bool(self.complaint.outcome)


def similar_cases(user: "User", complaint: Complaint, *, limit: int = SHOWN) -> list[Similar]:
    """The cases nearest to one that the person may see, the nearest first. One statement.

    Candidates come by the trigram index on the searchable text and by the index of places; only they are weighed.
    """
    words = search_form(complaint.subject)
    seen = Complaint.objects.visible_to(user).exclude(pk=complaint.pk)
    likeness = TrigramWordSimilarity(words, "search_text")
    candidates = seen.filter(search_text__trigram_word_similar=words).order_by("-received_at").values("pk")[:WEIGHED]
    if complaint.place:
        spot = seen.alias(spot=Lower("place")).exclude(place="").filter(spot=complaint.place.lower())
        candidates = candidates.union(spot.order_by("-received_at").values("pk")[:WEIGHED])
    rows = (
        seen.filter(pk__in=candidates)
        .annotate(likeness=likeness, weight=F("likeness") + _more(complaint))
        .filter(weight__gte=ALIKE)
        .order_by("-weight", "-received_at", "-pk")
        .only(*LISTED)
    )
    return [Similar(row, _reasons(row, complaint)) for row in rows[:limit]]


def _more(complaint: Complaint) -> Combinable:
    """What sameness adds to the words."""
    same = {
        "category": Q(category_id=complaint.category_id),
        "place": Q(place__iexact=complaint.place) if complaint.place else None,
        "customer": Q(customer_id=complaint.customer_id) if complaint.customer_id else None,
    }
    total: Combinable = Value(0.0, output_field=FloatField())
    for name, condition in same.items():
        if condition is not None:
            total = total + Case(
                When(condition, then=Value(WEIGHTS[name])), default=Value(0.0), output_field=FloatField()
            )
    return total


def _reasons(row: Complaint, complaint: Complaint) -> list[str]:
    reasons = []
    likeness = getattr(row, "likeness", 0.0)
    if likeness >= ALIKE:
        reasons.append(_("words alike (%(share)s%%)") % {"share": round(likeness * 100)})
    if complaint.place and row.place.lower() == complaint.place.lower():
        reasons.append(_("same place"))
    if complaint.customer_id and row.customer_id == complaint.customer_id:
        reasons.append(_("same customer"))
    if row.category_id == complaint.category_id:
        reasons.append(_("same subject"))
    return reasons
