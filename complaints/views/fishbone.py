"""The fishbone of a case on a page of its own: the figure, its causes, the root, and the actions that follow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, selectors, services
from complaints.forms.fishbone import CauseForm, StrikeForm
from complaints.models import BoneCause, Complaint
from complaints.offers import REFERENCE
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.stale import stale_context
from foundation.governance.selectors import actions_of, may_add_risks

DRAWS = (Permission.COMPLAINT_INVESTIGATE,)
PAGE = "complaints:staff-fishbone"


@requires(*SEES)
@require_GET
def fishbone(request: HttpRequest, number: str) -> HttpResponse:
    """The figure and its causes."""
    return _page(request, visible_case(request, number))


@requires(*DRAWS)
@require_POST
def name(request: HttpRequest, number: str) -> HttpResponseBase:
    """Put a cause on its branch."""
    complaint = visible_case(request, number)
    form = CauseForm(request.POST, complaint=complaint, auto_id="cause-%s")
    if not form.is_valid():
        return _page(request, complaint, {"cause": form}, status=422)
    try:
        services.name_cause(complaint_id=complaint.pk, named=form.named(), by=signed_in(request), now=timezone.now())
    except (Incomplete, NotAllowed) as refusal:
        form.refuse(refusal)
        return _page(request, complaint, {"cause": form}, status=_status(refusal))
    return redirect(PAGE, number)


@requires(*DRAWS)
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Say a cause better; a stale save shows both sides."""
    complaint, user = visible_case(request, number), signed_in(request)
    row = _found(complaint, public_id)
    if not rules.may_record_findings(user, complaint) or row.struck_at is not None:
        raise NotAllowed(_("Only the investigator draws the fishbone, while the investigation runs."))
    start = {"bone": row.bone, "text": row.text, "evidence": row.evidence_id, "version": row.version}
    form = CauseForm(request.POST or None, complaint=complaint, initial=start)
    context: dict[str, Any] = {"complaint": complaint, "cause": row, "form": form}
    page, status = "complaints/staff/fishbone_cause.html", 200
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_cause(
                complaint_id=complaint.pk, public_id=public_id, named=form.named(), by=user, now=timezone.now(),
                shown_version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except StaleVersion:
            row.refresh_from_db()
            return render(request, page, context | stale_context(form, row), status=409)
        except Refused as refusal:
            form.refuse(refusal)
            status = _status(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect(PAGE, number)
    return render(request, page, context, status=422 if form.errors and status == 200 else status)


@requires(*DRAWS)
@require_POST
def root(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Hold this cause to be the root."""
    complaint = visible_case(request, number)
    given: dict[str, Any] = {"complaint_id": complaint.pk, "public_id": _found(complaint, public_id).public_id}
    try:
        services.hold_root(**given, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(PAGE, number)


@requires(*DRAWS)
@require_POST
def strike(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Strike a cause out, with the reason."""
    complaint = visible_case(request, number)
    _found(complaint, public_id)
    form = StrikeForm(request.POST, auto_id=f"strike-{public_id}-%s")
    shown: dict[str, Any] = {f"strike-{public_id}": form}
    if not form.is_valid():
        return _page(request, complaint, shown, status=422)
    try:
        services.strike_cause(
            complaint_id=complaint.pk, public_id=public_id, by=signed_in(request), now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, complaint, shown, status=_status(refusal))
    return redirect(PAGE, number)


def _status(refusal: Refused) -> int:
    return 422 if isinstance(refusal, Incomplete) else 403 if isinstance(refusal, NotAllowed) else 409


def _found(complaint: Complaint, public_id: str) -> BoneCause:
    row = complaint.bone_causes.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, complaint: Complaint, shown: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    user, shown = signed_in(request), shown or {}
    may = rules.may_record_findings(user, complaint)
    causes = selectors.causes_of(complaint)
    lead = selectors.leading(complaint)
    context: dict[str, Any] = {
        "complaint": complaint,
        "branches": selectors.branches(causes),
        "has_causes": any(cause.struck_at is None for cause in causes),
        "rows": [
            {
                "cause": each,
                "strike": shown.get(f"strike-{each.public_id}") or StrikeForm(auto_id=f"strike-{each.public_id}-%s"),
            }
            for each in causes
        ],
        "root": next((each for each in causes if each.is_root), None),
        "changes": selectors.cause_changes(complaint),
        "is_led": lead is not None,
        "lead": lead if lead and selectors.case(user, lead.number) else None,
        "may_draw": may,
        "cause_form": (shown.get("cause") or CauseForm(complaint=complaint, auto_id="cause-%s")) if may else None,
        "refused_form": next(iter(shown.values()), None),
        "actions": actions_of(user, REFERENCE.kind, complaint.public_id) if user.can(Permission.RISK_VIEW) else None,
        "kind": REFERENCE.kind,
        "public_id": complaint.public_id,
        "may_add": may_add_risks(user),
    }
    return render(request, "complaints/staff/fishbone.html", context, status=status)
