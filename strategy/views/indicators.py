"""One indicator: its figures by year against the targets, and the figure of a quarter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import metrics
from foundation.core.errors import NotAllowed, Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from strategy import charts, selectors, services
from strategy.enums import Status
from strategy.forms import ActualForm
from strategy.models import Actual, Indicator
from strategy.rules import due_on, first_day, may_record_actual
from strategy.views.initiatives import quarter_of

FIELDS = ("value", "evidence")


@require_GET
@requires(Permission.STRATEGY_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The indicator, year by year."""
    row, now, user = _indicator(public_id), timezone.now(), signed_in(request)
    results = [selectors.results_of([row], year=year, at=now)[0] for year in row.plan.years]
    told = {
        (actual.year, actual.quarter): actual
        for actual in Actual.objects.filter(thread=row.thread).select_related("reported_by")
    }
    begun = [when for when in row.plan.quarters if first_day(when) <= timezone.localdate(now)]
    context = {
        "indicator": row,
        "metric": _metric(row.metric_key),
        "results": results,
        "chart": charts.years_chart(row, results),
        "quarters": [(when, due_on(when), told.get((when.year_be, when.quarter))) for when in reversed(begun)],
        "today": timezone.localdate(now),
        "may_record": row.plan.status == Status.IN_FORCE and not row.is_live and may_record_actual(user, row),
        "initiatives": row.initiatives.select_related("owner").order_by("number"),
    }
    return render(request, "strategy/indicator.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_PROGRESS, Permission.STRATEGY_EDIT)
def figure(request: HttpRequest, public_id: str, year: int, quarter: int) -> HttpResponse:
    """Enter the figure of a quarter, or correct it."""
    row, when, user = _indicator(public_id), quarter_of(year, quarter), signed_in(request)
    if not may_record_actual(user, row):
        raise NotAllowed(_("Only the unit that answers for the indicator enters its figures."))
    told = Actual.objects.filter(thread=row.thread, year=year, quarter=quarter).first()
    initial = {name: getattr(told, name) for name in ("version", *FIELDS)} if told else {}
    form = ActualForm(request.POST or None, initial=initial, corrects=bool(told))
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.record_actual(
                indicator=row, quarter=when, shown_version=given.pop("version"), **given, by=user, now=timezone.now()
            )
        except StaleVersion:
            told = Actual.objects.get(thread=row.thread, year=year, quarter=quarter)
            stale = stale_context(form, told)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The figure of %(quarter)s is saved.") % {"quarter": when.label()})
            return redirect(row)
    context = {
        "indicator": row,
        "quarter": when,
        "told": told,
        "form": form,
        **stale,
        "history": told.history.select_related("history_user").order_by("-history_id")[1:] if told else [],
    }
    return form_page(request, "strategy/figure.html", context)


def _indicator(public_id: str) -> Indicator:
    rows = Indicator.objects.select_related("plan", "goal", "owner_unit").prefetch_related("targets")
    return get_object_or_404(rows, public_id=public_id)


def _metric(key: str) -> metrics.Metric | None:
    return next((metric for metric in metrics.all_metrics() if key and metric.key == key), None)
