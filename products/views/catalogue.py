"""The catalogue: list, entry, changes, delivery, the yearly look."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import StaleVersion
from foundation.core.form_pages import attempt
from foundation.core.pages import keyset_page
from foundation.core.search import holding
from foundation.core.stale import stale_context
from products import rules, selectors, services
from products.enums import BusinessLine, Mechanism, Offer
from products.forms import DeliveryForm, ProductForm, ReasonForm
from products.lifecycle import PRODUCT_MOVES
from products.models import Product
from products.views.common import first_error, step, tabs, visible_product


@requires(Permission.PRODUCT_VIEW)
@require_GET
def product_list(request: HttpRequest) -> HttpResponse:
    """What we offer, by code; filters in the address."""
    user, query = signed_in(request), request.GET
    rows = holding(Product.objects.visible_to(user), query.get("q", "")[:100])
    chosen = {
        "status": _known(Offer.values, query.get("status", "")),
        "business_line": _known(BusinessLine.values, query.get("line", "")),
    }
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    mechanism = _known(Mechanism.values, query.get("mechanism", ""))
    if mechanism:
        rows = rows.filter(deliveries__mechanism=mechanism).distinct()
    stale = selectors.stale_products(Product.objects.visible_to(user), at=timezone.now())
    context = {
        "page": keyset_page(selectors.with_deliveries(rows), order=("code", "id"), cursor=query.get("after", "")),
        "needle": query.get("q", "")[:100],
        **chosen,
        "mechanism": mechanism,
        "lines": BusinessLine.choices,
        "statuses": Offer.choices,
        "mechanisms": Mechanism.choices,
        "is_narrowed": bool(mechanism or query.get("q") or any(chosen.values())),
        "stale_count": stale.count(),
        "stale_ids": set(stale.values_list("pk", flat=True)),
        "may_edit": user.can(Permission.PRODUCT_EDIT),
        **tabs(request, "catalogue"),
    }
    return render(request, "products/catalogue/list.html", context)


@requires(Permission.PRODUCT_VIEW)
@require_GET
def product(request: HttpRequest, code: str) -> HttpResponse:
    """One product: what it is, how it is delivered, who answers for it, its history."""
    return _product_page(request, visible_product(request, code))


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Add a product; it begins as planned."""
    return _edit(request, None)


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a product. A stale save shows both sides and loses neither."""
    return _edit(request, visible_product(request, code))


@requires(Permission.PRODUCT_EDIT)
@require_POST
def move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """Offer or withdraw."""
    shown = visible_product(request, code)
    reason = ReasonForm(request.POST)
    if "reason" in PRODUCT_MOVES[move].demands and not reason.is_valid():
        messages.error(request, first_error(reason))
        return redirect(shown)
    return step(
        request,
        lambda: services.move_product(
            product_id=shown.pk,
            move=move,
            by=signed_in(request),
            now=timezone.now(),
            reason=request.POST.get("reason", "")[:500],
        ),
        _("Done: %(step)s") % {"step": PRODUCT_MOVES[move].label},
        shown.get_absolute_url(),
    )


@requires(Permission.PRODUCT_EDIT)
@require_POST
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the entry is right."""
    shown = visible_product(request, code)
    return step(
        request,
        lambda: services.review_product(product_id=shown.pk, by=signed_in(request), now=timezone.now()),
        _("Noted: the entry was looked through today."),
        shown.get_absolute_url(),
    )


@requires(Permission.PRODUCT_EDIT)
@require_POST
def add_delivery(request: HttpRequest, code: str) -> HttpResponse:
    """One more way of delivery."""
    shown = visible_product(request, code)
    form = DeliveryForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: services.add_delivery(
            product_id=shown.pk,
            mechanism=form.cleaned_data["mechanism"],
            deliverer=form.cleaned_data["deliverer"],
            touchpoints=form.cleaned_data["touchpoints"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect(shown)
    return _product_page(request, shown, delivery_form=form, status=422)


@requires(Permission.PRODUCT_EDIT)
@require_POST
def remove_delivery(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Take a way of delivery out."""
    shown = visible_product(request, code)
    delivery = get_object_or_404(shown.deliveries, public_id=public_id)
    return step(
        request,
        lambda: services.remove_delivery(
            product_id=shown.pk, delivery_id=delivery.pk, by=signed_in(request), now=timezone.now()
        ),
        _("Removed: %(name)s") % {"name": delivery},
        shown.get_absolute_url(),
    )


def _edit(request: HttpRequest, shown: Product | None) -> HttpResponseBase:
    fields = ("version", *services.PRODUCT_FIELDS)
    initial = {name: getattr(shown, name) for name in fields} if shown else {}
    form = ProductForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"product": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: services.save_product(
                    product_id=shown.pk if shown else None,
                    shown_version=form.cleaned_data["version"] if shown else None,
                    facts=form.cleaned_data,
                    by=signed_in(request),
                    now=timezone.now(),
                ),
            )
        except StaleVersion:
            context |= stale_context(form, visible_product(request, shown.code if shown else ""))
            return render(request, "products/catalogue/form.html", context, status=409)
        if saved:
            messages.success(request, _("Saved."))
            return redirect(saved)
    return render(request, "products/catalogue/form.html", context, status=422 if form.errors else 200)


def _product_page(
    request: HttpRequest, shown: Product, *, delivery_form: DeliveryForm | None = None, status: int = 200
) -> HttpResponse:
    may_edit = signed_in(request).can(Permission.PRODUCT_EDIT)
    days = (timezone.now() - shown.reviewed_at).days if shown.reviewed_at else None
    context = {
        "product": shown,
        "deliveries": shown.deliveries.prefetch_related("touchpoints"),
        "projects": shown.projects.order_by("-id"),
        "history": shown.history.select_related("history_user").order_by("-history_date", "-history_id")[:12],
        "is_fresh": days is not None and days <= rules.REVIEW_DAYS,
        "may_edit": may_edit,
        "may_offer": may_edit and shown.status in PRODUCT_MOVES["offer"].sources,
        "may_withdraw": may_edit and shown.status in PRODUCT_MOVES["withdraw"].sources,
        "lacks_owner": shown.owner_unit is None,
        "delivery_form": delivery_form or DeliveryForm(),
        "reason_form": ReasonForm(auto_id="withdraw-%s"),
    }
    return render(request, "products/catalogue/product.html", context, status=status)


def _known(values: list[str], asked: str) -> str:
    return asked if asked in values else ""
