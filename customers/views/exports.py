"""The list as a file."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from customers.columns import Column, columns_on_offer, known_columns
from customers.filters import read_query
from customers.forms import RevealForm, add_refusal
from customers.models import AttributeDefinition
from customers.selectors import tags_by_code
from customers.services.exports import CSV, XLSX, export_customers
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete
from foundation.core.list_filters import read

SHOWN = "shown"
_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EXPORT)
def customer_export(request: HttpRequest) -> HttpResponseBase:
    """GET asks what is wanted; POST streams the file: without contact data, or with them and a reason.

    No file comes of a filter that was not taken: it would hold more people than were asked for.
    """
    user = signed_in(request)
    cut = read(request.GET, user)
    query = read_query(request.GET, cut.cuts)
    form = RevealForm(request.POST if request.POST.get("personal") else None)
    may_reveal = user.can(Permission.CUSTOMER_REVEAL)
    columns = _columns(request)
    asked = request.method == "POST" and not cut.refused and (not form.is_bound or form.is_valid())
    if asked:
        reason = form.cleaned_data["reason"] if form.is_bound else ""
        try:
            kind = XLSX if request.POST.get("form") == XLSX else CSV
            pieces = export_customers(
                query=query, by=user, now=timezone.now(), with_personal=form.is_bound and may_reveal, reason=reason,
                form=kind, columns=columns if request.POST.get("columns") == SHOWN else (),
            )  # fmt: skip
        except Incomplete as refusal:
            add_refusal(form, refusal)
        else:
            response = StreamingHttpResponse(pieces, content_type=_TYPES[kind])
            response["Content-Disposition"] = f'attachment; filename="customers.{kind}"'
            response["Cache-Control"] = "no-store"
            return response
    context = {"form": form, "query": query, "may_reveal": may_reveal, "asked": cut, "columns": columns}
    refused = form.errors or (request.method == "POST" and cut.refused)
    return render(request, "customers/export.html", context, status=422 if refused else 200)


def _columns(request: HttpRequest) -> tuple[Column, ...]:
    """The columns that the list in the address shows, those of a saved view above all; none where it names none."""
    named = request.GET.getlist("column")
    return (
        known_columns(named, columns_on_offer(AttributeDefinition.objects.filter(is_retired=False), tags_by_code()))
        if named
        else ()
    )
