"""The stages of the customer's life: the list, and changing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers import selectors, services
from customers.forms_touchpoints import RetireForm, StageForm, initial_of_stage
from customers.models import LifecycleStage
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import stale_context


@require_GET
@requires(Permission.TOUCHPOINT_EDIT)
def stage_list(request: HttpRequest) -> HttpResponseBase:
    """Every stage in its order, with the touchpoints that serve it, and the retired ones."""
    context = {"stages": selectors.stages_with_touchpoints(), "retired": selectors.stages_retired()}
    return render(request, "customers/touchpoints/stages.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def stage_new(request: HttpRequest) -> HttpResponseBase:
    """Add a stage."""
    form = StageForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_stage(
                code=form.cleaned_data["code"], values=form.values(), by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:stages")
    return render(request, "customers/touchpoints/stage.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.TOUCHPOINT_EDIT)
def stage_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a stage."""
    stage = get_object_or_404(LifecycleStage, code=code)
    form = StageForm(request.POST or None, initial=initial_of_stage(stage), is_new=False)
    context: dict[str, Any] = {"stage": stage, "form": form, "retire_form": _retire_form()}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.update_stage(
                stage_id=stage.pk,
                shown_version=form.cleaned_data["version"] or 0,
                values=form.values(),
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            context |= stale_context(form, get_object_or_404(LifecycleStage, code=code))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:stages")
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/touchpoints/stage.html", context, status=status)


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def stage_move(request: HttpRequest, code: str) -> HttpResponseBase:
    """Let a stage change places with its neighbour."""
    stage = get_object_or_404(LifecycleStage, code=code)
    up = request.POST.get("to") == "up"
    try:
        services.move_stage(stage_id=stage.pk, up=up, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("customers:stages")


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def stage_retire(request: HttpRequest, code: str) -> HttpResponseBase:
    """Retire a stage, with a reason."""
    stage = get_object_or_404(LifecycleStage, code=code)
    retire_form = RetireForm(request.POST)
    if retire_form.is_valid():
        try:
            services.retire_stage(
                stage_id=stage.pk, by=signed_in(request), now=timezone.now(), **retire_form.cleaned_data
            )
        except Refused as refusal:
            retire_form.refuse(refusal)
        else:
            messages.success(request, _("Retired. What was recorded in it stays."))
            return redirect("customers:stages")
    form = StageForm(initial=initial_of_stage(stage), is_new=False)
    context = {"stage": stage, "form": form, "retire_form": retire_form}
    return render(request, "customers/touchpoints/stage.html", context, status=422)


@require_POST
@requires(Permission.TOUCHPOINT_EDIT)
def stage_restore(request: HttpRequest, code: str) -> HttpResponseBase:
    """Bring a retired stage back."""
    stage = get_object_or_404(LifecycleStage, code=code)
    try:
        services.restore_stage(stage_id=stage.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("In use again."))
    return redirect("customers:stages")


def _retire_form() -> RetireForm:
    return RetireForm(initial={"on": timezone.localdate()})
