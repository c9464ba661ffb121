"""Approval routes: which documents go which way, one route with its steps, and what is on its way."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from foundation.governance import approval_kinds, selectors, services
from foundation.governance.enums import RouteState
from foundation.governance.forms.audits import NothingForm
from foundation.governance.forms.routes import RouteForm, RouteReasonForm, RouteStepsForm
from foundation.governance.models import ApprovalRoute
from foundation.governance.views.filling import Crumbs, fill
from foundation.governance.views.stepping import step_taken

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., ApprovalRoute]]] = {
    "enforce": (NothingForm, services.bring_route_into_force),
    "end": (RouteReasonForm, services.end_route),
}


@require_GET
@requires(Permission.POLICY_VIEW)
def route_list(request: HttpRequest) -> HttpResponse:
    """Each kind of document with its routes, and the documents that went or go along them, newest first."""
    page = keyset_page(selectors.runs(), order=["-id"], cursor=request.GET.get("after", ""))
    context = {
        "kinds": selectors.kinds_with_routes(),
        "page": page,
        "may_draft": signed_in(request).can(Permission.POLICY_EDIT),
    }
    return render(request, "governance/routes.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def route_new(request: HttpRequest) -> HttpResponse:
    """Draw up the next route of a kind."""
    form = RouteForm(request.POST or None, initial={"content_kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.draft_route(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("governance:staff-route-steps", row.public_id)
    context = fill(form, _("Draw up an approval route"), _("Go on to the steps"), route_crumbs())
    return form_page(request, "governance/fill.html", context)


@require_GET
@requires(Permission.POLICY_VIEW)
def route(request: HttpRequest, public_id: str) -> HttpResponse:
    """One route: its steps, who drew it up and put it in force."""
    return _page(request, _route(public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def route_steps(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the steps of a draft. A late save says so and loses nothing that was typed."""
    row = _route(public_id)
    form = RouteStepsForm(request.POST or None, steps=list(row.steps.all()), initial={"version": row.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.save_route_steps(
                route_id=row.pk,
                shown_version=form.cleaned_data["version"],
                steps=form.steps,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row = _route(public_id)
            stale_context(form, row)  # the next save is against what is stored now, which the page shows
            form.add_error(None, _("Someone else saved other steps meanwhile. Below is what you typed."))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The steps are saved. A second person puts the route in force."))
            return redirect(row)
    context = {"route": row, "kind": approval_kinds.get(row.content_kind), "form": form, "is_late": status == 409}
    status = 422 if form.errors and status == 200 else status
    return render(request, "governance/route_steps.html", context, status=status)


@require_POST
@requires(Permission.POLICY_EDIT, Permission.POLICY_REVIEW)
def route_step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Put in force, end."""
    if name not in STEPS:
        raise Http404
    row = _route(public_id)
    kind, service = STEPS[name]
    form = kind(request.POST)
    if step_taken(request, form, service, route_id=row.pk):
        return redirect(row)
    return _page(request, _route(public_id), {name: form}, status=422)


def route_crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way from the policy to the routes."""
    return [
        (reverse("reporting:staff-policy"), _("Policy")),
        (reverse("governance:staff-routes"), _("Approval routes")),
        *more,
    ]


def _route(public_id: str) -> ApprovalRoute:
    return get_object_or_404(selectors.routes(), public_id=public_id)


def _page(
    request: HttpRequest, row: ApprovalRoute, forms: dict[str, RefusableForm] | None = None, *, status: int = 200
) -> HttpResponse:
    user, given = signed_in(request), forms or {}
    context = {
        "route": row,
        "kind": approval_kinds.get(row.content_kind),
        "may_edit": row.is_draft and user.can(Permission.POLICY_EDIT),
        "may_enforce": row.is_draft and user.can(Permission.POLICY_REVIEW) and user.pk != row.drafted_by_id,
        "may_end": row.state != RouteState.ENDED and user.can(Permission.POLICY_EDIT),
        "form": next(iter(given.values()), None),
        "end_form": given.get("end", RouteReasonForm()),
        "runs": selectors.runs().filter(route=row)[:10],
        "history": row.history.select_related("history_user").order_by("-history_id"),
    }
    return render(request, "governance/route.html", context, status=status)
