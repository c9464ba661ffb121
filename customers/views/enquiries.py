"""Enquiries of the public as officers work them off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from customers.enums import Channel, EnquiryState
from customers.forms_enquiries import WordsForm
from customers.selectors import enquiries as reads
from customers.services import enquiries
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.pages import keyset_page

LIST = "/staff/customers/enquiries/"


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def enquiry_list(request: HttpRequest) -> HttpResponseBase:
    """What waits, by what is due first; or what was answered."""
    answered = request.GET.get("view") == "answered"
    rows = reads.enquiries_of(signed_in(request), answered=answered)
    order = ("-answered_at", "-pk") if answered else ("due_at", "pk")
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "shows_answered": answered,
        "now": timezone.now(),
        "tabs": [
            {"label": _("To be answered"), "url": LIST, "current": not answered},
            {"label": _("Answered"), "url": f"{LIST}?view=answered", "current": answered},
        ],
    }
    return render(request, "customers/enquiries/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_VIEW)
def enquiry_detail(request: HttpRequest, number: str) -> HttpResponseBase:
    """One enquiry: what was asked, and the next thing to be written down."""
    user = signed_in(request)
    enquiry = get_object_or_404(reads.enquiries_of(user), number=number)
    may_edit = user.can(Permission.CUSTOMER_EDIT)
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
    follow_ups = enquiry.interaction.follow_ups.select_related("owner", "data_key")
    context = {"enquiry": enquiry, "form": form, "may_edit": may_edit, "follow_ups": follow_ups}
    return render(request, "customers/enquiries/detail.html", context, status=422 if form.errors else 200)
