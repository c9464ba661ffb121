"""The confidential route of a case, and another investigator for a running investigation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints import services
from complaints.forms import staff as forms_
from complaints.views.case import blame, case_page, overtaken, visible_case
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def change(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the case to the confidential route, or back from it."""
    complaint = visible_case(request, number)
    form = forms_.RouteForm(request.POST, auto_id="route-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"route": form}, status=422)
    act = services.give_back if complaint.is_misconduct else services.take_confidential
    user = signed_in(request)
    try:
        case = act(complaint_id=complaint.pk, reason=form.cleaned_data["reason"], by=user, now=timezone.now())
    except IllegalMove as refusal:
        return overtaken(request, number, refusal)
    if case.is_misconduct:
        messages.success(request, _("Given to the confidential route. The complainant is told."))
    else:
        messages.success(request, _("Given back to ordinary handling. The complainant is told."))
    return redirect("complaints:staff-list")


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def investigator(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let another person go on with the investigation."""
    complaint = visible_case(request, number)
    form = forms_.NewInvestigatorForm(request.POST, complaint=complaint, auto_id="investigator-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"investigator": form}, status=422)
    try:
        services.name_investigator(
            complaint_id=complaint.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        return overtaken(request, number, refusal)
    except (Incomplete, NotAllowed) as refusal:
        if isinstance(refusal, Incomplete):
            blame(form, refusal)
        else:
            form.add_error("investigator", refusal.message)
        return case_page(request, complaint, forms={"investigator": form}, status=422)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-detail", number)
