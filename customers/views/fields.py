"""Designing the further fields of customers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from customers import services
from customers.forms_fields import FieldForm, initial_of_field
from customers.models import AttributeDefinition
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import stale_context


@require_GET
@requires(Permission.ADMINISTER)
def field_list(request: HttpRequest) -> HttpResponseBase:
    """Every field in its order, those that are asked no more last."""
    fields = AttributeDefinition.objects.order_by("is_retired", "rank", "pk")
    return render(request, "customers/fields/list.html", {"fields": fields})


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def field_new(request: HttpRequest) -> HttpResponseBase:
    """Design a field."""
    form = FieldForm(request.POST or None, field=None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_field(values=form.values(), by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:fields")
    return render(request, "customers/fields/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def field_edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a field, retire it, or ask it again."""
    field = get_object_or_404(AttributeDefinition, public_id=public_id)
    form = FieldForm(request.POST or None, initial=initial_of_field(field), field=field)
    context: dict[str, Any] = {"field_shown": field, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_field(
                field_id=field.pk, shown_version=form.cleaned_data["version"] or 0, values=form.values(),
                by=signed_in(request), now=timezone.now(),
            )  # fmt: skip
        except StaleVersion:
            context |= stale_context(form, get_object_or_404(AttributeDefinition, public_id=public_id))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:fields")
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/fields/form.html", context, status=status)
