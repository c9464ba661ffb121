"""The desk: the queue of requests, one case, and what is done to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from customers.models import Customer
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.contacts import mask_email, mask_phone
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from service_charter import request_rules as rules
from service_charter.forms import request_linking as linking_forms
from service_charter.forms import requests as forms_
from service_charter.models import ServiceRequest
from service_charter.request_filters import QueueFilter
from service_charter.request_lifecycle import MOVES
from service_charter.selectors import request_customers as customers
from service_charter.selectors import requests as reads
from service_charter.services import request_linking as linking
from service_charter.services import request_talk as talk
from service_charter.services import requests as services

SEES = requires(Permission.REQUEST_VIEW, Permission.REQUEST_VIEW_ALL)
HANDLES = requires(Permission.REQUEST_HANDLE)
FORMS: dict[str, type[forms.Form]] = {
    "reply": forms_.ReplyForm,
    "note": forms_.NoteForm,
    "finish": forms_.FinishForm,
    "assign": forms_.AssignForm,
    "pause": forms_.PauseForm,
    "link": linking_forms.LinkForm,
    "unlink": forms_.WhyForm,
    "place": linking_forms.PlaceForm,
    "reopen": forms_.WhyForm,
    "withdraw": forms_.WhyForm,
    "reveal": forms_.RevealForm,
}


@require_GET
@SEES
def queue(request: HttpRequest) -> HttpResponse:
    """What to do next: late ones first, then those that soon will be."""
    user, now = signed_in(request), timezone.now()
    asked = QueueFilter(request.GET, by=user)
    visible = ServiceRequest.objects.visible_to(user)
    groups, page = reads.queue_page(
        asked.apply(reads.in_view(visible, asked.view, user)), view=asked.view, cursor=asked.cursor, now=now
    )
    counts = reads.queue_counts(user)
    tabs = [
        {
            "label": view.label,
            "url": asked.address(view=view.key),
            "current": view.key == asked.view,
            "count": None if view.key not in counts else "99+" if counts[view.key] >= 100 else str(counts[view.key]),
        }
        for view in reads.VIEWS.values()
    ]
    context = {
        "groups": groups,
        "page": page,
        "asked": asked,
        "tabs": tabs,
        "now": now,
        "may_take_down": user.can(Permission.REQUEST_HANDLE),
        "may_design": user.can(Permission.REQUEST_DESIGN),
    }
    return render(request, "service_charter/requests/queue.html", context)


@require_GET
@SEES
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request."""
    return case_page(request, _visible(request, number))


