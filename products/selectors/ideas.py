"""Reads of ideas: lists, duplicates, counts."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet

from foundation.core.thai.text import search_form
from products import rules
from products.enums import IdeaStatus
from products.models import Idea

SUGGESTED = 5


def title_form(title: str) -> str:
    """The title as duplicates are sought."""
    return search_form(title)[:200]


def similar_ideas(title: str, *, among: "QuerySet[Idea] | None" = None, besides: int | None = None) -> list[Idea]:
    """Ideas with a title much like this one, the likest first, each with `likeness` 0 to 1; of all unless told.

    The operator of pg_trgm uses the index; merged ideas are left out, since theirs is the one they went into.
    """
    form = title_form(title)
    if not form:
        return []
    rows = Idea.objects.all() if among is None else among
    rows = rows.exclude(status=IdeaStatus.MERGED).filter(title_form__trigram_similar=form)
    rows = rows.annotate(likeness=TrigramSimilarity("title_form", form)).filter(likeness__gte=rules.ALIKE)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return list(rows.order_by("-likeness", "-id")[:SUGGESTED])


def ideas_waiting() -> "QuerySet[Idea]":
    """Ideas without an answer, the one promised first at the top."""
    return Idea.objects.waiting().order_by("answer_due_at", "id")


def idea_of(kind: str, public_id: str) -> Idea | None:
    """The idea that was made of a record of another room; None where nobody has."""
    return Idea.objects.filter(source_kind=kind, source_public_id=public_id).first()
