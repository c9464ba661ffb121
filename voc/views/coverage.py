"""Where we listen and where we do not, and the listening plan."""

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
from foundation.core.form_pages import form_page
from foundation.core.list_filters import read
from foundation.core.stale import stale_context
from voc.forms.insights import ListenedForm, PlanForm
from voc.models import ListeningPlan
from voc.periods import chosen, spans
from voc.selectors import coverage as selectors
from voc.services import plan as services
from voc.tabs import tabs


@require_GET
@requires(Permission.VOC_VIEW)
def coverage(request: HttpRequest) -> HttpResponse:
    """Channels against the stages of the customer's life, and the plan."""
    return _page(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """A new line of the plan."""
    form = PlanForm(
        request.POST or None, initial={"starts_on": timezone.localdate(), "channel": request.GET.get("channel")}
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, None):
        return redirect("voc:coverage")
    return form_page(request, "voc/plan.html", {"form": form, "row": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a line of the plan. A stale save shows both sides and loses neither."""
    row = get_object_or_404(selectors.listening_plan(), public_id=public_id)
    form = PlanForm(request.POST or None, plan=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            if _saved(request, form, row):
                return redirect("voc:coverage")
        except StaleVersion:
            row.refresh_from_db()
            context |= stale_context(form, row, fields=services.FIELDS)
    return form_page(request, "voc/plan.html", context)


@require_POST
@requires(Permission.VOC_EDIT)
def listened(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that it was done."""
    row = get_object_or_404(selectors.listening_plan(), public_id=public_id)
    form = ListenedForm(request.POST)
    if form.is_valid():
        try:
            services.listened(plan_id=row.pk, on=form.cleaned_data["on"], by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted; the next day is set."))
            return redirect("voc:coverage")
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("voc:coverage")


def _saved(request: HttpRequest, form: PlanForm, row: ListeningPlan | None) -> bool:
    try:
        services.save_plan(
            plan_id=row.pk if row else None,
            shown_version=(form.cleaned_data["version"] or 0) if row else None,
            facts=form.facts,
            by=signed_in(request),
            now=timezone.now(),
        )
    except StaleVersion:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("The plan is saved."))
    return True


def _page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    span = chosen(request.GET.get("span", ""), now)
    asked = read(request.GET, signed_in(request))
    table = selectors.coverage(span.period, at=now, cuts=asked.cuts)
    plans = list(selectors.listening_plan())
    context = {
        "room_tabs": tabs("coverage"),
        "spans": spans(now),
        "span": span,
        "asked": asked,
        "filters": asked.chips(request.GET),
        "table": table,
        "plans": [(plan, selectors.stage_names_of(plan, table.stages)) for plan in plans],
        "overdue": [plan for plan in plans if plan.is_overdue],
        "unplanned": [row.channel for row in table.rows if row.plan is None],
        "listened_form": ListenedForm(initial={"on": timezone.localdate()}),
        "may_edit": signed_in(request).can(Permission.VOC_EDIT),
    }
    return render(request, "voc/coverage.html", context)
