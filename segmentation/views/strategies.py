"""Pages on which the strategy of a target segment is written and its steps are led."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.stale import stale_context
from segmentation import selectors, services
from segmentation.forms_strategy import StepForm, StrategyForm
from segmentation.models import SegmentStrategy, StrategyStep
from segmentation.services.strategies import STEP, TEXTS

CHANGED = 409
UNPROCESSABLE = 422
SEGMENT = "segmentation:staff-segment"


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_PLAN)
def strategy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the strategy. What was typed stays when somebody else was faster."""
    segment = selectors.segment_with_study(public_id)
    stored = selectors.strategy_of(segment)
    form = StrategyForm(request.POST or None, initial=_initial(stored, TEXTS))
    return _written(
        request, form, stored or SegmentStrategy(), _("Strategy of the segment"), segment,
        lambda values, version: services.write_strategy(
            segment_id=segment.pk, shown_version=version, values=values, by=signed_in(request), now=timezone.now()
        ),
        lambda: selectors.strategy_of(segment),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_PLAN)
def new_step(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a step at the end."""
    segment = selectors.segment_with_study(public_id)
    form = StepForm(request.POST or None, initial={"version": 0, "owner": signed_in(request).pk})
    return _written(
        request, form, None, _("Add a step"), segment,
        lambda values, version: services.add_step(
            segment_id=segment.pk, values=values, by=signed_in(request), now=timezone.now()
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_PLAN)
def step(request: HttpRequest, public_id: str, step_id: str) -> HttpResponse:
    """Change a step."""
    segment = selectors.segment_with_study(public_id)
    stored = selectors.step_of(segment, step_id)
    form = StepForm(request.POST or None, initial=_initial(stored, STEP))
    return _written(
        request, form, stored, _("Change the step"), segment,
        lambda values, version: services.change_step(
            step_id=stored.pk, shown_version=version, values=values, by=signed_in(request), now=timezone.now()
        ),
        lambda: selectors.step_of(segment, step_id),
    )  # fmt: skip


@require_POST
@requires(Permission.SEGMENT_PLAN)
def step_done(request: HttpRequest, public_id: str, step_id: str) -> HttpResponse:
    """Mark a step done, or open again."""
    return _step(
        request, public_id, step_id, lambda found, **who: services.set_done(
            step_id=found.pk, is_done=request.POST.get("done") == "yes", **who
        ),
    )  # fmt: skip


@require_POST
@requires(Permission.SEGMENT_PLAN)
def step_up(request: HttpRequest, public_id: str, step_id: str) -> HttpResponse:
    """Put a step before the one that stands above it."""
    shown = request.POST.get("number", "")
    return _step(
        request, public_id, step_id, lambda found, **who: services.move_step_up(
            step_id=found.pk, shown_number=int(shown) if shown.isdecimal() else 0, **who
        ),
    )  # fmt: skip


def _step(request: HttpRequest, public_id: str, step_id: str, service: Callable[..., Any]) -> HttpResponse:
    found = selectors.step_of(selectors.segment_with_study(public_id), step_id)
    try:
        service(found, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(SEGMENT, public_id=public_id)


def _initial(stored: SegmentStrategy | StrategyStep | None, fields: tuple[str, ...]) -> dict[str, Any]:
    if stored is None:
        return {"version": 0}
    return {"version": stored.version, **{field: getattr(stored, field) for field in fields}}


def _written(
    request: HttpRequest,
    form: Any,
    stored: Any,
    heading: str,
    segment: Any,
    service: Callable[[dict[str, Any], int], Any],
    again: Callable[[], Any] = lambda: None,
) -> HttpResponse:
    """The form, or back to the segment once the service took it."""
    extra: dict[str, Any] = {}
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            service(values, values.pop("version"))
        except StaleVersion:
            status, stored = CHANGED, again() or stored
            extra = stale_context(form, stored)
        except Incomplete as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            status = CHANGED
        else:
            messages.success(request, _("Saved."))
            return redirect(SEGMENT, public_id=segment.public_id)
    context = {"form": form, "segment": segment, "heading": heading, **extra}
    return render(request, "segmentation/strategy_form.html", context, status=status)
