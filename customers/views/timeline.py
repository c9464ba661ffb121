"""The timeline of a customer: a contact written down, and an entry put right by another one."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from customers import services
from customers.forms import add_refusal
from customers.forms_timeline import PutRightForm
from customers.models import Customer
from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page


def timeline_of(customer: Customer) -> str:
    """Where the timeline of the customer stands."""
    return reverse("customers:staff-detail", args=[customer.public_id]) + "#timeline"


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def put_right(request: HttpRequest, public_id: str, entry_id: str) -> HttpResponseBase:
    """Write an entry of the timeline anew; both stay to be read, the new one counts."""
    user, subject = signed_in(request), subject_of(request, public_id)
    customer = subject.customer
    entries = customer.interactions.select_related("data_key", "by", "put_right_by")
    entry = get_object_or_404(entries.defer("put_right_by__summary"), public_id=entry_id)
    if request.method == "GET" and hasattr(entry, "put_right_by"):
        messages.error(request, _("This entry was put right already. Please look at the newer one."))
        return redirect(timeline_of(customer))
    form = PutRightForm(
        request.POST or None, request.FILES or None, customer=customer, entry=entry, once=token_urlsafe(16)
    )
    subject.tell(form)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            services.log_interaction(customer_id=customer.pk, by=user, now=now, corrects=entry, **form.values(now))
        except Refused as refusal:
            add_refusal(form, refusal, renamed={"at": "on"})
        else:
            messages.success(request, _("Put right. Both entries stay readable; the new one counts."))
            return redirect(timeline_of(customer))
    context = {"customer": customer, "entry": entry, "form": form, "action": subject.action}
    return form_page(request, "customers/put_right.html", context)
