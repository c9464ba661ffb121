"""Pages of the market register: the list, one market, adding and changing, retiring."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import stale_context
from segmentation import rules, selectors, services
from segmentation.forms import MarketForm, RetireForm
from segmentation.models import Market
from segmentation.services.markets import MARKET_FIELDS

CHANGED, UNPROCESSABLE = 409, 422


@require_GET
@requires(Permission.SEGMENT_VIEW)
def market_list(request: HttpRequest) -> HttpResponse:
    """Every market that we serve, the one to be reviewed soonest first, and those that we left."""
    context = {
        "markets": selectors.markets(),
        "retired": selectors.retired_markets(),
        "today": timezone.localdate(),
        "may_edit": rules.can_keep_markets(signed_in(request)),
    }
    return render(request, "segmentation/markets.html", context)


@require_GET
@requires(Permission.SEGMENT_VIEW)
def market_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One market with its history."""
    return _page(request, _market(public_id), RetireForm())


@require_http_methods(["GET", "POST"])
@requires(Permission.MARKET_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Add a market."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MARKET_EDIT)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a market."""
    return _form(request, _market(public_id))


@require_POST
@requires(Permission.MARKET_EDIT)
def retire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a market out of the register, with the reason."""
    market, form = _market(public_id), RetireForm(request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            services.retire_market(
                market_id=market.pk,
                shown_version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
            status = CHANGED
        else:
            messages.success(request, _("The market is retired. It stays to be read."))
            return redirect("segmentation:staff-markets")
    return _page(request, market, form, status=status)


def _page(request: HttpRequest, market: Market, form: RetireForm, *, status: int = 200) -> HttpResponse:
    context = {
        "market": market,
        "tests": [
            (_("Need"), market.need),
            (_("Purchasing power"), market.purchasing_power),
            (_("Willingness to buy"), market.willingness),
            (_("Right to buy"), market.right_to_buy),
        ],
        "is_late": market.retired_on is None and market.review_on < timezone.localdate(),
        "editions": market.history.select_related("history_user")[:10],
        "form": form,
        "may_edit": rules.can_keep_markets(signed_in(request)) and market.retired_on is None,
    }
    return render(request, "segmentation/market.html", context, status=status)


def _form(request: HttpRequest, market: Market | None) -> HttpResponse:
    initial = {name: getattr(market, name) for name in ("version", *MARKET_FIELDS)} if market else {}
    form = MarketForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_market(
                market_id=market.pk if market else None,
                shown_version=form.cleaned_data["version"],
                values={name: form.cleaned_data[name] for name in MARKET_FIELDS},
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            assert market is not None  # noqa: S101  a new one has no version to be stale
            stale, status = stale_context(form, _market(market.public_id)), CHANGED
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The market is saved."))
            return redirect(saved)
    return render(request, "segmentation/market_form.html", {"market": market, "form": form, **stale}, status=status)


def _market(public_id: str) -> Market:
    return get_object_or_404(Market.objects.select_related("owner"), public_id=public_id)
