"""Enquiries of the public as officers work them off."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.enums import Channel, EnquiryState
from customers.forms import RevealForm, add_refusal
from customers.forms_enquiries import CloseForm, WordsForm
from customers.models import Enquiry
from customers.selectors import enquiries as reads
from customers.services import enquiries
from customers.services.enquiry_moves import close_enquiry
from customers.services.reveal import reveal_asker
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.pages import keyset_page

LIST = "/staff/customers/enquiries/"
REVEAL_ID = "id_reveal_%s"


# What the tabs of the list show: which states, in which order.
VIEWS: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "": (reads.WAITING, ("due_at", "pk")),
    "answered": ((EnquiryState.ANSWERED,), ("-answered_at", "-pk")),
    "closed": ((EnquiryState.CLOSED,), ("-closed_at", "-pk")),
}


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def enquiry_list(request: HttpRequest) -> HttpResponseBase:
    """What waits, by what is due first; what was answered; or what was closed without an answer."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    states, order = VIEWS[view]
    labels = {"": _("To be answered"), "answered": _("Answered"), "closed": _("Closed without an answer")}
    context = {
        "page": keyset_page(
            reads.enquiries_of(signed_in(request), *states), order=order, cursor=request.GET.get("after", "")
        ),
        "view": view,
        "now": timezone.now(),
        "tabs": [
            {"label": labels[name], "url": f"{LIST}?view={name}" if name else LIST, "current": name == view}
            for name in VIEWS
        ],
    }
    return render(request, "customers/enquiries/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_VIEW)
def enquiry_detail(request: HttpRequest, number: str) -> HttpResponseBase:
    """One enquiry: what was asked, and the next thing to be written down."""
    user = signed_in(request)
    enquiry = get_object_or_404(reads.enquiries_of(user), number=number)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"enquiry_id": enquiry.pk, "words": form.cleaned_data["words"], "by": user}
        try:
            if enquiry.state == EnquiryState.PARENT:
                enquiries.note_parent(**told, now=timezone.now())
            else:
                channel = form.cleaned_data["channel"] or Channel.PHONE
                enquiries.answer_enquiry(**told, channel=channel, now=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down in the timeline."))
            return redirect(enquiry)
    return _page(request, user, enquiry, form=form)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def enquiry_close(request: HttpRequest, number: str) -> HttpResponseBase:
    """It is not answered, and why."""
    user = signed_in(request)
    enquiry = get_object_or_404(reads.enquiries_of(user), number=number)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_enquiry(enquiry_id=enquiry.pk, why=form.cleaned_data["why"], by=user, now=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(enquiry)
    return _page(request, user, enquiry, close_form=form)


@require_POST
@requires(Permission.CUSTOMER_REVEAL)
def enquiry_reveal(request: HttpRequest, number: str) -> HttpResponseBase:
    """Who asked, in full, after the reason is in the access log."""
    user = signed_in(request)
    enquiry = get_object_or_404(reads.enquiries_of(user), number=number)
    form = RevealForm(request.POST, auto_id=REVEAL_ID)
    asker = ""
    if form.is_valid():
        try:
            asker = reveal_asker(enquiry=enquiry, reason=form.cleaned_data["reason"], by=user, now=timezone.now())
        except Incomplete as refusal:
            add_refusal(form, refusal)
    response = _page(request, user, enquiry, asker=asker, reveal_form=form)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, user: User, enquiry: Enquiry, asker: str = "", **forms: Form) -> HttpResponse:
    context = {
        "enquiry": enquiry,
        "form": WordsForm(),
        "close_form": CloseForm(),
        "reveal_form": RevealForm(auto_id=REVEAL_ID),
        "asker": asker,
        "may_reveal": user.can(Permission.CUSTOMER_REVEAL),
        "wrong": next((form for form in forms.values() if form.errors), None),
        "may_edit": user.can(Permission.CUSTOMER_EDIT),
        "follow_ups": enquiry.interaction.follow_ups.select_related("owner", "data_key"),
        **forms,
    }
    return render(request, "customers/enquiries/detail.html", context, status=422 if context["wrong"] else 200)
