"""Contact persons of a customer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import selectors, services
from customers.forms import RevealForm, add_refusal, typed
from customers.forms_address import LOOK
from customers.forms_contacts import ContactEditForm, ContactForm
from customers.models import ContactPerson, Customer
from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def contact_new(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Add a person who speaks for the customer."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    form = ContactForm(request.POST or None)
    subject.tell(form)
    if request.POST.get(LOOK):
        form = ContactForm(initial=typed(request.POST))
    elif request.method == "POST" and form.is_valid():
        try:
            services.add_contact(customer_id=customer.pk, values=form.values(), by=user, now=timezone.now())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("customers:staff-detail", customer.public_id)
    context = {"customer": customer, "form": form, "action": subject.action}
    return render(request, "customers/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def contact_edit(request: HttpRequest, public_id: str, contact_id: str) -> HttpResponseBase:
    """Change what we know of a contact person; when somebody was faster, what is stored now stands by the fields."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    contact = _contact_of(customer, contact_id)
    names = ("name", "role", "is_main", "postcode", "version")
    initial = {name: getattr(contact, name) for name in names}
    masked = selectors.masked(contact)
    form = ContactEditForm(request.POST or None, initial=initial, masked=masked)
    subject.tell(form)
    status = 200
    if request.POST.get(LOOK):
        form = ContactEditForm(initial=typed(request.POST), masked=masked)
    elif request.method == "POST" and form.is_valid():
        try:
            services.change_contact(
                contact_id=contact.pk, shown_version=form.cleaned_data["version"], values=form.values(), by=user,
                now=timezone.now(),
            )  # fmt: skip
        except StaleVersion as stale:
            form = ContactEditForm({**typed(request.POST), "version": stale.stored}, masked=masked)
            form.add_error(None, stale.message)
            status = 409
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:staff-detail", customer.public_id)
    context = {"customer": customer, "contact": contact, "form": form, "action": subject.action}
    code = status if status != 200 else 422 if form.errors else 200
    return render(request, "customers/contact.html", context, status=code)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_REVEAL)
def contact_reveal(request: HttpRequest, public_id: str, contact_id: str) -> HttpResponseBase:
    """Telephone, e-mail and address of a contact person in full, after the reason is in the access log."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    contact = _contact_of(customer, contact_id)
    form = RevealForm(request.POST or None)
    subject.tell(form)
    context: dict[str, Any] = {
        "customer": customer,
        "contact": contact,
        "form": form,
        "masked": selectors.masked(contact),
        "action": subject.action,
    }
    if request.method == "POST" and form.is_valid():
        try:
            context["revealed"] = services.reveal_contact(
                contact=contact, reason=form.cleaned_data["reason"], by=user, now=timezone.now()
            )
        except Incomplete as refusal:
            add_refusal(form, refusal)
    response = render(request, "customers/contact_reveal.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def contact_end(request: HttpRequest, public_id: str, contact_id: str) -> HttpResponseBase:
    """The person no longer speaks for the customer."""
    user, customer = signed_in(request), subject_of(request, public_id).customer
    contact = _contact_of(customer, contact_id)
    services.end_contact(contact_id=contact.pk, by=user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("customers:staff-detail", customer.public_id)


def _contact_of(customer: Customer, contact_id: str) -> ContactPerson:
    return get_object_or_404(customer.contacts.select_related("data_key"), public_id=contact_id)
