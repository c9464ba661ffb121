"""Follow-ups with customers: my list, one of them, and the steps it takes."""

from collections.abc import Callable
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers import services
from customers.forms_follow_ups import CancelForm, EndForm, FollowUpEditForm, FollowUpForm
from customers.models import FollowUp
from customers.selectors import follow_ups as reads
from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused, StaleVersion
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page

SOON = timedelta(days=7)


@require_GET
@requires(Permission.CUSTOMER_EDIT)
def my_list(request: HttpRequest) -> HttpResponseBase:
    """What I owe customers, by what is due first; or what I have behind."""
    ended = request.GET.get("view") == "ended"
    here = reverse("customers:follow-ups")
    order = ("-ended_at", "-pk") if ended else ("due_on", "pk")
    rows = reads.my_follow_ups(signed_in(request), ended=ended)
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "shows_ended": ended,
        "today": timezone.localdate(),
        "tabs": [
            {"label": _("To be done"), "url": here, "current": not ended, "count": None},
            {"label": _("Done or not needed"), "url": f"{here}?view=ended", "current": ended, "count": None},
        ],
    }
    return render(request, "customers/follow_ups/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def new(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Add a follow-up; `from` names the entry of the timeline that it comes from."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    interaction = None
    if source := request.GET.get("from", "")[:26]:
        interaction = get_object_or_404(customer.interactions.select_related("data_key"), public_id=source)
    initial = {"once": token_urlsafe(16), "owner": user.pk, "due_on": timezone.localdate() + SOON}
    form = FollowUpForm(request.POST or None, initial=initial)
    subject.tell(form)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_follow_up(
                customer_id=customer.pk, interaction=interaction, once=form.cleaned_data["once"], by=user,
                now=timezone.now(), **form.values(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The follow-up is noted; its owner is reminded on the day."))
            return redirect(reverse("customers:staff-detail", args=[customer.public_id]) + "#follow-ups")
    context = {"customer": customer, "form": form, "interaction": interaction, "action": subject.action}
    return render(request, "customers/follow_ups/form.html", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One follow-up: what, for whom, by when, and how it came to be so."""
    user = signed_in(request)
    return _page(request, user, _row(user, public_id))


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def done(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """It is done."""
    return _ended(request, public_id, EndForm(request.POST), "end_form", services.finish_follow_up)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def cancel(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """It is not needed any more."""
    return _ended(request, public_id, CancelForm(request.POST), "cancel_form", services.cancel_follow_up)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Another day, another colleague; when someone was faster, what is stored now stands above what was typed."""
    user = signed_in(request)
    row = _row(user, public_id)
    initial = {"what": row.what, "owner": row.owner_id, "due_on": row.due_on, "version": row.version}
    form = FollowUpEditForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"customer": row.customer, "row": row, "form": form}
    if request.method == "POST" and form.is_valid():
        asked = {"shown_version": form.cleaned_data["version"], "reason": form.cleaned_data["reason"], **form.values()}
        try:
            services.change_follow_up(follow_up_id=row.pk, by=user, now=timezone.now(), **asked)
        except NotAllowed:
            raise
        except StaleVersion as stale:
            context["form"] = FollowUpEditForm({**request.POST.dict(), "version": stale.stored})
            context["stored"] = row
            return render(request, "customers/follow_ups/form.html", context, status=409)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    return render(request, "customers/follow_ups/form.html", context, status=422 if form.errors else 200)


def _row(user: User, public_id: str) -> FollowUp:
    return get_object_or_404(reads.follow_ups_of(user).select_related("interaction__data_key"), public_id=public_id)


def _ended(
    request: HttpRequest, public_id: str, form: RefusableForm, name: str, service: Callable[..., FollowUp]
) -> HttpResponse:
    user = signed_in(request)
    row = _row(user, public_id)
    if form.is_valid():
        try:
            service(follow_up_id=row.pk, words=form.cleaned_data["words"], by=user, now=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(row)
    return _page(request, user, row, status=422, **{name: form})


def _page(
    request: HttpRequest, user: User, row: FollowUp, *, status: int = 200, **forms: RefusableForm
) -> HttpResponse:
    context = {
        "row": row,
        "steps": reads.steps_of(row),
        "today": timezone.localdate(),
        "may_edit": user.can(Permission.CUSTOMER_EDIT) and row.is_open,
        "end_form": EndForm(auto_id="id_done_%s"),
        "cancel_form": CancelForm(auto_id="id_cancel_%s"),
        **forms,
    }
    return render(request, "customers/follow_ups/detail.html", context, status=status)