@require_POST
@HANDLES
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Do one thing to a request: a step of the path, a message, a pause, a handing over."""
    row = _visible(request, number)
    if step not in ACTS:
        raise Http404
    form = _form(step, row, request.POST) if step in FORMS else forms.Form(request.POST)
    if not form.is_valid():
        return case_page(request, row, refused={step: form}, status=422)
    try:
        ACTS[step](row.pk, form.cleaned_data, {"by": signed_in(request), "now": timezone.now()})
    except IllegalMove as refusal:
        return case_page(request, _visible(request, number), problem=refusal.message, status=409)
    except Incomplete as refusal:
        for name, message in (refusal.missing or {"": refusal.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return case_page(request, row, refused={step: form}, status=422)
    messages.success(request, _("Saved"))
    if reads.case(signed_in(request), number) is None:  # handed to another unit
        return redirect("service_charter:requests-list")
    return redirect("service_charter:requests-detail", number)


@require_POST
@HANDLES
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show name and contact in clear, once, after a reason that is logged."""
    row = _visible(request, number)
    if not rules.may_work_on(signed_in(request), row):
        raise NotAllowed(_("You may not see the contact of this customer."))
    form = forms_.RevealForm(request.POST, auto_id="reveal-%s")
    if not form.is_valid():
        return case_page(request, row, refused={"reveal": form}, status=422)
    try:
        shown = services.reveal_customer(
            request_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        )
    except Incomplete as refusal:
        form.refuse(refusal)
        return case_page(request, row, refused={"reveal": form}, status=422)
    response = case_page(request, row, revealed=shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def case_page(
    request: HttpRequest,
    row: ServiceRequest,
    *,
    refused: dict[str, forms.Form] | None = None,
    revealed: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page; `refused` are forms shown again with what was typed."""
    user, now, shown = signed_in(request), timezone.now(), refused or {}
    files, may_work = reads.files_of(row), rules.may_work_on(user, row)
    known = Customer.objects.visible_to(user).filter(pk=row.customer_id).first() if row.customer_id else None
    context: dict[str, Any] = {
        "row": row,
        "clock": reads.clock_of(row, now=now),
        "talk": reads.messages_of(row),
        "notes": reads.notes_of(row),
        "steps": [(step, _step_label(step.move)) for step in reads.steps_of(row)],
        "lines": reads.answer_lines(row.form.questions.all(), reads.answers_of(row), files),
        "moves": rules.offered_moves(user, row),
        "may_work": may_work,
        "contact": revealed or _masked(row),
        "is_revealed": revealed is not None,
        "articles": reads.suggested_articles(user, row, at=now),
        "pause": row.pauses.filter(ended_at__isnull=True).first() if row.is_paused else None,
        "problem": problem,
        "refused_form": next(iter(shown.values()), None),
        "forms": {name: shown.get(name) or _form(name, row) for name in FORMS},
        "known": known if known and user.can(Permission.CUSTOMER_VIEW) else None,
        "likely": customers.likely(user, row) if may_work and not known else [],
        "open_form": next(iter(shown), ""),
    }
    return render(request, "service_charter/requests/detail.html", context, status=status)


def _finish(pk: int, said: dict[str, Any], who: dict[str, Any]) -> None:
    services.finish(request_id=pk, outcome=said["outcome"], answer=said["body"], **who)


def _reply(pk: int, said: dict[str, Any], who: dict[str, Any]) -> None:
    talk.send_message(request_id=pk, body=said["body"], is_question=said["is_question"], **who)


ACTS: dict[str, Callable[[int, dict[str, Any], dict[str, Any]], object]] = {
    "take": lambda pk, said, who: services.take(request_id=pk, **who),
    "finish": _finish,
    "close": lambda pk, said, who: services.close(request_id=pk, **who),
    "reopen": lambda pk, said, who: services.reopen(request_id=pk, reason=said["reason"], **who),
    "withdraw": lambda pk, said, who: services.withdraw(request_id=pk, reason=said["reason"], **who),
    "assign": lambda pk, said, who: services.assign(
        request_id=pk, handler=said["handler"], reason=said["reason"], **who
    ),
    "pause": lambda pk, said, who: services.pause(request_id=pk, kind=said["kind"], reason=said["reason"], **who),
    "resume": lambda pk, said, who: services.resume(request_id=pk, **who),
    "reply": _reply,
    "link": lambda pk, said, who: linking.link_customer(request_id=pk, number=said["customer_number"], **who),
    "unlink": lambda pk, said, who: linking.unlink_customer(request_id=pk, reason=said["reason"], **who),
    "place": lambda pk, said, who: linking.set_place(request_id=pk, **said, **who),
    "note": lambda pk, said, who: talk.add_note(request_id=pk, body=said["body"], **who),
}


def _form(name: str, row: ServiceRequest, data: QueryDict | None = None) -> forms.Form:
    more: dict[str, Any] = {"row": row} if name == "place" else {}
    return FORMS[name](data, auto_id=f"{name}-%s", **more)


def _visible(request: HttpRequest, number: str) -> ServiceRequest:
    row = reads.case(signed_in(request), number)
    if row is None:
        raise Http404
    return row


def _masked(row: ServiceRequest) -> dict[str, str]:
    return {
        "name": rules.masked_name(row.name or ""),
        "phone": mask_phone(row.phone) if row.phone else "",
        "email": mask_email(row.email) if row.email else "",
    }


def _step_label(move: str) -> str:
    others = {
        "receive": _("Received"),
        "assign": _("Handed over"),
        "calendar": _("The date moved with the calendar"),
        "link": _("Linked with a customer of the register"),
        "unlink": _("Link with the customer taken off"),
        "place": _("Touchpoint and partner set"),
        "from_complaint": _("Came from a complaint"),
    }
    return others.get(move) or str(MOVES[move].label)
