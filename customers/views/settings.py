"""What administrators set up for the register of customers, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from customers.selectors.settings import set_up
from foundation.accounts.access import requires
from foundation.accounts.permissions import Permission


@require_GET
@requires(Permission.ADMINISTER)
def settings_page(request: HttpRequest) -> HttpResponse:
    """The ways to tags, further fields and feeds. No customer is shown: administrators need not see any."""
    return render(request, "customers/settings.html", {"set_up": set_up()})
