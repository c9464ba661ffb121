"""Two matters in one complaint: the second becomes a case of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import rules, rules_together, selectors, services
from complaints.forms.matter import SplitForm
from complaints.views.case import blame, overtaken, visible_case
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.stale import show_stored_version


@requires(Permission.COMPLAINT_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, number: str) -> HttpResponseBase:
    """What belongs to the second matter, and why it is handled apart."""
    complaint, user = visible_case(request, number), signed_in(request)
    if not rules.may_work_on(user, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    files = selectors.files_free_to_go(complaint)
    if request.method != "POST":
        if not rules_together.may_split(user, complaint):
            return overtaken(request, number, IllegalMove(_("This case is not split any more.")))
        form, status = SplitForm(initial=SplitForm.shown(complaint), files=files), 200
        return render(request, "complaints/staff/split.html", {"complaint": complaint, "form": form}, status=status)
    form, status = SplitForm(request.POST, files=files), 422
    if form.is_valid():
        said = form.cleaned_data
        part = services.Part(
            said["category"], said["subject"], said["description"], said["place"], said.get("files", [])
        )
        try:
            second = services.split(
                complaint_id=complaint.pk,
                part=part,
                reason=said["reason"],
                by=user,
                now=timezone.now(),
                shown_version=said["version"],
            )
        except Incomplete as refusal:
            blame(form, refusal)
        except (IllegalMove, StaleVersion) as refusal:
            form.add_error(None, refusal.message)
            # What was typed stays; sent once more, it is judged against the case as it stands now.
            show_stored_version(form, complaint.version)
            status = 409
        else:
            messages.success(request, _("%(number)s is a case of its own now.") % {"number": second.number})
            return redirect("complaints:staff-detail", second.number)
    return render(request, "complaints/staff/split.html", {"complaint": complaint, "form": form}, status=status)
