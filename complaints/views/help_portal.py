"""Help with filing, asked for on the portal without the whole form: one page, a number to reach the person under."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from complaints import services
from complaints.forms.help import HelpForm
from complaints.models import Help
from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Incomplete
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force

SENDINGS = rates.Limit(10, timedelta(hours=1))
SCOPE = "complaints.help"
ASKED = ("kinds", "name", "phone", "words", "spoken", "wanted_on", "wanted_part")


def _render_kept(request: HttpRequest, **_arguments: str) -> HttpResponse:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    message = _("This page had been open for too long. Everything you typed is still here: please go on once more.")
    return _page(request, HelpForm(request.POST), problem=message, status=403)


@public
@never_cache
@keeps_text(_render_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask to be called back, for an interpreter, for somebody who writes it down. Sent twice it is asked once."""
    if request.method != "POST":
        return _page(request, HelpForm())
    form = HelpForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if made := claimed_result(SCOPE, form.cleaned_data["key"]):  # a double click, or back and send again
        return redirect("complaints:portal-help-asked", made)
    problem, status = portal_forms.refusal(request, scope=SCOPE, limit=SENDINGS, now=timezone.now())
    if problem:
        return _page(request, form, problem=problem, status=status)
    try:
        row = _ask(form)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, form, status=422)
    return redirect("complaints:portal-help-asked", row.public_id)


@public
@never_cache
@require_GET
def asked(request: HttpRequest, public_id: str) -> HttpResponse:
    """By when we call, and by which promise: nothing of the person, so the address gives nothing away."""
    rows = Help.objects.select_related("standard__charter").only("due_at", "standard")
    row = get_object_or_404(rows, public_id=public_id)
    return render(request, "complaints/portal/help_asked.html", {"due_at": row.due_at, "standard": row.standard})


def _ask(form: HelpForm) -> Help:
    said, now = form.cleaned_data, timezone.now()
    language = portal_forms.page_language()
    need = services.Need(**{name: said[name] for name in ASKED}, language=language)
    with transaction.atomic():
        claimed = claim_key(SCOPE, said["key"])
        if claimed is None:  # the other half of a double click was a moment faster
            return Help.objects.get(public_id=claimed_result(SCOPE, said["key"]))
        row = services.ask_help(need=need, now=now, notice=notice_in_force("complaint", at=now))
        claimed.result = row.public_id
        claimed.save(update_fields=["result"])
    return row


def _page(request: HttpRequest, form: HelpForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "problem": problem,
        "notice": notice_in_force("complaint"),
        **portal_forms.check_context(),
    }
    return render(request, "complaints/portal/help.html", context, status=status)
