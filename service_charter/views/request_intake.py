"""Taking a request down for somebody: at the telephone, at the counter, from a letter."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from customers.selectors import find_customers
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id, new_tracking_code
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force
from service_charter.forms.request_intake import DoorForm
from service_charter.forms.requests import PERSON, AnswerForm
from service_charter.models import RequestForm, ServiceRequest
from service_charter.selectors import request_kinds as kinds
from service_charter.services.requests import Customer, receive_request

HANDLES = requires(Permission.REQUEST_HANDLE)
SCOPE = "service_charter.intake"
NOTICE = "enquiry"
FOUND = 8


@require_GET
@HANDLES
def choose(request: HttpRequest) -> HttpResponse:
    """Which service is asked for."""
    context = {"offers": kinds.offered(at=timezone.now())}
    return render(request, "service_charter/requests/intake_kinds.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@HANDLES
def take_down(request: HttpRequest, code: str) -> HttpResponse:
    """Fill in the form of a kind for somebody; the receipt with its secret code is shown once, to read out."""
    asked = _asked(code)
    viewer = signed_in(request)
    if request.method != "POST":
        door = DoorForm(viewer=viewer, initial={"customer_number": request.GET.get("customer", "")[:24]})
        return _page(request, asked, AnswerForm(asked=asked), door, key=new_public_id())
    form, door = AnswerForm(request.POST, asked=asked), DoorForm(request.POST, viewer=viewer)
    key = request.POST.get("key", "")[:100]
    if not (form.is_valid() & door.is_valid()):
        return _page(request, asked, form, door, key=key, status=422)
    tracking_code = new_tracking_code()
    try:
        row = _received(request, asked, form, door, key=key, tracking_code=tracking_code)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, asked, form, door, key=key, status=422)
    if row is None:
        messages.info(request, _("This request had been taken down already; nothing was written twice."))
        return redirect("service_charter:requests-detail", claimed_result(SCOPE, key))
    context = {"row": row, "tracking_code": tracking_code}
    return render(request, "service_charter/requests/intake_receipt.html", context)


def _asked(code: str) -> RequestForm:
    for kind, asked, _standard in kinds.offered(at=timezone.now()):
        if kind.code == code:
            return asked
    raise Http404


def _received(
    request: HttpRequest, asked: RequestForm, form: AnswerForm, door: DoorForm, *, key: str, tracking_code: str
) -> ServiceRequest | None:
    """The new request, or None when the same page was sent before."""
    now, said, came = timezone.now(), form.cleaned_data, door.cleaned_data
    with transaction.atomic():
        claimed = claim_key(SCOPE, key or new_public_id())
        if claimed is None:
            return None
        row = receive_request(
            form=asked,
            answers=form.answers(),
            customer=Customer(**{name: said[name] for name in PERSON}),
            language=came["language"],
            notice=notice_in_force(NOTICE, at=now),
            tracking_code=tracking_code,
            door=came["door"],
            customer_id=came["customer_number"].pk if came["customer_number"] else None,
            by=signed_in(request),
            now=now,
        )
        claimed.result = row.number
        claimed.save(update_fields=["result"])
    return row


def _page(
    request: HttpRequest, asked: RequestForm, form: AnswerForm, door: DoorForm, *, key: str, status: int = 200
) -> HttpResponse:
    needle = request.GET.get("q", "").strip()[:60]
    viewer = signed_in(request)
    may_look_up = viewer.can(Permission.CUSTOMER_VIEW)
    context = {
        "asked": asked,
        "form": form,
        "door": door,
        "rows": [form[question.key] for question in form.questions if question.kind != "file"],
        "has_files": any(question.kind == "file" for question in form.questions),
        "person": [form[name] for name in PERSON],
        "key": key,
        "may_look_up": may_look_up,
        "needle": needle,
        "found": find_customers(viewer, needle, FOUND) if needle and may_look_up else [],
    }
    return render(request, "service_charter/requests/intake.html", context, status=status)
