"""Taking a request down for a customer who calls or comes: kind, questions, receipt with the code shown once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from customers.models import Customer as KnownCustomer
from customers.services import reveal_customer
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.files import attach
from foundation.core.ids import new_public_id, new_tracking_code
from foundation.core.models import Visibility
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force
from service_charter.enums import FieldKind
from service_charter.forms.request_intake import DESK, IntakeForm
from service_charter.forms.requests import PERSON
from service_charter.models import RequestForm, RequestKind, ServiceRequest
from service_charter.selectors import request_kinds as kinds
from service_charter.selectors import requests as reads
from service_charter.selectors.request_customers import known_by_number, looked_up
from service_charter.services.requests import Customer, receive_request

TAKES_DOWN = requires(Permission.REQUEST_HANDLE)
SCOPE = "service_charter.intake"
NOTICE = "enquiry"


@TAKES_DOWN
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """What can be taken down: the same kinds as on the portal."""
    return render(request, "service_charter/requests/intake_kinds.html", {"rows": kinds.offered(at=timezone.now())})


@TAKES_DOWN
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one kind, filled in by the officer; number and code are shown once, to read out."""
    asked, viewer = _asked(request, code), signed_in(request)
    if request.method != "POST":
        return _page(request, IntakeForm(asked=asked, viewer=viewer), key=new_public_id())
    key = request.POST.get("key", "")[:100] or new_public_id()
    form = IntakeForm(request.POST, request.FILES, asked=asked, viewer=viewer)
    if "look" in request.POST:
        return _looked_up(request, form, key)
    if not form.is_valid():
        return _page(request, form, key=key, status=422)
    tracking_code = new_tracking_code()
    try:
        row = _take_down(request, form, key=key, tracking_code=tracking_code)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, key=key, status=422)
    if row is None:
        messages.info(request, _("This request had been taken down already; nothing was written twice."))
        return redirect("service_charter:requests-detail", claimed_result(SCOPE, key))
    context = {"row": row, "tracking_code": tracking_code, "may_open": reads.case(viewer, row.number) is not None}
    return render(request, "service_charter/requests/intake_receipt.html", context)


def _take_down(request: HttpRequest, form: IntakeForm, *, key: str, tracking_code: str) -> ServiceRequest | None:
    """The new request, or None when the same page was sent before."""
    said, now, public_id = form.cleaned_data, timezone.now(), new_public_id()
    with transaction.atomic():
        claimed = claim_key(SCOPE, key)
        if claimed is None:
            return None
        row = receive_request(
            form=form.asked,
            answers={**form.answers(), **_files(request, form, public_id)},
            customer=Customer(**{name: said[name] for name in PERSON}),
            language=said["language"],
            notice=notice_in_force(NOTICE, at=now),
            tracking_code=tracking_code,
            now=now,
            public_id=public_id,
            door=said["door"],
            by=signed_in(request),
            is_told=said["is_told"],
            known=said["customer_number"],
            touchpoint=said["touchpoint"],
        )
        claimed.result = row.number
        claimed.save(update_fields=["result"])
    return row


def _files(request: HttpRequest, form: IntakeForm, public_id: str) -> dict[str, list[str]]:
    """What was handed in at the counter, by question. Raises Refused for a file that is not taken."""
    found: dict[str, list[str]] = {}
    for question in form.questions:
        for upload in request.FILES.getlist(question.key) if question.kind == FieldKind.FILE else ():
            stored = attach(
                owner_kind=reads.FILE_OWNER,
                owner_public_id=public_id,
                upload=upload,
                visibility=Visibility.COMPLAINANT,
            )
            found.setdefault(question.key, []).append(stored.public_id)
    return found


def _looked_up(request: HttpRequest, form: IntakeForm, key: str) -> HttpResponse:
    """The page again with name and contact of the customer found, or with those who may be meant; what was typed
    stays."""
    asked = request.POST["look"] if request.POST["look"] != "1" else request.POST.get("customer_number", "")
    asked = asked.replace("\x00", "").strip()[:100]
    exact = known_by_number(form.viewer, asked)
    found = [exact] if exact else looked_up(form.viewer, asked)
    customer = found[0] if len(found) == 1 else None
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in form.fields}
    typed["is_told"] = "is_told" in request.POST
    again = IntakeForm(initial=typed, asked=form.asked, viewer=form.viewer)
    problem = ""
    if customer is None and not found:
        problem = _("No customer fits. Please check, or go on without.") if asked else _("Please say whom to look up.")
    elif customer is None:
        problem = ""
    elif not form.viewer.can(Permission.CUSTOMER_REVEAL):
        typed["name"] = typed["name"] or customer.name
        problem = _("You may not see the contact of this customer. Please ask for it.")
    else:
        contact = reveal_customer(
            customer=customer,
            fields=("phone", "email"),
            reason=_("Taking down a service request"),
            by=form.viewer,
            now=timezone.now(),
        )
        for name, value in {"name": customer.name, **contact}.items():
            typed[name] = typed[name] or value
    if customer:
        typed["customer_number"] = customer.number
    again.initial = typed
    may_be = found if customer is None else []
    return _page(request, again, key=key, problem=problem, may_be=may_be, status=200 if found else 422)


def _asked(request: HttpRequest, code: str) -> RequestForm:
    """The version that the officer saw, else the present one; 404 for a kind that is not offered."""
    kind = RequestKind.objects.select_related("unit").filter(code=code, is_offered=True).first()
    if kind is None:
        raise Http404
    published = kind.forms.filter(published_at__isnull=False)
    asked = published.filter(public_id=request.POST.get("shown", "")).first() or kinds.current_form(kind)
    if asked is None:
        raise Http404
    asked.kind = kind
    return asked


def _page(
    request: HttpRequest,
    form: IntakeForm,
    *,
    key: str,
    problem: str = "",
    may_be: Sequence[KnownCustomer] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "may_be": may_be,
        "form": form,
        "asked": form.asked,
        "key": key,
        "problem": problem,
        "standard": kinds.standard_of(form.asked.kind, at=timezone.now()),
        "desk": [form[name] for name in DESK],
        "person": [form[name] for name in PERSON],
        "rows": [(question, form[question.key]) for question in form.questions],
    }
    return render(request, "service_charter/requests/intake.html", context, status=status)
