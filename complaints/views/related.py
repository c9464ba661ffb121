"""Ties between cases that stay apart: made and undone on the case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints import services
from complaints.forms.matter import MatterReasonForm, RelateForm
from complaints.models import CaseTie
from complaints.views.case import blame, case_page, overtaken, visible_case
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.toasts import undoable

TIES = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_INVESTIGATE)


@requires(*TIES)
@require_POST
def relate(request: HttpRequest, number: str) -> HttpResponseBase:
    """Tie another case to this one."""
    complaint = visible_case(request, number)
    form = RelateForm(request.POST, auto_id="relate-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"relate": form}, status=422)
    said = form.cleaned_data
    try:
        tie = services.relate(
            complaint_id=complaint.pk,
            other_number=said["number"],
            kind=said["kind"],
            reason=said["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={"relate": form}, status=422)
    except IllegalMove as refusal:
        form.add_error("number", refusal.message)
        return case_page(request, complaint, forms={"relate": form}, status=409)
    undoable(request, _("Saved"), reverse("complaints:staff-unrelate", args=[number, tie.public_id]))
    return redirect("complaints:staff-detail", number)


@requires(*TIES)
@require_POST
def unrelate(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Undo a tie, with the reason."""
    complaint = visible_case(request, number)
    form = MatterReasonForm(request.POST, auto_id=f"unrelate-{public_id}-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={f"unrelate-{public_id}": form}, status=422)
    try:
        services.unrelate(
            complaint_id=complaint.pk,
            public_id=public_id,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except CaseTie.DoesNotExist:
        raise Http404 from None
    except IllegalMove as refusal:
        return overtaken(request, number, refusal)
    messages.success(request, _("The tie is undone."))
    return redirect("complaints:staff-detail", number)
