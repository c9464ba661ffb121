"""Support needs of segments: the list, and changing them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from relationships import selectors, services
from relationships.forms import NeedForm, ReasonForm
from relationships.models import SupportNeed
from relationships.services.needs import NEED_FIELDS
from relationships.views.overview import room_tabs
from relationships.views.steps import demand_segments, edit_page, take_step
from segmentation.models import Segment
from segmentation.rules import can_see

MAY_SEE = (Permission.RELATIONSHIP_VIEW, Permission.TOUCHPOINT_EDIT)
FORM_PAGE = "relationships/need_form.html"


@require_GET
@requires(*MAY_SEE)
def need_list(request: HttpRequest) -> HttpResponse:
    """Needs under each segment in use, and what meets them."""
    groups, earlier = selectors.needs_by_segment()
    user = signed_in(request)
    sees_segments = can_see(user)
    context = {
        "room_tabs": room_tabs("needs") if user.can(Permission.RELATIONSHIP_VIEW) else [],
        "groups": groups if sees_segments else _unnamed(groups),
        "sees_segments": sees_segments,
        "earlier": earlier,
        "may_edit": user.can(Permission.TOUCHPOINT_EDIT),
    }
    return render(request, "relationships/needs.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def need_new(request: HttpRequest) -> HttpResponse:
    """Record a need."""
    user = signed_in(request)
    demand_segments(user)

    def record(form: NeedForm) -> str:
        services.record_need(values=form.values(), by=user, now=timezone.now())
        return reverse("relationships:needs")

    return edit_page(request, NeedForm(request.POST or None, user=user), record, template=FORM_PAGE, context={})


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def need_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a need."""
    user, need = signed_in(request), _need(public_id)

    def update(form: NeedForm) -> str:
        shown = form.cleaned_data["version"] or 0
        services.update_need(need_id=need.pk, shown_version=shown, values=form.values(), by=user, now=timezone.now())
        return reverse("relationships:needs")

    form = NeedForm(request.POST or None, initial=_initial(need), user=user)
    context = {"need": need, "withdraw_form": ReasonForm()}
    return edit_page(request, form, update, template=FORM_PAGE, context=context, stored=lambda: _need(public_id))


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def need_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is a need no more."""
    need, user = _need(public_id), signed_in(request)

    def again(form: Any, status: int) -> HttpResponse:
        context = {"need": need, "form": NeedForm(initial=_initial(need), user=user), "withdraw_form": form}
        return render(request, FORM_PAGE, context, status=status)

    return take_step(
        request,
        ReasonForm(request.POST),
        lambda asked: services.withdraw_need(need_id=need.pk, reason=asked["reason"], by=user, now=timezone.now()),
        done=_("Withdrawn. It stays in the history."),
        address=reverse("relationships:needs"),
        again=again,
    )


def _unnamed(groups: list[tuple[Segment, list[SupportNeed]]]) -> list[tuple[None, list[SupportNeed]]]:
    """The needs of all segments under one head, for those who may not see segments."""
    needs = [need for _segment, found in groups for need in found]
    return [(None, needs)] if groups else []


def _initial(need: SupportNeed) -> dict[str, Any]:
    values = {name: getattr(need, name) for name in ("version", *NEED_FIELDS)}
    return {**values, "touchpoints": [row.pk for row in need.touchpoints.all()]}


def _need(public_id: str) -> SupportNeed:
    rows = SupportNeed.objects.select_related("segment__run").prefetch_related("touchpoints")
    return get_object_or_404(rows, public_id=public_id)
