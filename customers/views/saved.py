"""Saved views of the list: naming one, opening it, changing it, letting the list open with it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers import selectors, services
from customers.filters import kept_filters
from customers.forms import add_refusal
from customers.forms_views import ViewForm
from customers.models import SavedView
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, StaleVersion
from foundation.core.stale import stale_context

LIST = "customers:staff-list"


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def view_list(request: HttpRequest) -> HttpResponseBase:
    """The views the person sees."""
    user = signed_in(request)
    default = selectors.default_view_of(user)
    rows = [
        {"view": view, "url": address_of(view), "is_own": view.may_be_changed_by(user), "is_default": view == default}
        for view in selectors.views_of(user)
    ]
    return render(request, "customers/views/list.html", {"rows": rows, "default": default})


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_VIEW)
def view_new(request: HttpRequest) -> HttpResponseBase:
    """Name the list whose filters, columns and order stand in the address."""
    user = signed_in(request)
    form = _form(request, user)
    if request.method == "POST" and form.is_valid():
        try:
            view = services.save_view(
                name=form.cleaned_data["name"], audience=form.cleaned_data["audience"],
                asked=kept_filters(request.GET), by=user, now=timezone.now(),
            )  # fmt: skip
        except (Incomplete, NotAllowed) as refusal:
            _refuse(form, refusal)
        else:
            if form.cleaned_data["opens"]:
                services.open_with(view_id=view.pk, by=user)
            messages.success(request, _("Saved."))
            return redirect(address_of(view))
    context = {
        "form": form,
        "has_needle": bool(request.GET.get("q")),
        "back": f"{reverse(LIST)}?{request.GET.urlencode()}",
    }
    return render(request, "customers/views/form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def view_open(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The list as the view says."""
    return redirect(address_of(selectors.visible_view(signed_in(request), public_id)))


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_VIEW)
def view_edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Rename a view, share it otherwise; with a list in the address, keep that one under the name."""
    user = signed_in(request)
    view = selectors.visible_view(user, public_id)
    initial = {
        "name": view.name, "audience": view.audience, "version": view.version,
        "opens": selectors.default_view_of(user) == view,
    }  # fmt: skip
    form = _form(request, user, initial=initial)
    context: dict[str, Any] = {"form": form, "view": view, "replaces": bool(request.GET), "back": address_of(view)}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            view = services.change_view(
                view_id=view.pk, shown_version=form.cleaned_data["version"] or 0, name=form.cleaned_data["name"],
                audience=form.cleaned_data["audience"], by=user, now=timezone.now(),
                asked=kept_filters(request.GET) if request.GET else None,
            )  # fmt: skip
        except StaleVersion:
            view.refresh_from_db()
            context |= stale_context(form, view)
            status = 409
        except (Incomplete, NotAllowed) as refusal:
            _refuse(form, refusal)
        else:
            _open_or_not(user, view, opens=form.cleaned_data["opens"])
            messages.success(request, _("Saved."))
            return redirect(address_of(view))
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/views/form.html", context, status=status)


@require_POST
@requires(Permission.CUSTOMER_VIEW)
def view_delete(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a view away; the customers in it stay where they are."""
    user = signed_in(request)
    view = selectors.visible_view(user, public_id)
    try:
        services.delete_view(view_id=view.pk, by=user, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect("customers:views")


@require_POST
@requires(Permission.CUSTOMER_VIEW)
def view_default(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Open the list with this view, or, asked again, with the whole register."""
    user = signed_in(request)
    view = selectors.visible_view(user, public_id)
    _open_or_not(user, view, opens=selectors.default_view_of(user) != view)
    messages.success(request, _("Saved."))
    return redirect("customers:views")


def address_of(view: SavedView) -> str:
    """The list as the view says; the address names the view too, so that the page does."""
    pairs = [*view.filters.items(), *(("column", key) for key in view.columns)]
    if view.order:
        pairs.append(("order", view.order))
    return f"{reverse(LIST)}?{urlencode([*pairs, ('view', view.public_id)])}"


def shown_view(user: User, parameters: QueryDict) -> SavedView | None:
    """The view that the address names, if the person still sees it."""
    named = parameters.get("view", "")
    return selectors.views_of(user).filter(public_id=named).first() if named else None


def _form(request: HttpRequest, user: User, **options: Any) -> ViewForm:
    return ViewForm(request.POST or None, may_share=user.can(Permission.CUSTOMER_EDIT), **options)


def _open_or_not(user: User, view: SavedView, *, opens: bool) -> None:
    if opens:
        services.open_with(view_id=view.pk, by=user)
    elif selectors.default_view_of(user) == view:
        services.open_with(view_id=None, by=user)


def _refuse(form: ViewForm, refusal: Incomplete | NotAllowed) -> None:
    if isinstance(refusal, Incomplete):
        add_refusal(form, refusal)
    else:
        form.add_error(None, refusal.message)
