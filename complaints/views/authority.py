"""Checking by what right somebody complains for another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints import services
from complaints.forms.authority import AuthorityForm
from complaints.views.case import case_page, visible_case
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write down what was found."""
    complaint, form = visible_case(request, number), AuthorityForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.check_authority(
                complaint_id=complaint.pk,
                state=said["state"],
                note=said["note"],
                by=signed_in(request),
                now=timezone.now(),
                shown_version=said["version"],
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("complaints:staff-detail", complaint.number)
    return case_page(request, complaint, forms={"authority": form}, status=422)
