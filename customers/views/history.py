"""The history of a record, and putting old values back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from customers import selectors
from customers.forms_history import RestoreForm
from customers.models import ContactPerson, Customer
from customers.selectors.looks import looks_at_customer
from customers.services.restoring import restore_values
from customers.services.restoring_contacts import restore_contact
from customers.services.reveal import note_opened
from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused, StaleVersion

LOOKS = 50


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def customer_history(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Who changed what, when and why; and, for those who may see it, who looked."""
    user = signed_in(request)
    customer = selectors.visible_customer(user, public_id)
    note_opened([customer], by=user, now=timezone.now())
    people = list(customer.contacts.select_related("data_key"))
    context = {
        "customer": customer,
        "page": selectors.changes_of(customer, cursor=request.GET.get("earlier", "")),
        "may_restore": user.can(Permission.CUSTOMER_EDIT) and not customer.is_erased,
        "relations": customer.relations.select_related("recorded_by"),
        "put_aside": selectors.relations_put_aside(customer) if customer.has_joined else [],  # type: ignore[attr-defined]
        "people": people,
        "sources": customer.source_keys.select_related("run", "run__by"),
        "may_see_looks": user.can(Permission.ACCESS_LOG_VIEW),
    }
    if context["may_see_looks"]:
        context["looks"] = looks_at_customer(customer, size=LOOKS, cursor=request.GET.get("looks", ""), people=people)
    return render(request, "customers/history.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def customer_restore(request: HttpRequest, public_id: str, history_id: int) -> HttpResponseBase:
    """What one version of the record said differently, and putting some of it back."""
    subject = subject_of(request, public_id)
    customer = subject.customer
    if subject.action:
        return redirect("customers:staff-history", customer.public_id)
    then = customer.history.filter(history_id=history_id).select_related("history_user", "data_key").first()
    if then is None:
        raise Http404
    way = _Way(
        of=customer.name,
        back=reverse("customers:staff-history", args=[customer.public_id]),
        restore=partial(restore_values, customer_id=customer.pk, history_id=history_id),
    )
    return _restore(request, customer, then, selectors.restorable(then, customer), customer.version, way)


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def contact_history(request: HttpRequest, public_id: str, contact_id: str) -> HttpResponseBase:
    """Who changed what we know of a contact person, when and why."""
    user = signed_in(request)
    customer = selectors.visible_customer(user, public_id)
    contact = get_object_or_404(customer.contacts.select_related("data_key"), public_id=contact_id)
    note_opened([customer], by=user, now=timezone.now())
    context = {
        "customer": customer,
        "contact": contact,
        "page": selectors.contact_changes(contact, cursor=request.GET.get("earlier", "")),
        "may_restore": user.can(Permission.CUSTOMER_EDIT) and not _is_forgotten(contact),
    }
    return render(request, "customers/contact_history.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def contact_restore(request: HttpRequest, public_id: str, contact_id: str, history_id: int) -> HttpResponseBase:
    """What one version of a contact person said differently, and putting some of it back."""
    customer = selectors.visible_customer(signed_in(request), public_id)
    contact = get_object_or_404(customer.contacts.select_related("data_key"), public_id=contact_id)
    then = contact.history.filter(history_id=history_id).select_related("data_key").first()
    if then is None or _is_forgotten(contact):
        raise Http404
    way = _Way(
        of=contact.name or "",
        back=reverse("customers:contact-history", args=[public_id, contact_id]),
        restore=partial(restore_contact, contact_id=contact.pk, history_id=history_id),
    )
    return _restore(request, customer, then, selectors.restorable_of_contact(then, contact), contact.version, way)


def _is_forgotten(contact: ContactPerson) -> bool:
    return contact.data_key is None or contact.data_key.is_destroyed


@dataclass(frozen=True)
class _Way:
    """Whose old values are put back, the service that does it, and where the history stands."""

    of: str
    back: str
    restore: Callable[..., Any]


def _restore(
    request: HttpRequest, customer: Customer, then: Any, facts: list[selectors.Compared], version: int, way: _Way
) -> HttpResponseBase:
    options: dict[str, Any] = {"facts": facts, "initial": {"version": version}}
    form = RestoreForm(request.POST or None, **options)
    status = 200
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            way.restore(
                shown_version=asked["version"], groups=asked["groups"], reason=asked["reason"], by=signed_in(request),
                now=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except StaleVersion as stale:
            form = RestoreForm({**_typed(request), "version": stale.stored}, **options)
            form.is_valid()
            form.add_error(None, stale.message)
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The old values are back; what stood there is in the history."))
            return redirect(way.back)
    status = 422 if form.errors and status == 200 else status
    context = {"customer": customer, "then": then, "facts": facts, "form": form, "of": way.of, "back": way.back}
    return render(request, "customers/restore.html", context, status=status)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "groups": request.POST.getlist("groups")}
