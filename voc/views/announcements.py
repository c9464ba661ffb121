"""Announcements at work: the list, one announcement with its next step and its proof, its form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.models import Job
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from segmentation.rules import can_see
from voc import steps
from voc.content import TEXTS
from voc.enums.announcement import AnnouncementStatus as Status
from voc.enums.announcement import DeliveryOutcome
from voc.forms.announcements import AnnouncementForm, ReasonForm
from voc.lifecycle import ANNOUNCEMENT_MOVES as MOVES
from voc.models import Announcement
from voc.selectors import announcements as selectors
from voc.services import announcements as services
from voc.tabs import tabs
from voc.tasks import SEND
from voc.views.steps import run

PATH = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED, Status.PUBLISHED)
SHOWN_DELIVERIES = 25


@require_GET
@requires(Permission.VOC_VIEW)
def announcement_list(request: HttpRequest) -> HttpResponse:
    """The announcements of one view, newest first."""
    user = signed_in(request)
    rows = selectors.visible_announcements(user)
    view = request.GET.get("view", "live")
    view = view if view in selectors.VIEWS else "live"
    counts = selectors.view_counts(rows)
    labels = {"open": _("In the making"), "live": pgettext("announcement", "Published"), "past": _("Past")}
    context = {
        "room_tabs": tabs("announcements"),
        "tabs": [
            {"label": labels[key], "url": f"?view={key}", "current": key == view, "count": counts[key]}
            for key in selectors.VIEWS
        ],
        "view": view,
        "page": keyset_page(
            selectors.in_view(rows, view), order=("-created_at", "-id"), cursor=request.GET.get("after", "")
        ),
        "may_write": user.can(Permission.ANNOUNCEMENT_DRAFT),
    }
    return render(request, "voc/announcements/list.html", context)


@require_GET
@requires(Permission.VOC_VIEW)
def announcement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One announcement as customers read it, with its next step and what became of it."""
    return _page(request, _found(request, public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.ANNOUNCEMENT_DRAFT)
def write(request: HttpRequest) -> HttpResponse:
    """Begin an announcement."""
    form = AnnouncementForm(request.POST or None, initial={"from_day": timezone.localdate()}, user=signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = services.write_announcement(facts=form.facts, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:announcement", row.public_id)
    return form_page(request, "voc/announcements/edit.html", {"form": form, "row": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.ANNOUNCEMENT_DRAFT)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft. A stale save shows both sides and loses neither."""
    row = _found(request, public_id)
    form = AnnouncementForm(request.POST or None, announcement=row, user=signed_in(request))
    context: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_announcement(
                announcement_id=row.pk,
                shown_version=form.cleaned_data["version"] or 0,
                facts=form.facts,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            row.refresh_from_db()
            context |= stale_context(form, row, fields=TEXTS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("voc:announcement", public_id)
    return form_page(request, "voc/announcements/edit.html", context)


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a second person to approve."""
    return _step(request, public_id, services.submit_announcement, _("Sent for approval."))


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve the text that was shown."""
    facts = {"shown_hash": request.POST.get("shown_hash", "")}
    return _step(request, public_id, services.approve_announcement, _("Approved."), **facts)


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish what was approved."""
    return _step(request, public_id, services.publish_announcement, _("Published."))


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a corrected edition."""
    row = _found(request, public_id)
    edition = run(request, services.correct_announcement, "", announcement_id=row.pk)
    if edition is None:
        return redirect("voc:announcement", public_id)
    return redirect("voc:announcement-change", edition.public_id)


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the author, with a reason."""
    return _step_with_reason(request, public_id, "send_back", services.send_back_announcement)


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to draft, with a reason."""
    return _step_with_reason(request, public_id, "take_back", services.take_back_announcement)


@require_POST
@requires(Permission.ANNOUNCEMENT_APPROVE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it off, with a reason."""
    return _step_with_reason(request, public_id, "withdraw", services.withdraw_announcement)


@require_POST
@requires(Permission.ANNOUNCEMENT_DRAFT)
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give up a draft, with a reason."""
    return _step_with_reason(request, public_id, "discard", services.discard_announcement)


def _found(request: HttpRequest, public_id: str) -> Announcement:
    return get_object_or_404(selectors.visible_announcements(signed_in(request)), public_id=public_id)


def _step(
    request: HttpRequest, public_id: str, service: Callable[..., Announcement], done: str, **facts: str
) -> HttpResponse:
    run(request, service, done, announcement_id=_found(request, public_id).pk, **facts)
    return redirect("voc:announcement", public_id)


def _step_with_reason(
    request: HttpRequest, public_id: str, name: str, service: Callable[..., Announcement]
) -> HttpResponse:
    row = _found(request, public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            service(
                announcement_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done, with your reason."))
            return redirect("voc:announcement", public_id)
    return _page(request, row, reason_form=form, refused=name)


def _page(
    request: HttpRequest, row: Announcement, *, reason_form: ReasonForm | None = None, refused: str = ""
) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    failed = selectors.deliveries_of(row, result=DeliveryOutcome.FAILED)
    context = {
        "row": row,
        "path": [(status.label, status == row.status) for status in PATH],
        "audience": selectors.audience_in_words(row, names_segments=can_see(user)),
        "reach": selectors.reach_of(row, at=now),
        "steps": steps.steps_of(row.urgency, row.channels),
        "proof": selectors.proof_of(row) if row.published_at and row.by_email else None,
        "failed": failed.order_by("id")[:SHOWN_DELIVERIES] if row.published_at else [],
        "editions": selectors.editions_of(row),
        "job": Job.objects.live().filter(kind=SEND, key=row.public_id).first(),
        "moves": _moves(row, user),
        "may_change": row.status == Status.DRAFT and user.can(Permission.ANNOUNCEMENT_DRAFT),
        "may_correct": row.status == Status.PUBLISHED and user.can(Permission.ANNOUNCEMENT_DRAFT),
        "wrote_it": user.pk in row.drafter_ids,
        "is_due": row.valid_from <= now,
        "reason_form": reason_form or ReasonForm(),
        "refused": refused,
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
    }
    return form_page(request, "voc/announcements/detail.html", context)


def _moves(row: Announcement, user: User) -> dict[str, bool]:
    return {
        name: row.status in move.sources and bool(move.permission) and user.can(move.permission or "")
        for name, move in MOVES.items()
    }
