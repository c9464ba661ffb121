"""The hearing: on the case for those who work on it; for the person complained about, pages of that person alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import selectors, services
from complaints.forms.hearing import StatementForm, TellPersonForm, WaitNoLongerForm
from complaints.views.case import blame, case_page, overtaken, visible_case
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete

HEARS = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_INVESTIGATE)


@requires(*HEARS)
@require_POST
def tell(request: HttpRequest, number: str) -> HttpResponseBase:
    """Tell the person complained about what is said."""
    return _act(request, number, "tell_person", TellPersonForm(request.POST, auto_id="tell-%s"))


@requires(*HEARS)
@require_POST
def wait_no_longer(request: HttpRequest, number: str) -> HttpResponseBase:
    """Go on without an answer once the time is over."""
    return _act(request, number, "wait_no_longer", WaitNoLongerForm(request.POST, auto_id="wait-%s"))


def _act(request: HttpRequest, number: str, name: str, form: Any) -> HttpResponseBase:
    complaint = visible_case(request, number)
    if not form.is_valid():
        return case_page(request, complaint, forms={name: form}, status=422)
    acts: dict[str, Callable[..., object]] = {
        "tell_person": services.tell_person,
        "wait_no_longer": services.wait_no_longer,
    }
    try:
        acts[name](complaint_id=complaint.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        return overtaken(request, number, refusal)
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={name: form}, status=422)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-detail", number)


@requires(Permission.STAFF)
@require_GET
def about_me_list(request: HttpRequest) -> HttpResponse:
    """What the reader was told that concerns the own work."""
    return render(request, "complaints/staff/about_me_list.html", {"rows": selectors.about_me(signed_in(request))[:50]})


@requires(Permission.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One complaint as the person complained about sees it, and the own account."""
    row = selectors.about_me(signed_in(request)).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    decided = row.complaint.decided_at is not None or not row.complaint.is_open
    form = StatementForm(request.POST or None, initial={"statement": row.statement})
    context = {"row": row, "form": form, "may_state": not decided}
    if request.method != "POST":
        return render(request, "complaints/staff/about_me.html", context)
    if not form.is_valid():
        return render(request, "complaints/staff/about_me.html", context, status=422)
    try:
        services.state(hearing_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return render(request, "complaints/staff/about_me.html", context | {"may_state": False}, status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return render(request, "complaints/staff/about_me.html", context, status=422)
    messages.success(request, _("Thank you. Your account is kept with the case."))
    return redirect(row)
