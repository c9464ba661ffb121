"""Risks: the heat map with its list, one risk, its assessment, and the bands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.form_pages import CHANGED, OK, UNPROCESSABLE, form_page
from foundation.core.pages import keyset_page
from foundation.core.references import Reference
from foundation.core.stale import stale_context
from foundation.governance import selectors, services
from foundation.governance.enums import RISK_KIND
from foundation.governance.forms.risks import BandForm, CloseForm, RiskForm
from foundation.governance.models import Risk, RiskBand
from foundation.governance.services.risks import BandFacts


@require_GET
@requires(Permission.RISK_VIEW)
def risk_list(request: HttpRequest) -> HttpResponse:
    """Open risks on the 5×5 scale and as a list, the greatest first; `cell=4-5` shows one field of the map."""
    user, is_before = signed_in(request), request.GET.get("before") == "1"
    rows = selectors.ranked_risks(user, residual=not is_before)
    cell = _cell(request.GET.get("cell", ""))
    if cell:
        rows = rows.filter(**selectors.cell_filter(*cell, residual=not is_before))
    page = keyset_page(rows, order=["-rank", "-id"], cursor=request.GET.get("after", ""))
    bands = selectors.risk_bands()
    context = {
        "page": page,
        "lines": [(row, selectors.band_of(row.rank, bands)) for row in page.rows],
        "map": selectors.heat_map(user, residual=not is_before),
        "bands": bands,
        "is_before": is_before,
        "cell": cell,
        "today": timezone.localdate(),
        "may_edit": user.can(Permission.RISK_EDIT),
        "may_set_bands": user.can(Permission.POLICY_EDIT),
    }
    return render(request, "governance/risks.html", context)


@require_GET
@requires(Permission.RISK_VIEW)
def risk(request: HttpRequest, public_id: str) -> HttpResponse:
    """One risk with its assessments."""
    return _page(request, _risk(request, public_id), CloseForm())


@require_http_methods(["GET", "POST"])
@requires(Permission.RISK_EDIT)
def risk_new(request: HttpRequest) -> HttpResponse:
    """Enter a risk; `kind` and `id` name the record it belongs to."""
    return _form(request, None, subject_of(request))


@require_http_methods(["GET", "POST"])
@requires(Permission.RISK_EDIT)
def risk_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Assess a risk anew."""
    row = _risk(request, public_id)
    return _form(request, row, references.resolve(signed_in(request), row.subject_kind, row.subject_public_id))


@require_POST
@requires(Permission.RISK_EDIT)
def risk_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """The risk no longer exists."""
    row = _risk(request, public_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            services.close_risk(
                risk_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The risk is closed."))
            return redirect(row)
    return _page(request, row, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def bands(request: HttpRequest) -> HttpResponse:
    """Draw the bands of the board's appetite anew."""
    rows = list(RiskBand.objects.order_by("pk"))
    forms = [BandForm.of(band, request.POST or None) for band in rows]
    trouble, status = "", OK if request.method != "POST" else UNPROCESSABLE
    # Every form is judged, so that all their errors are shown at once.
    judged = [form.is_valid() for form in forms]
    if request.method == "POST" and all(judged):
        facts = [{**form.cleaned_data} for form in forms]
        shown = [fact.pop("version") for fact in facts]
        try:
            services.set_risk_bands(
                bands=[BandFacts(**fact) for fact in facts], shown=shown, by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            missing = refusal.missing.values() if isinstance(refusal, Incomplete) else ()
            trouble = " ".join(missing) or refusal.message
            status = CHANGED if isinstance(refusal, StaleVersion) else UNPROCESSABLE
        else:
            messages.success(request, _("The bands are saved."))
            return redirect("governance:staff-risks")
    return render(request, "governance/risk_bands.html", {"forms": forms, "trouble": trouble}, status=status)


def subject_of(request: HttpRequest) -> Reference | None:
    """The record that the address names, as far as this person may see it; None where it names none."""
    kind, public_id = request.GET.get("kind", ""), request.GET.get("id", "")
    if not kind and not public_id:
        return None
    found = references.resolve(signed_in(request), kind, public_id)
    if found is None:
        raise Http404
    return found


def _risk(request: HttpRequest, public_id: str) -> Risk:
    return get_object_or_404(selectors.risks_seen_by(signed_in(request)), public_id=public_id)


def _cell(text: str) -> tuple[int, int] | None:
    """ "4-5" as likelihood and impact."""
    parts = text.split("-")
    fits = len(parts) == 2 and all(len(part) == 1 and part in "12345" for part in parts)
    return (int(parts[0]), int(parts[1])) if fits else None


def _page(request: HttpRequest, row: Risk, form: CloseForm) -> HttpResponse:
    user, bands = signed_in(request), selectors.risk_bands()
    context = {
        "risk": row,
        "band": selectors.band_of(row.score, bands),
        "residual_band": selectors.band_of(row.residual_score, bands),
        "subject": references.resolve(user, row.subject_kind, row.subject_public_id),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
        "actions": selectors.actions_of(user, RISK_KIND, row.public_id),
        "form": form,
        "is_due": not row.is_closed and row.review_on < timezone.localdate(),
        "may_edit": user.can(Permission.RISK_EDIT) and not row.is_closed,
        "source_kind": RISK_KIND,
        "may_add": user.can(Permission.RISK_EDIT),
    }
    return form_page(request, "governance/risk.html", context)


def _form(request: HttpRequest, row: Risk | None, subject: Reference | None) -> HttpResponse:
    names = ("version", *RiskForm.base_fields) if row else ()
    form = RiskForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.assess_risk(
                risk_id=row.pk if row else None,
                shown_version=form.cleaned_data["version"],
                subject=(subject.kind, subject.public_id) if subject else None,
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(Risk, pk=row.pk if row else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The risk is assessed."))
            return redirect(saved)
    context = {"form": form, "risk": row, "subject": subject, **stale}
    return form_page(request, "governance/risk_form.html", context)
