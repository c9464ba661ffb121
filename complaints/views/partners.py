"""Partners whose systems bring complaints: which ones, their keys, whom we tell by ourselves, and how that goes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import selectors
from complaints.forms.partners import GateForm, LetInForm, WebhookForm
from complaints.models import PartnerGate, Webhook, WebhookDelivery
from complaints.rules_closing import SETS_RULES
from complaints.services import partners as services
from complaints.services import webhooks
from foundation.accounts.access import requires, signed_in
from foundation.core.errors import Refused
from foundation.core.forms import RefusableForm


@requires(*SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Which partners bring complaints; another one may be let in."""
    form = LetInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gate = services.let_in(**form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s may bring complaints. Give its system a key.") % {"name": gate})
            return redirect(gate)
    refused = request.method == "POST"
    context = {"gates": list(selectors.gates()), "form": form}
    return render(request, "complaints/staff/partners.html", context, status=422 if refused else 200)


@requires(*SETS_RULES)
@require_GET
def partner(request: HttpRequest, public_id: str) -> HttpResponse:
    """One partner: doors, key, addresses, and what its system was told."""
    return _page(request, _gate(public_id))


@requires(*SETS_RULES)
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the doors, or shut the gate."""
    gate, form = _gate(public_id), GateForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.set_gate(
                gate_id=gate.pk,
                channels=said["channels"],
                is_open=said["is_open"],
                by=signed_in(request),
                now=timezone.now(),
                shown_version=said["version"],
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(gate)
    return _page(request, gate, gate_form=form, refused=form)


@requires(*SETS_RULES)
@never_cache
@require_POST
def new_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """A key for the partner's system, shown on this answer alone."""
    gate = _gate(public_id)
    key = services.new_key(gate_id=gate.pk, by=signed_in(request), now=timezone.now())
    return _page(request, gate, key=key)


@requires(*SETS_RULES)
@require_POST
def end_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """End the key of the partner's system."""
    gate = _gate(public_id)
    done = _("The key is ended. The partner's system can do nothing here any more.")
    return _act(request, gate, done, services.end_key, gate_id=gate.pk)


@requires(*SETS_RULES)
@never_cache
@require_POST
def subscribe(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell an address by ourselves; its secret is shown on this answer alone."""
    gate, form = _gate(public_id), WebhookForm(request.POST)
    if form.is_valid():
        try:
            _hook, secret = webhooks.subscribe(
                gate_id=gate.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _page(request, gate, secret=secret)
    return _page(request, gate, hook_form=form, refused=form)


@requires(*SETS_RULES)
@require_POST
def end_webhook(request: HttpRequest, public_id: str, hook_id: str) -> HttpResponse:
    """Tell an address no more."""
    gate = _gate(public_id)
    hook = get_object_or_404(Webhook, gate=gate, public_id=hook_id)
    return _act(request, gate, _("This address is told no more."), webhooks.end, webhook_id=hook.pk)


@requires(*SETS_RULES)
@require_POST
def send_again(request: HttpRequest, public_id: str, delivery_id: str) -> HttpResponse:
    """Try a telling that was given up once more."""
    gate = _gate(public_id)
    row = get_object_or_404(WebhookDelivery, webhook__gate=gate, public_id=delivery_id)
    return _act(request, gate, _("It is being sent again."), webhooks.send_again, delivery_id=row.pk)


def _gate(public_id: str) -> PartnerGate:
    return get_object_or_404(PartnerGate.objects.select_related("partner"), public_id=public_id)


def _act(request: HttpRequest, gate: PartnerGate, done: str, step: Callable[..., object], **which: int) -> HttpResponse:
    try:
        step(**which, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(gate)


def _page(
    request: HttpRequest,
    gate: PartnerGate,
    *,
    gate_form: GateForm | None = None,
    hook_form: WebhookForm | None = None,
    refused: RefusableForm | None = None,
    key: str = "",
    secret: str = "",
) -> HttpResponse:
    stored = {"channels": gate.channels, "is_open": gate.is_open, "version": gate.version}
    context: dict[str, Any] = {
        "gate": gate,
        "form": refused,
        "gate_form": gate_form or GateForm(initial=stored),
        "hook_form": hook_form or WebhookForm(),
        "open_key": gate.keys.filter(revoked_at=None).select_related("made_by").first(),
        "hooks": list(gate.webhooks.filter(ended_at=None).select_related("made_by")),
        "page": selectors.deliveries(gate, cursor=request.GET.get("after", "")),
        "key": key,
        "secret": secret,
        "history": gate.history.select_related("history_user")[:8],
    }
    return render(request, "complaints/staff/partner.html", context, status=422 if refused else 200)
