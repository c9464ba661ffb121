"""The list of tags, and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from customers import services
from customers.forms_tags import TagForm, initial_of_tag
from customers.models import Tag
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import stale_context


@require_GET
@requires(Permission.ADMINISTER)
def tag_list(request: HttpRequest) -> HttpResponseBase:
    """Every tag, those that are given no more last."""
    return render(request, "customers/tags/list.html", {"tags": Tag.objects.order_by("is_retired", "name_th")})


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def tag_new(request: HttpRequest) -> HttpResponseBase:
    """Add a tag."""
    form = TagForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        names = {name: form.cleaned_data[name] for name in ("name_th", "name_en")}
        try:
            services.add_tag(**names, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:tags")
    return render(request, "customers/tags/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def tag_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Rename or retire a tag, or take it up again."""
    tag = get_object_or_404(Tag, code=code)
    form = TagForm(request.POST or None, initial=initial_of_tag(tag), is_new=False)
    context: dict[str, Any] = {"tag": tag, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.change_tag(
                tag_id=tag.pk, shown_version=asked["version"] or 0, name_th=asked["name_th"],
                name_en=asked["name_en"], is_retired=asked["is_retired"], by=signed_in(request), now=timezone.now(),
            )  # fmt: skip
        except StaleVersion:
            context |= stale_context(form, get_object_or_404(Tag, code=code))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:tags")
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/tags/form.html", context, status=status)
