"""The pages of one customer: record, page, changes."""

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers import panels, selectors, services
from customers.forms import (
    CustomerEditForm,
    CustomerForm,
    RelationForm,
    RevealForm,
    add_refusal,
    initial_of,
    typed,
)
from customers.forms_address import LOOK
from customers.forms_timeline import InteractionForm
from customers.models import Customer
from customers.selectors.looks import looks_at_customer
from customers.selectors.market_tests import TESTED
from customers.services.reveal import CUSTOMER_FIELDS, note_opened
from customers.subject import subject_of
from customers.views.timeline import timeline_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.thai.dates import format_datetime

FOLLOW_UPS = 6
LOOKS = 3


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def customer_new(request: HttpRequest) -> HttpResponseBase:
    """Record a customer; sent twice, it is recorded once."""
    user = signed_in(request)
    form = CustomerForm(
        request.POST or None, initial={"once": token_urlsafe(16), "unit": user.unit_id, "owner": user.pk}
    )
    if request.POST.get(LOOK):
        form = CustomerForm(initial=typed(request.POST))
    elif request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            customer = services.create_customer(
                values=values, by=user, now=timezone.now(), once=form.cleaned_data["once"]
            )
        except Incomplete as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Recorded as %(number)s.") % {"number": customer.number})
            return redirect("customers:staff-detail", customer.public_id)
    return render(request, "customers/form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires(Permission.CUSTOMER_EDIT)
def place_choices(request: HttpRequest) -> HttpResponse:
    """Places that fit what stands in the address fields so far, to choose from; nothing is kept or logged."""
    return render(
        request, "customers/_places.html", {"form": CustomerForm(initial={**request.GET.dict(), LOOK: "place"})}
    )


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def customer_detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Everything about one customer on one page; of a joined record, the page of the one that stands for it."""
    user = signed_in(request)
    try:
        customer = selectors.visible_customer(user, public_id)
    except Http404:
        if survivor := selectors.survivor_of(user, public_id):
            return redirect("customers:staff-detail", survivor.public_id)
        raise
    note_opened([customer], by=user, now=timezone.now())
    return _detail(request, customer)


def _detail(
    request: HttpRequest,
    customer: Customer,
    *,
    log_form: InteractionForm | None = None,
    reveal_form: RevealForm | None = None,
    relation_form: RelationForm | None = None,
    revealed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    now = timezone.now()
    shown = panels.panels_for(user, customer)
    card = selectors.card_of(customer, user=user, now=now)
    tests = selectors.four_tests(customer) if customer.relation in TESTED else []
    timeline = selectors.interactions_of(customer, cursor=request.GET.get("earlier", ""))
    files = selectors.files_of(timeline.rows)
    everyone = list(customer.contacts.select_related("data_key"))
    people = [row for row in everyone if row.ended_on is None]
    at_hand: dict[str, Sequence[Model]] = {"contact": people, "touchpoint": card.touchpoints, "stage": card.stages}
    blank = InteractionForm(customer=customer, at_hand=at_hand, initial={"once": token_urlsafe(16)})
    context = {
        "customer": customer,
        "masked": selectors.masked(customer),
        "revealed": revealed or {},
        "attributes": card.attributes,
        "tags": card.tags,
        "contacts": [{"row": row, "masked": selectors.masked(row)} for row in people],
        "relations": card.relations,
        "sources": card.sources,
        "touch": card.touch,
        "group": card.group,
        "minority": card.minority,
        "may_see_looks": user.can(Permission.ACCESS_LOG_VIEW),
        "looks": looks_at_customer(customer, size=LOOKS, people=everyone).rows
        if user.can(Permission.ACCESS_LOG_VIEW)
        else (),
        "tests": tests,
        "is_market": selectors.is_market(tests),
        "standing": selectors.standing_of(user, customer),
        "follow_ups": selectors.open_follow_ups_of(customer)[:FOLLOW_UPS],
        "today": timezone.localdate(now),
        "timeline": timeline,
        "entries": [(entry, files.get(entry.public_id, [])) for entry in timeline.rows],
        "on_page": {entry.pk for entry in timeline.rows},
        "main_panels": [panel for panel in shown if panel.place == "main"],
        "side_panels": [panel for panel in shown if panel.place == "side"],
        "log_form": log_form or blank,
        "reveal_form": reveal_form or RevealForm(),
        "relation_form": relation_form or RelationForm(),
        "may_edit": user.can(Permission.CUSTOMER_EDIT) and not customer.is_erased,
        "may_reveal": user.can(Permission.CUSTOMER_REVEAL),
        "merges": selectors.merges_of(customer) if customer.has_joined else [],  # type: ignore[attr-defined]
    }
    response = render(request, "customers/detail.html", context, status=status)
    if revealed:
        response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def customer_edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a record; when someone was faster, both sides are shown and nothing is lost.

    Who was writing while the record was joined with another finds what was typed beside the one that stands now; while
    the person was forgotten, is told so.
    """
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    note_opened([customer], by=user, now=timezone.now())
    if subject.action and request.method == "POST":
        messages.warning(request, _("This record was joined with %(number)s.") % {"number": customer.number})
    options: dict[str, Any] = {"customer": customer, "masked": selectors.masked(customer)}
    form = CustomerEditForm(request.POST or None, initial=initial_of(customer), **options)
    context: dict[str, Any] = {
        "customer": customer,
        "action": reverse("customers:staff-edit", args=[customer.public_id]),
    }
    status = 200
    if request.POST.get(LOOK):
        form = CustomerEditForm(initial=typed(request.POST), **options)
    elif request.method == "POST" and form.is_valid():
        try:
            services.update_customer(
                customer_id=customer.pk,
                shown_version=0 if subject.action else form.cleaned_data["version"],
                values=form.values(),
                by=user,
                now=timezone.now(),
            )
        except StaleVersion as stale:
            context |= _both_sides(form, customer)
            data = request.POST.copy()
            data["version"] = str(stale.stored)
            form = CustomerEditForm(data, **options)
            form.is_valid()
            status = 409
        except Incomplete as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:staff-detail", customer.public_id)
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/form.html", {**context, "form": form}, status=status)


def _both_sides(form: CustomerEditForm, customer: Customer) -> dict[str, Any]:
    """Where what was typed differs from what is stored now, and who stored it when."""
    stored = initial_of(customer)
    both = []
    for name, mine in form.values().items():
        theirs = stored.get(name)
        if name in stored and mine != (theirs or mine.__class__() if mine is not None else theirs):
            yours, theirs = (_said(form, name, value) for value in (mine, theirs))
            both.append({"name": name, "label": form.fields[name].label, "yours": yours, "theirs": theirs})
    for name, answer, theirs in form.answers_beside(customer):
        both.append({"name": name, "label": form.fields[name].label, "yours": answer, "theirs": theirs})
    last = selectors.last_change_of(customer.pk)
    return {
        "both": both,
        "who": str(last.history_user) if last and last.history_user else _("Someone"),
        "when": format_datetime(last.history_date) if last else "",
    }


def _said(form: CustomerEditForm, name: str, value: Any) -> Any:
    """A value as the comparison shows it: tags by their names."""
    if name != "tags":
        return value
    return ", ".join(str(label) for code, label in form.fields["tags"].choices if code in (value or ()))  # type: ignore[attr-defined]


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def customer_relation(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Begin another relation to the market."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    form = RelationForm(request.POST)
    subject.tell(form)
    if form.is_valid():
        try:
            services.change_relation(customer_id=customer.pk, by=user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:staff-detail", customer.public_id)
    return _detail(request, customer, relation_form=form, status=422)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def customer_log(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Write a contact down."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    form = InteractionForm(request.POST, request.FILES, customer=customer)
    subject.tell(form)
    if form.is_valid():
        now = timezone.now()
        try:
            services.log_interaction(customer_id=customer.pk, by=user, now=now, **form.values(now))
        except Refused as refusal:
            add_refusal(form, refusal, renamed={"at": "on"})
        else:
            messages.success(request, _("Written down."))
            return redirect(timeline_of(customer))
    return _detail(request, customer, log_form=form, status=422)


@require_POST
@requires(Permission.CUSTOMER_REVEAL)
def customer_reveal(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show personal data in full, once, after the reason is in the access log."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    form = RevealForm(request.POST)
    subject.tell(form)
    if form.is_valid():
        filled = [name for name in CUSTOMER_FIELDS if name in selectors.masked(customer)]
        try:
            revealed = services.reveal_customer(
                customer=customer, fields=filled, reason=form.cleaned_data["reason"], by=user, now=timezone.now()
            )
        except Incomplete as refusal:
            add_refusal(form, refusal)
        else:
            return _detail(request, customer, revealed=revealed)
    return _detail(request, customer, reveal_form=form, status=422)
