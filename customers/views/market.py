"""What makes a possible customer a market, and to which group an organisation belongs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers import selectors, services
from customers.forms_market import GroupForm, MarketTestForm
from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def market_test(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Answer one of the four tests; all answers given so far stand below."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    form = MarketTestForm(request.POST or None, initial={"test": request.GET.get("test", "")[:11]})
    subject.tell(form)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_market_test(customer_id=customer.pk, by=user, now=timezone.now(), **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect(reverse("customers:staff-detail", args=[customer.public_id]) + "#market")
    context = {"customer": customer, "form": form, "action": subject.action, "told": selectors.tests_told(customer)}
    return render(request, "customers/market_test.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def group(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Which organisation stands above this one."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    found = selectors.card_of(customer, user=user, now=timezone.now()).group
    above = found.parent.number if found and found.parent else ""
    form = GroupForm(request.POST or None, initial={"parent": above})
    subject.tell(form)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            services.set_parent(
                customer_id=customer.pk, parent_number=told["parent"], reason=told["reason"], by=user,
                now=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:staff-detail", customer.public_id)
    context = {"customer": customer, "form": form, "action": subject.action, "group": found}
    return render(request, "customers/group.html", context, status=422 if form.errors else 200)
