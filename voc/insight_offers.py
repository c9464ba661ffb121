"""What insights, needs, announcements and "you said, we did" offer to the search box and to records that cite them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source
from foundation.core.thai.text import search_form
from voc.models import Insight
from voc.selectors.announcements import visible_announcements
from voc.selectors.insights import visible_done
from voc.selectors.needs import need_names

# Texts of announcements and insights are few and short; the newest ones are read, not indexed.
READ_AT_MOST = 500


def find_insight(user: Any, public_id: str) -> Reference | None:
    """An insight that another room cites."""
    row = Insight.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference("insight", public_id, row.title, row.get_absolute_url()) if row else None


def find_announcement(user: Any, public_id: str) -> Reference | None:
    """An announcement that another room cites."""
    row = visible_announcements(user).filter(public_id=public_id).first()
    url = reverse("voc:announcement", args=[public_id])
    return Reference("announcement", public_id, row.title, url) if row else None


def find_need(user: Any, code: str) -> Reference | None:
    """A need, cited by its code."""
    name = need_names().get(code) if may(user, Permission.VOC_VIEW) else None
    return Reference("need", code, name, f"{reverse('voc:needs')}#need-{code}") if name else None


def find_done(user: Any, public_id: str) -> Reference | None:
    """An entry of "you said, we did" that another room cites."""
    row = visible_done(user).filter(public_id=public_id).first()
    return Reference("done", public_id, row.said, row.get_absolute_url()) if row else None


def search_insights(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Insights whose words hold the needle, newest first."""
    rows = Insight.objects.visible_to(user).order_by("-id")[:READ_AT_MOST]
    found = (row for row in rows if needle in search_form(f"{row.title} {row.heard}"))
    return [Hit(row.title, str(row.get_status_display()), row.get_absolute_url()) for row in _first(found, limit)]


def search_announcements(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Announcements whose words hold the needle, newest first."""
    rows = visible_announcements(user).filter(~Q(title_th="")).order_by("-id")[:READ_AT_MOST]
    found = (row for row in rows if needle in search_form(f"{row.title_th} {row.title_en} {row.body_th} {row.body_en}"))
    return [
        Hit(row.title, str(row.get_status_display()), reverse("voc:announcement", args=[row.public_id]))
        for row in _first(found, limit)
    ]


def _first(rows: Iterable[Any], limit: int) -> list[Any]:
    return [row for row, _place in zip(rows, range(limit), strict=False)]


REFERENCES = (
    ReferenceKind("insight", _("Insight"), find_insight),
    ReferenceKind("announcement", _("Announcement"), find_announcement),
    ReferenceKind("need", _("Need"), find_need),
    ReferenceKind("done", _("You said, we did"), find_done),
)
SEARCH = (
    Source("voc.insights", _("Insights"), search_insights),
    Source("voc.announcements", _("Announcements"), search_announcements),
)
