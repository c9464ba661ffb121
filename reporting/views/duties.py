"""The calendar of duties: what is overdue, what comes, what was done; changing a deadline; noting one as kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import show_stored_version
from reporting import services
from reporting.deadlines import turns
from reporting.enums import TurnState
from reporting.forms import DeadlineForm, KeptForm
from reporting.models import Deadline
from reporting.services.deadlines import EDITABLE, may_note

OPEN = (TurnState.OVERDUE, TurnState.SOON, TurnState.TO_COME)


@require_GET
@requires(Permission.REPORT_VIEW, Permission.POLICY_VIEW)
def duties(request: HttpRequest) -> HttpResponse:
    """Every turn of every duty: overdue first, then to come, then done."""
    found = turns(timezone.now())
    context = {
        "overdue": [turn for turn in found if turn.state == TurnState.OVERDUE],
        "to_come": [turn for turn in found if turn.state in {TurnState.SOON, TurnState.TO_COME}],
        "done": [turn for turn in reversed(found) if turn.state not in OPEN],
        "deadlines": Deadline.objects.select_related("owner_role"),
        "may_edit": signed_in(request).can(Permission.POLICY_EDIT),
    }
    return render(request, "reporting/duties.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change when a duty falls due and who answers for it."""
    deadline = get_object_or_404(Deadline, key=key)
    initial = {"version": deadline.version, **{field: getattr(deadline, field) for field in EDITABLE}}
    form = DeadlineForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.save_deadline(
                deadline_id=deadline.pk,
                shown_version=form.cleaned_data["version"],
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion as stale:
            deadline.refresh_from_db()
            show_stored_version(form, deadline.version)
            form.refuse(stale)
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The duty is saved."))
            return redirect("reporting:staff-duties")
    return render(request, "reporting/duty_edit.html", {"deadline": deadline, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_VIEW, Permission.POLICY_VIEW)
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """Note that a turn was done."""
    deadline = get_object_or_404(Deadline, key=key)
    form = KeptForm(request.POST or None, initial={"turn": request.GET.get("turn", "")})
    if request.method == "POST" and form.is_valid():
        try:
            services.note_kept(
                deadline_id=deadline.pk,
                key=form.key(),
                done_on=form.cleaned_data["done_on"],
                text=form.cleaned_data["text"],
                url=form.cleaned_data["url"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted as done."))
            return redirect("reporting:staff-duties")
    context = {"deadline": deadline, "form": form, "may_note": may_note(deadline, signed_in(request))}
    return render(request, "reporting/duty_kept.html", context, status=422 if form.errors else 200)
