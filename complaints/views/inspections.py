"""Looking again at closed cases: the rounds, one case seen blind, and what follows where it was not in order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules_closing, selectors, services
from complaints.forms.closing import InspectionForm, SettleForm
from complaints.models import Complaint, Inspection
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed

READS = (*SEES, *rules_closing.LOOKS_AGAIN)


@requires(*READS)
@require_GET
def inspections(request: HttpRequest) -> HttpResponse:
    """The rounds of a year, each with how it was drawn, and what waits for the reader."""
    user = signed_in(request)
    rounds = selectors.rounds()
    drawn = [row.complaint_id for each in rounds for row in each.inspections.all()]
    context = {
        "rounds": rounds,
        "seen": set(Complaint.objects.visible_to(user).filter(pk__in=drawn).values_list("pk", flat=True)),
        "mine": selectors.to_inspect(user)[:20] if rules_closing.may_look_again(user) else [],
        "to_settle": selectors.to_settle(user)[:20] if user.can(Permission.COMPLAINT_DECIDE) else [],
        "policy": selectors.closing_policy(),
    }
    return render(request, "complaints/staff/inspections.html", context)


@requires(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One drawn case: blind for the inspector until it is looked at; afterwards for those who see the case."""
    row = _found(public_id)
    user = signed_in(request)
    if row.inspected_at is None and not rules_closing.may_look_again(user):
        raise NotAllowed(_("Your role does not include looking again at closed cases."))
    if row.inspected_at is None and selectors.took_part(user, row.complaint):
        raise NotAllowed(_("You had a part in this case, so someone else looks at it again."))
    if row.inspected_at and row.inspector_id != user.pk and not _sees(user, row):
        raise Http404
    form = InspectionForm(request.POST or None, auto_id="inspection-%s")
    if request.method != "POST":
        return _page(request, row)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        services.inspect(inspection_id=row.pk, **form.cleaned_data, by=user, now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return _page(request, _found(public_id), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, row, form=form, status=422)
    messages.success(request, _("Thank you. What you found is kept."))
    return redirect("complaints:staff-inspections")


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Decide what follows where it was not in order."""
    row = _found(public_id)
    form = SettleForm(request.POST, auto_id="settle-%s")
    if not form.is_valid():
        return _page(request, row, settle_form=form, status=422)
    try:
        services.settle(inspection_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return _page(request, _found(public_id), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, row, settle_form=form, status=422)
    messages.success(request, _("Saved"))
    return redirect(row)


def _found(public_id: str) -> Inspection:
    rows = Inspection.objects.select_related("round", "complaint", "inspector", "settled_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _sees(user: User, row: Inspection) -> bool:
    """Whether the person may open the case itself."""
    return Complaint.objects.visible_to(user).filter(pk=row.complaint_id).exists()


def _page(
    request: HttpRequest,
    row: Inspection,
    *,
    form: InspectionForm | None = None,
    settle_form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    sees = bool(row.inspected_at) and _sees(user, row)
    context = {
        "row": row,
        "blind": selectors.blind(row),
        "sees_case": sees,
        "form": form or InspectionForm(auto_id="inspection-%s"),
        "may_settle": row.waits_for_manager and sees and user.can(Permission.COMPLAINT_DECIDE),
        "settle_form": settle_form or SettleForm(auto_id="settle-%s"),
        "refused": form or settle_form,
    }
    return render(request, "complaints/staff/inspection.html", context, status=status)
