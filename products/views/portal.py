"""Ideas from the public: one short form, no account, no name needed."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id
from foundation.core.numbers import claimed_result
from foundation.privacy.selectors import notice_in_force
from products import services
from products.forms import PortalIdeaForm
from products.models import Idea
from products.notices import NOTICE
from products.services.ideas import CLAIM

SENDINGS = rates.Limit(20, timedelta(hours=1))


def _render_kept(request: HttpRequest, **_arguments: str) -> HttpResponse:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    message = _("This page had been open for too long. Everything you typed is still here: please send it once more.")
    return _page(request, PortalIdeaForm(request.POST), problem=message, status=403)


@public
@never_cache
@keeps_text(_render_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """The form; sent twice it makes one idea."""
    if request.method != "POST":
        return _page(request, PortalIdeaForm(initial={"key": new_public_id()}))
    form = PortalIdeaForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if made := claimed_result(CLAIM, form.cleaned_data["key"]):  # a double click, or back and send again
        return redirect("products:portal-received", made)
    too_many = _("There were very many ideas just now. Please try again in an hour.")
    problem, status = portal_forms.refusal(
        request, scope="products.idea", limit=SENDINGS, now=timezone.now(), too_many=too_many
    )
    if problem:
        return _page(request, form, problem=problem, status=status)
    try:
        idea = _submit(form)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, form, status=422)
    return redirect("products:portal-received", idea.number)


@public
@never_cache
@require_GET
def received(request: HttpRequest, number: str) -> HttpResponse:
    """What happens next. It shows the number and the date alone, so the address gives nothing away."""
    idea = get_object_or_404(Idea, number=number, submitted_by=None)
    return render(request, "products/portal/received.html", {"number": idea.number, "due_at": idea.answer_due_at})


def _submit(form: PortalIdeaForm) -> Idea:
    said, now = form.cleaned_data, timezone.now()
    return services.submit_public_idea(
        title=said["title"],
        description=said["description"],
        contact=services.Contact(name=said["name"], email=said["email"], phone=said["phone"]),
        agrees=said["agrees"],
        notice=notice_in_force(NOTICE, at=now),
        language=portal_forms.page_language(),
        key=said["key"],
        now=now,
    )


def _page(request: HttpRequest, form: PortalIdeaForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "notice": notice_in_force(NOTICE),
        **portal_forms.check_context(),
    }
    return render(request, "products/portal/new.html", context, status=status)
