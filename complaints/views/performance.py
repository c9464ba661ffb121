"""How complaints handling itself does: the figures of a year against their objectives, one figure over the quarters."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints import services
from complaints.forms.objective import ObjectiveForm
from complaints.models import Objective
from complaints.performance import cases_behind, cases_of, objectives_of, our_metric, standings, trend
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, StaleVersion
from foundation.core.stale import stale_context
from foundation.core.thai.dates import fiscal_quarter_of, fiscal_year_of
from foundation.governance.models import Audit

CLAUSE = "5.4"


@requires(*SEES)
@require_GET
def performance(request: HttpRequest) -> HttpResponse:
    """Every figure of a fiscal year against its objective, with the last quarters and what looks at the system."""
    now, user = timezone.now(), signed_in(request)
    running = fiscal_year_of(timezone.localdate(now))
    year = _year(request, running)
    rows = standings(year, now=now)
    context = {
        "year": year,
        "rows": rows,
        "quarters": [(quarter, cases_of(quarter)) for quarter, _value in rows[0].quarters] if rows else [],
        "survey": [row for row in rows if row.metric.key in SURVEY],
        "older": year - 1,
        "newer": year + 1 if year <= running else None,
        "may_set": user.can(Permission.COMPLAINT_DECIDE),
        "audits": Audit.objects.visible_to(user).filter(clause=CLAUSE)[:5],
    }
    return render(request, "complaints/staff/performance.html", context)


@requires(*SEES)
@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure over the last quarters, with its objective and how that changed."""
    metric, now = our_metric(key), timezone.now()
    if metric is None:
        raise Http404
    year = fiscal_year_of(timezone.localdate(now))
    objective = objectives_of(year).get(key)
    context = {
        "metric": metric,
        "chart": trend(metric, now=now),
        "links": cases_behind(now=now),
        "objective": objective,
        "changes": list(objective.history.select_related("history_user")[:10]) if objective else [],
        "year": year,
        "quarter": fiscal_quarter_of(timezone.localdate(now)).previous(),
        "may_set": signed_in(request).can(Permission.COMPLAINT_DECIDE),
        "may_see_figure": bool(metric.dimensions) and signed_in(request).can(Permission.METRIC_VIEW),
    }
    return render(request, "complaints/staff/performance_figure.html", context)


@requires(Permission.COMPLAINT_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def objective(request: HttpRequest, key: str, year: int) -> HttpResponseBase:
    """Set or change the objective of a figure for a year; a stale save shows both sides."""
    metric = our_metric(key)
    if metric is None or not 2500 <= year <= 2700:
        raise Http404
    row = Objective.objects.filter(year_be=year, metric_key=key).first()
    start: Any = {"version": row.version if row else None, "owner": signed_in(request)}
    form: Any = ObjectiveForm(request.POST or None, instance=row, initial=start)
    context = {"form": form, "metric": metric, "year": year}
    page = "complaints/staff/objective.html"
    if request.method != "POST":
        return render(request, page, context)
    if not form.is_valid():
        return render(request, page, context, status=422)
    said = {name: form.cleaned_data[name] for name in ("target", "plan", "means", "owner", "reason")}
    try:
        services.set_objective(
            year_be=year,
            metric_key=key,
            **said,
            by=signed_in(request),
            now=timezone.now(),
            shown_version=form.cleaned_data["version"],
        )
    except StaleVersion:
        stored = Objective.objects.get(year_be=year, metric_key=key)
        return render(request, page, context | stale_context(form, stored), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return render(request, page, context, status=422)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-performance-figure", key)


SURVEY = ("complaints.satisfied_with_handling", "complaints.satisfied_with_outcome", "complaints.rated")


def _year(request: HttpRequest, running: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2560 <= int(asked) <= running + 1 else running
