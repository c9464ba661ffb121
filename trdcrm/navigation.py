"""The ways through the site, as data: who sees which section, and what the portal offers.

Addresses are those of docs/architecture.md; a test holds that each of them leads somewhere.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission as P
from foundation.core.notifications import unread_count
from foundation.core.organisation import organisation


@dataclass(frozen=True)
class Section:
    """A section of the staff side; `needs` names the permissions of which one is enough, `further` the beginnings of
    addresses that belong to it and lie elsewhere."""

    label: str | Promise
    url: str
    icon: str
    needs: tuple[P, ...]
    further: tuple[str, ...] = ()

    def nearness(self, path: str) -> int:
        """How much of an address is that of the section: 0 where the page belongs to another."""
        return max((len(url) for url in (self.url, *self.further) if _is_current(url, path)), default=0)


@dataclass(frozen=True)
class Way:
    """A link of the portal."""

    label: str | Promise
    url: str


STAFF = (
    Section(_("My work"), "/staff/", "home", (P.STAFF,)),
    Section(_("Complaints"), "/staff/complaints/", "message", (P.COMPLAINT_VIEW, P.COMPLAINT_VIEW_ALL)),
    Section(_("Service requests"), "/staff/requests/", "list", (P.REQUEST_VIEW, P.REQUEST_VIEW_ALL)),
    Section(_("Customers"), "/staff/customers/", "user", (P.CUSTOMER_VIEW,)),
    Section(_("Relationships"), "/staff/relationships/", "handshake", (P.RELATIONSHIP_VIEW,)),
    Section(_("Voice of the customer"), "/staff/voc/", "ear", (P.VOC_VIEW,)),
    Section(_("Customer segments"), "/staff/segments/", "users", (P.SEGMENT_VIEW,)),
    Section(_("Products and innovation"), "/staff/products/", "bulb", (P.PRODUCT_VIEW,)),
    Section(_("Service charter"), "/staff/charter/", "clock", (P.CHARTER_VIEW,)),
    Section(_("Strategy"), "/staff/strategy/", "compass", (P.STRATEGY_VIEW,)),
    Section(_("Policy"), "/staff/policy/", "book", (P.POLICY_VIEW,)),
    Section(_("Board"), "/staff/board/", "meeting", (P.RESOLUTION_VIEW,)),
    Section(_("Reports"), "/staff/reports/", "chart", (P.REPORT_VIEW,)),
    Section(_("Knowledge"), "/staff/knowledge/", "article", (P.KNOWLEDGE_VIEW,)),
    Section(_("Privacy"), "/staff/privacy/", "shield", (P.PRIVACY_OFFICER, P.ACCESS_LOG_VIEW)),
    Section(_("Working calendar"), "/staff/calendar/", "calendar", (P.CALENDAR_EDIT,)),
    Section(
        _("Customer settings"),
        "/staff/customers/settings/",
        "list",
        (P.ADMINISTER,),
        tuple(f"/staff/customers/{part}/" for part in ("tags", "fields", "feeds")),
    ),
    Section(_("Background jobs"), "/staff/jobs/", "job", (P.JOB_VIEW, P.JOB_VIEW_ALL)),
    Section(_("Administration"), "/admin/", "settings", (P.ADMINISTER,)),
)

PORTAL = (
    Way(_("Home"), "/"),
    Way(_("Ask for a service"), "/portal/requests/"),
    Way(_("Complain"), "/portal/complaints/new"),
    Way(_("Track your case"), "/portal/complaints/track"),
    Way(_("Our promises"), "/portal/charter/"),
)

FOOT = (
    (
        _("Your matters"),
        (
            Way(_("My matters"), "/portal/my-matters/"),
            Way(_("Track your case"), "/portal/complaints/track"),
            Way(_("See how a request stands"), "/portal/requests/track"),
            Way(_("Ask us about our places"), "/portal/enquiries/new"),
            Way(_("Share an idea"), "/portal/ideas/"),
            Way(_("My data and my rights"), "/portal/my-data/"),
            Way(_("Help and answers"), "/portal/help/"),
            Way(_("Privacy notices"), "/portal/privacy/"),
            Way(_("How we handle complaints"), "/portal/complaints-policy/"),
        ),
    ),
    (
        _("About this site"),
        (
            Way(_("Announcements"), "/portal/announcements/"),
            Way(_("You said, we did"), "/portal/you-said-we-did/"),
            Way(_("Accessibility"), "/portal/accessibility/"),
            Way(_("Our service charter"), "/portal/charter/"),
            Way(_("How we keep our promises"), "/portal/transparency/"),
            Way(_("For staff"), "/staff/"),
        ),
    ),
)


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context of both faces. The staff part asks the database only when a staff page is drawn."""
    return {
        "organisation": organisation(),
        "portal_nav": [{"way": way, "current": _is_current(way.url, request.path)} for way in PORTAL],
        "portal_foot": [{"label": label, "ways": ways} for label, ways in FOOT],
        "rail": SimpleLazyObject(lambda: rail(request)),
        "unread": SimpleLazyObject(lambda: unread_count(request.user)),
    }


def rail(request: HttpRequest) -> SafeString:
    """The links to the sections that the signed-in person may enter, the present one marked."""
    user = request.user
    if not user.is_authenticated:
        return SafeString()
    entered = tuple(n for n, section in enumerate(STAFF) if any(map(user.can, section.needs)))
    nearest = max(entered, key=lambda n: STAFF[n].nearness(request.path), default=None)
    is_there = nearest is not None and STAFF[nearest].nearness(request.path)
    return _drawn(entered, nearest if is_there else None, get_language() or "")


@lru_cache(maxsize=1024)
def _drawn(entered: tuple[int, ...], present: int | None, language: str) -> SafeString:
    """Few sets of sections are in use, so each is drawn once in each of its states; `language` is the reader's."""
    shown = [{"section": STAFF[n], "current": n == present} for n in entered]
    return render_to_string("staff/_sections.html", {"sections": shown})


def _is_current(url: str, path: str) -> bool:
    home = url in {"/", "/staff/"}
    return path == url if home else path.startswith(url)
