"""A person under age: noting it, the parent's or guardian's word, and the end of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.forms_under_age import GuardianForm, UnderAgeForm, WhyForm
from customers.models import Customer
from customers.selectors.under_age import under_age
from customers.services import under_age as services
from customers.subject import Subject, subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused
from foundation.core.forms import RefusableForm


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def page(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Note that the person is under age, or put the birth date right."""
    subject = _person(request, public_id)
    form = UnderAgeForm(request.POST or None)
    subject.tell(form)
    if request.method == "POST" and form.is_valid():
        asked = {"birth_date": form.cleaned_data["birth_date"]}
        if _done(request, form, services.note_under_age, subject.customer, **asked):
            return redirect("customers:under-age", public_id)
    return _shown(request, subject.customer, form=form, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def agreed(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A parent or guardian agreed."""
    subject = _person(request, public_id)
    form = GuardianForm(request.POST, auto_id="id_agreed_%s")
    subject.tell(form)
    if form.is_valid() and _done(request, form, services.note_guardian, subject.customer, **form.cleaned_data):
        return redirect("customers:under-age", public_id)
    return _shown(request, subject.customer, guardian_form=form, status=422)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def taken_back(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A parent or guardian takes it back."""
    subject = _person(request, public_id)
    form = WhyForm(request.POST, auto_id="id_back_%s")
    subject.tell(form)
    if form.is_valid() and _done(request, form, services.take_back, subject.customer, **form.cleaned_data):
        return redirect("customers:under-age", public_id)
    return _shown(request, subject.customer, back_form=form, status=422)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def ended(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The person is not under age."""
    subject = _person(request, public_id)
    form = WhyForm(request.POST, auto_id="id_end_%s")
    subject.tell(form)
    customer = subject.customer
    if form.is_valid() and _done(request, form, services.end_under_age, customer, reason=form.cleaned_data["words"]):
        return redirect("customers:staff-detail", public_id)
    return _shown(request, customer, end_form=form, status=422)


def _person(request: HttpRequest, public_id: str) -> Subject:
    subject = subject_of(request, public_id)
    if subject.customer.is_organisation:
        raise Http404
    return subject


def _done(request: HttpRequest, form: RefusableForm, service: Any, customer: Customer, **asked: Any) -> bool:
    try:
        service(customer_id=customer.pk, by=signed_in(request), now=timezone.now(), **asked)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Written down."))
    return True


def _shown(request: HttpRequest, customer: Customer, *, status: int = 200, **forms: RefusableForm) -> HttpResponse:
    context = {
        "customer": customer,
        "row": under_age(customer),
        "form": UnderAgeForm(),
        "guardian_form": GuardianForm(auto_id="id_agreed_%s"),
        "back_form": WhyForm(auto_id="id_back_%s"),
        "end_form": WhyForm(auto_id="id_end_%s"),
        "wrong": next((form for form in forms.values() if form.errors), None),
        **forms,
    }
    return render(request, "customers/under_age.html", context, status=status)
