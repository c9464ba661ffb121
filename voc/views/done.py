"""You said, we did: at work, and on the portal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.services import reached
from foundation.accounts.access import public, requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from foundation.core.references import resolve
from foundation.core.stale import stale_context
from voc.enums.insight import DoneStatus
from voc.forms.insights import DoneForm
from voc.lifecycle import DONE_MOVES as MOVES
from voc.models import DoneEntry
from voc.selectors import insights as selectors
from voc.services import done as services
from voc.tabs import tabs
from voc.views.steps import run

FIELDS = ("said_th", "said_en", "did_th", "did_en", "since")


@public
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """What customers said and what we did, the newest first."""
    page = keyset_page(
        selectors.done_on_portal(), order=("-since", "-id"), cursor=request.GET.get("after", ""), size=20
    )
    return render(request, "voc/portal/done.html", {"page": page})


@require_GET
@requires(Permission.VOC_VIEW)
def done_list(request: HttpRequest) -> HttpResponse:
    """Every entry, the newest first."""
    user = signed_in(request)
    context = {
        "room_tabs": tabs("done"),
        "page": keyset_page(selectors.visible_done(user), order=("-since", "-id"), cursor=request.GET.get("after", "")),
        "may_write": user.can(Permission.ANNOUNCEMENT_DRAFT),
    }
    return render(request, "voc/done/list.html", context)


@require_GET
@requires(Permission.VOC_VIEW)
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry with its next step."""
    row, user = _found(request, public_id), signed_in(request)
    context = {
        "row": row,
        "path": [(status.label, status == row.status) for status in list(DoneStatus)[:3]],
        "reached": reached(selectors.complaints_behind(row)).count(),
        "source": resolve(user, row.source_kind, row.source_id) if row.source_kind else None,
        "moves": {name: row.status in move.sources and user.can(move.permission or "") for name, move in MOVES.items()},
        "may_change": row.status == DoneStatus.DRAFT and user.can(Permission.ANNOUNCEMENT_DRAFT),
        "wrote_it": user.pk == row.drafted_by_id,
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
    }
    return render(request, "voc/done/detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ANNOUNCEMENT_DRAFT)
def write(request: HttpRequest) -> HttpResponse:
    """Begin an entry; `kind` and `ref` in the address name what it came from."""
    initial = {
        "since": timezone.localdate(),
        "source_kind": request.GET.get("kind", ""),
        "source_id": request.GET.get("ref", ""),
    }
    form = DoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.write_done(facts=form.facts, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:done-entry", row.public_id)
    return form_page(request, "voc/done/edit.html", {"form": form, "row": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.ANNOUNCEMENT_DRAFT)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft. A stale save shows both sides and loses neither."""
    row = _found(request, public_id)
    initial = {name: getattr(row, name) for name in (*FIELDS, "source_kind", "source_id", "version")}
    form = DoneForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_done(
                entry_id=row.pk,
                shown_version=form.cleaned_data["version"] or 0,
                facts=form.facts,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row.refresh_from_db()
            context |= stale_context(form, row, fields=FIELDS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:done-entry", public_id)
    return form_page(request, "voc/done/edit.html", context)


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a second person to approve."""
    run(request, services.submit_done, _("Sent for approval."), entry_id=_found(request, public_id).pk)
    return redirect("voc:done-entry", public_id)


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve the words that were shown and put them on the portal."""
    shown = request.POST.get("version", "")
    facts = {"entry_id": _found(request, public_id).pk, "shown_version": int(shown) if shown.isdigit() else 0}
    run(request, services.publish_done, _("It stands on the portal now."), **facts)
    return redirect("voc:done-entry", public_id)


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it back to the author, with a reason."""
    facts = {"entry_id": _found(request, public_id).pk, "reason": request.POST.get("reason", "")}
    run(request, services.send_back_done, _("Sent back with your reason."), **facts)
    return redirect("voc:done-entry", public_id)


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it off the portal, with a reason."""
    facts = {"entry_id": _found(request, public_id).pk, "reason": request.POST.get("reason", "")}
    run(request, services.withdraw_done, _("Taken off."), **facts)
    return redirect("voc:done-entry", public_id)


def _found(request: HttpRequest, public_id: str) -> DoneEntry:
    return get_object_or_404(selectors.visible_done(signed_in(request)), public_id=public_id)
