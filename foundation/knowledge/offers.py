"""What this room offers to the one search box, and to records that cite an article."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.core.references import Citing, Reference, ReferenceKind
from foundation.core.search import Hit, Source, holding
from foundation.knowledge.models import Article
from foundation.knowledge.selectors import articles_about

KIND = "article"
SHOWN = 8  # beside a record; the search box finds the rest


def find_articles(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Articles that hold the needle, newest first."""
    rows = holding(Article.objects.visible_to(user), needle).order_by("-id")[:limit]
    return [
        Hit(row.title, f"{row.get_kind_display()} · {row.get_status_display()}", row.get_absolute_url()) for row in rows
    ]


def cited(user: Any, public_id: str) -> Reference | None:
    """An article that another room cites; None when the user may not see it."""
    row = Article.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference(KIND, row.public_id, row.title, row.get_absolute_url()) if row else None


def about(user: Any, kind: str, public_id: str) -> list[Reference]:
    """Articles about a record, for the record's own page; drafts only for those who may see them."""
    return [
        Reference(
            KIND,
            row.public_id,
            row.title,
            row.get_absolute_url(),
            f"{row.get_kind_display()} · {row.get_status_display()}",
        )
        for row in articles_about(user, kind, public_id)[:SHOWN]
    ]


SEARCH = Source("articles", _("Articles and lessons"), find_articles)
REFERENCE = ReferenceKind(KIND, _("Article or lesson"), cited)
CITING = Citing("articles", _("Articles about this"), about)
