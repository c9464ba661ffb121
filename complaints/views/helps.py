"""Help with filing on the staff side: what waits and by when, who it is for, and what came of each try."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from complaints import selectors, services
from complaints.enums_help import HelpState
from complaints.forms.help import HelpAnswerForm
from complaints.models import Help
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.contacts import format_phone
from foundation.core.errors import Refused

SEES = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_DECIDE)


@requires(*SEES)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who waits for help, the first due at the top; or what is over."""
    over = request.GET.get("over") == "1"
    page = selectors.helps_page(signed_in(request), over=over, cursor=request.GET.get("after", ""))
    now = timezone.now()
    context = {"page": page, "lines": [(row, row.is_late(now)) for row in page.rows], "over": over}
    return render(request, "complaints/staff/helps.html", context)


@requires(*SEES)
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was asked for, each try, and the next one."""
    return _page(request, _help(request, public_id))


@requires(Permission.COMPLAINT_HANDLE)
@never_cache
@require_POST
def reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name and number, to call; the look is recorded."""
    row = _help(request, public_id)
    why = _("Calling back who asked for help with filing")
    shown = services.reveal_help(help_id=row.pk, reason=why, by=signed_in(request), now=timezone.now())
    return _page(request, row, shown=shown)


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down one try."""
    row, form = _help(request, public_id), HelpAnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_help(help_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(row)
    return _page(request, row, form=form, status=422)


def _help(request: HttpRequest, public_id: str) -> Help:
    row = selectors.help_of(signed_in(request), public_id)
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    row: Help,
    *,
    form: HelpAnswerForm | None = None,
    shown: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    may_work = signed_in(request).can(Permission.COMPLAINT_HANDLE)
    if shown and shown["phone"]:
        shown["phone"] = format_phone(shown["phone"])
    context: dict[str, Any] = {
        "row": row,
        "late": row.is_late(timezone.now()),
        "tries": list(row.tries.select_related("by")),
        "shown": shown,
        "form": form,
        "answer_form": form or HelpAnswerForm(),
        "may_work": may_work,
        "may_answer": may_work and row.state == HelpState.WAITING,
    }
    return render(request, "complaints/staff/help.html", context, status=status)
