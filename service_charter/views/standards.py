"""The standards of a draft: add, change, remove."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from service_charter import services
from service_charter.forms import StandardForm
from service_charter.models import CharterVersion, Standard


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_DRAFT)
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Add a promise."""
    charter = get_object_or_404(CharterVersion, number=number)
    item = charter.standards.count() + 1
    initial = {"number": item, "duration_unit": "days"}
    form = StandardForm(request.POST or None, initial=initial, by=signed_in(request))
    return _page(request, charter, None, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_DRAFT)
def edit(request: HttpRequest, number: int, public_id: str) -> HttpResponse:
    """Change a promise."""
    standard = get_object_or_404(Standard, charter__number=number, public_id=public_id)
    initial = {field: getattr(standard, field) for field in ("version", *services.STANDARD_FIELDS)}
    form = StandardForm(request.POST or None, initial=initial, by=signed_in(request), stored=standard.evidence)
    return _page(request, standard.charter, standard, form)


@require_POST
@requires(Permission.CHARTER_DRAFT)
def remove(request: HttpRequest, number: int, public_id: str) -> HttpResponse:
    """Take a promise out of the draft."""
    standard = get_object_or_404(Standard, charter__number=number, public_id=public_id)
    services.remove_standard(
        charter_id=standard.charter_id, standard_id=standard.pk, by=signed_in(request), now=timezone.now()
    )
    messages.success(request, _("Item %(number)s is removed from the draft.") % {"number": standard.number})
    return redirect("service_charter:staff-detail", number=number)


def _page(request: HttpRequest, charter: CharterVersion, standard: Standard | None, form: StandardForm) -> HttpResponse:
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, charter, standard, form)
        except StaleVersion:
            standard = get_object_or_404(charter.standards, pk=standard.pk if standard else None)
            stale = stale_context(form, standard, fields=services.STANDARD_FIELDS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Item %(number)s is saved.") % {"number": form.cleaned_data["number"]})
            return redirect("service_charter:staff-detail", number=charter.number)
    context = {"charter": charter, "standard": standard, "form": form, **stale}
    return form_page(request, "service_charter/standard.html", context)


def _save(request: HttpRequest, charter: CharterVersion, standard: Standard | None, form: StandardForm) -> None:
    services.save_standard(
        charter_id=charter.pk,
        standard_id=standard.pk if standard else None,
        shown_version=form.cleaned_data["version"],
        facts=form.cleaned_data,
        by=signed_in(request),
        now=timezone.now(),
    )
