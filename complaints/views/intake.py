"""Taking a complaint down while the person speaks: the customer looked up, the receipt with its code shown once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints import selectors, services
from complaints.enums import Identity
from complaints.enums_help import HelpState, TryOutcome
from complaints.forms.intake import DOOR, HELP, PERSON, STORY, IntakeForm
from complaints.models import Complaint
from complaints.views.receipt import receipt_context
from customers.models import Customer
from customers.services import reveal_customer
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.contacts import format_phone
from foundation.core.errors import Incomplete, Refused
from foundation.core.ids import new_public_id, new_tracking_code
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force

SCOPE = "complaints.intake"
CONTACT = ("name", "phone", "email", "address", "reply_by", "representative", "relation", "proof")


@requires(Permission.COMPLAINT_HANDLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Take a complaint down for someone; the receipt with its secret code is shown once, to hand over."""
    viewer = signed_in(request)
    if request.method != "POST":
        return _page(request, IntakeForm(initial=_asked_before(request, viewer), viewer=viewer), key=new_public_id())
    key = request.POST.get("key", "")[:100] or new_public_id()
    if "look" in request.POST:
        return _looked_up(request, viewer, key)
    form = IntakeForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _page(request, form, key=key, status=422)
    code = new_tracking_code()
    try:
        complaint = _take_down(form, key=key, code=code)
    except services.KnownReference as refusal:
        return _known(request, form, refusal, key)
    except Incomplete as refusal:
        for name, message in (refusal.missing or {"": refusal.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return _page(request, form, key=key, status=422)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, key=key, status=422)
    if complaint is None:
        messages.info(request, _("This complaint had been taken down already; nothing was written twice."))
        return redirect("complaints:staff-detail", claimed_result(SCOPE, key))
    context = receipt_context(complaint.public_id, tracking_code=code, now=timezone.now())
    return render(request, "complaints/staff/receipt.html", context)


def _take_down(form: IntakeForm, *, key: str, code: str) -> Complaint | None:
    """The new complaint, or None when the same page was sent before."""
    said, now = form.cleaned_data, timezone.now()
    with transaction.atomic():
        claimed = claim_key(SCOPE, key)
        if claimed is None:
            return None
        complaint = services.register_complaint(
            identity=said["identity"],
            story=services.Story(**{name: said[name] for name in STORY}),
            contact=None
            if said["identity"] == Identity.ANONYMOUS
            else services.Contact(**{name: said[name] for name in CONTACT}),
            door=services.Door(**{name: said[name] for name in DOOR}, notice=notice_in_force("complaint", at=now)),
            tracking_code=code,
            by=form.viewer,
            now=now,
            customer_id=said["customer_number"].pk if said["customer_number"] else None,
        )
        _keep_help(form, complaint, now=now)
        claimed.result = complaint.number
        claimed.save(update_fields=["result"])
    return complaint


def _keep_help(form: IntakeForm, complaint: Complaint, *, now: datetime) -> None:
    """What helped the person to be heard: given just now, and the call-back out of which the complaint came."""
    said = form.cleaned_data
    if said["help_kinds"]:
        need = services.Need(kinds=said["help_kinds"], spoken=said["spoken"], language=said["language"])
        services.help_given(need=need, complaint=complaint, by=form.viewer, now=now)
    before = selectors.help_of(form.viewer, said["help"]) if said["help"] else None
    if before is None:
        return
    if before.complaint_id is None and complaint.identity != Identity.ANONYMOUS:
        services.belongs_to(help_id=before.pk, complaint=complaint, by=form.viewer, now=now)
    elif before.state == HelpState.WAITING:  # given all the same, and tied to nothing
        services.answer_help(help_id=before.pk, outcome=TryOutcome.GIVEN, note="", by=form.viewer, now=now)


def _asked_before(request: HttpRequest, viewer: User) -> dict[str, Any]:
    """What somebody who asked for help left: name and number, the look recorded."""
    row = selectors.help_of(viewer, request.GET.get("help", ""))
    if row is None:
        return {}
    reason, now = _("Taking down a complaint"), timezone.now()
    left = services.reveal_help(help_id=row.pk, reason=reason, by=viewer, now=now)
    return {
        "help": row.public_id,
        "name": left["name"],
        "phone": format_phone(left["phone"]) if left["phone"] else "",
        "language": row.language,
        "spoken": row.spoken,
        "help_kinds": row.kinds,
    }


def _known(request: HttpRequest, form: IntakeForm, refusal: services.KnownReference, key: str) -> HttpResponse:
    """The way to the case that the outside number has; what was typed stays, to be added there."""
    visible = selectors.case(form.viewer, refusal.complaint.number)
    if visible is None:
        form.add_error("external_reference", _("Another case has this outside reference; you may not see it."))
    else:
        form.add_error("external_reference", refusal.message)
    return _page(request, form, key=key, known_case=visible, status=422)


def _looked_up(request: HttpRequest, viewer: User, key: str) -> HttpResponse:
    """The page again with name and contact of the customer found, or with those who may be meant; what was typed
    stays. Enter in any field looks up: what stands in the customer's field, else the telephone, else the name."""
    typed = _typed(request)
    chosen = request.POST["look"] if request.POST["look"] != "1" else ""
    asked = chosen or next((typed[name] for name in ("customer_number", "phone", "name") if typed[name]), "")
    asked = asked.replace("\x00", "").strip()[:100]
    found = selectors.callers(viewer, asked)
    customer = found[0] if len(found) == 1 else None
    problem = ""
    if not found:
        problem = _("No customer fits. Please check, or go on without.") if asked else _("Please say whom to look up.")
    if customer is not None:
        problem = _fill(typed, customer, viewer)
    form = IntakeForm(initial=typed, viewer=viewer)
    may_be = found if customer is None else []
    status = 200 if found else 422
    return _page(request, form, key=key, problem=problem, may_be=may_be, customer=customer, status=status)


def _fill(typed: dict[str, Any], customer: Customer, viewer: User) -> str:
    """Name and contact of the customer where nothing was typed, the look recorded; says what may not be seen."""
    typed["customer_number"] = customer.number
    typed["name"] = typed["name"] or customer.name
    if not viewer.can(Permission.CUSTOMER_REVEAL):
        return _("You may not see the contact of this customer. Please ask for it.")
    why, now = _("Taking down a complaint"), timezone.now()
    contact = reveal_customer(customer=customer, fields=("phone", "email"), reason=why, by=viewer, now=now)
    for name, value in contact.items():
        typed[name] = typed[name] or value
    return ""


def _typed(request: HttpRequest) -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in (*DOOR, *PERSON, *STORY, "customer_number")}
    typed |= {name: request.POST.get(name, "") for name in ("spoken", "help")}
    return typed | {name: request.POST.getlist(name) for name in ("remedies", "help_kinds")}


def _page(
    request: HttpRequest,
    form: IntakeForm,
    *,
    key: str,
    problem: str = "",
    may_be: Sequence[Customer] = (),
    customer: Customer | None = None,
    known_case: Complaint | None = None,
    status: int = 200,
) -> HttpResponse:
    if customer is None and form.is_bound:
        customer = form.cleaned_data.get("customer_number")
    context = {
        "form": form,
        "key": key,
        "problem": problem,
        "may_be": may_be,
        "customer": customer,
        "open_cases": selectors.open_cases_of(form.viewer, customer) if customer else [],
        "known_case": known_case,
        "door": [form[name] for name in DOOR],
        "person": [form[name] for name in PERSON],
        "story": [form[name] for name in STORY],
        "given_help": [form[name] for name in HELP],
    }
    return render(request, "complaints/staff/new.html", context, status=status)
