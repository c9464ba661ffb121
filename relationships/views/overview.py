"""The first page: the figures of the policy, and the ways on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import fiscal_quarter_of, quarter_from
from relationships import selectors
from relationships.overview import overview
from relationships.rules import EXPIRING_DAYS
from segmentation.rules import can_see


def room_tabs(current: str) -> list[dict[str, Any]]:
    """The parts of the room, as every first page of a part shows them."""
    parts = (
        ("home", _("Figures")),
        ("holdings", _("Contracts")),
        ("opportunities", _("Opportunities")),
        ("programmes", _("Programmes")),
        ("needs", _("Support needs")),
    )
    return [
        {"label": label, "url": reverse(f"relationships:{name}"), "current": name == current, "count": None}
        for name, label in parts
    ]


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """The figures of the last whole quarter, or of the one that the address names."""
    user, today = signed_in(request), timezone.localdate()
    last = fiscal_quarter_of(today).previous()
    quarter = quarter_from(request.GET.get("quarter", "")) or last
    context = {
        "room_tabs": room_tabs("home"),
        "overview": overview(quarter, by_segment=can_see(user)),
        "sees_segments": can_see(user),
        "expiring": [(days, *selectors.holdings_expiring(user, today=today, days=days)) for days in EXPIRING_DAYS],
        "newer": quarter.next() if quarter < fiscal_quarter_of(today) else None,
        "older": quarter.previous(),
    }
    return render(request, "relationships/home.html", context)
