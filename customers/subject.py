"""The customer whom a page writes about, also where somebody joined the record with another one meanwhile."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from customers import selectors
from customers.models import Customer
from customers.services.writable import forgotten
from foundation.accounts.access import signed_in


@dataclass(frozen=True)
class Subject:
    """The record that stands. `action` is the address of the same page of it, where another one was asked for; a form
    goes there from then on."""

    customer: Customer
    action: str = ""

    def tell(self, form: forms.Form) -> None:
        """Say above a form that was sent about the joined record where it would go now. What was typed stays in it, and
        nothing is saved before somebody has seen that."""
        if not self.action or not form.is_bound:
            return
        form.is_valid()
        said = _("This record was joined with %(number)s meanwhile. What you wrote is kept: please save it there.")
        form.add_error(None, said % {"number": self.customer.number})


def subject_of(request: HttpRequest, public_id: str) -> Subject:
    """The record of this id or the one that stands for it, if the user may see it.

    Raises Http404, IllegalMove for a person who was forgotten.
    """
    user, action = signed_in(request), ""
    try:
        customer = selectors.visible_customer(user, public_id)
    except Http404:
        survivor = selectors.survivor_of(user, public_id)
        if survivor is None:
            raise
        customer = selectors.visible_customer(user, survivor.public_id)
        action = _same_page(request, public_id, customer.public_id)
    if customer.is_erased:
        raise forgotten()
    if action and request.method == "GET":
        messages.warning(request, _("This record was joined with %(number)s.") % {"number": customer.number})
    return Subject(customer, action)


def _same_page(request: HttpRequest, asked: str, stands: str) -> str:
    here = request.resolver_match
    assert here is not None  # noqa: S101  a view is running
    names = {name: stands if value == asked else value for name, value in here.kwargs.items()}
    query = request.META.get("QUERY_STRING", "")
    return reverse(here.view_name, kwargs=names) + (f"?{query}" if query else "")
