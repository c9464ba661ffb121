"""The enquiry form of the portal: one thing a page. Until it is sent nothing is kept; answers travel in the pages."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from customers.forms_enquiries import MINOR, STEPS
from customers.models import Enquiry
from customers.services import enquiries
from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Incomplete
from foundation.core.forms import RefusableForm
from foundation.core.ids import new_public_id
from foundation.core.numbers import claimed_result
from foundation.privacy.selectors import notice_in_force

SENDINGS = rates.Limit(20, timedelta(hours=1))
ORDER = list(STEPS)


def _render_kept(request: HttpRequest, **_arguments: str) -> HttpResponse:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    message = _("This page had been open for too long. Everything you typed is still here: please go on once more.")
    return _page(request, _step(request), problem=message, status=403)


@public
@never_cache
@keeps_text(_render_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Go a page on or back; from the last page send. Sent twice it makes one enquiry."""
    if request.method != "POST":
        return _page(request, ORDER[0])
    step = _step(request)
    at = ORDER.index(step)
    if "back" in request.POST and at:
        return _page(request, ORDER[at - 1])
    for name in ORDER[: at + 1]:  # an earlier page that was tampered with is shown again
        form = STEPS[name](request.POST)
        if not form.is_valid():
            return _page(request, name, form=form, status=422)
    return _page(request, ORDER[at + 1], form=None) if at + 1 < len(ORDER) else _send(request)


@public
@never_cache
@require_GET
def received(request: HttpRequest, number: str) -> HttpResponse:
    """What happens next. It shows the number and the date alone, so the address gives nothing away."""
    enquiry = get_object_or_404(Enquiry, number=number)
    return render(request, "customers/portal/received.html", {"number": enquiry.number, "due_at": enquiry.due_at})


def _send(request: HttpRequest) -> HttpResponseBase:
    said: dict[str, Any] = {}
    for kind in STEPS.values():
        form = kind(request.POST)
        form.is_valid()
        said |= form.cleaned_data
    if made := claimed_result(enquiries.CLAIM, said["key"]):  # a double click, or back and send again
        return redirect("customers:portal-enquiry-received", made)
    now, too_many = timezone.now(), _("There were very many enquiries just now. Please try again in an hour.")
    problem, status = portal_forms.refusal(
        request, scope="customers.enquiry", limit=SENDINGS, now=now, too_many=too_many
    )
    if problem:
        return _page(request, "send", form=STEPS["send"](request.POST), problem=problem, status=status)
    try:
        enquiry = enquiries.submit_enquiry(
            enquirer=enquiries.Enquirer(
                name=said["name"], organisation=said["organisation"], phone=said["phone"], email=said["email"],
                is_minor=said["age"] == MINOR, parent_name=said["parent_name"], parent_phone=said["parent_phone"],
            ),
            topic=said["topic"], message=said["message"], agrees=said["agrees"], wants_news=said["wants_news"],
            notice=notice_in_force(enquiries.NOTICE, at=now),
            language=portal_forms.page_language(), key=said["key"], now=now,
        )  # fmt: skip
    except Incomplete as refusal:
        return _refused(request, refusal)
    return redirect("customers:portal-enquiry-received", enquiry.number)


def _refused(request: HttpRequest, refusal: Incomplete) -> HttpResponse:
    """The page on which the first refused answer stands, with the sentences beside their fields."""
    for name, kind in STEPS.items():
        form = kind(request.POST)
        if set(form.fields) & set(refusal.missing):
            form.is_valid()
            for field in set(form.fields) & set(refusal.missing):
                form.add_error(field, refusal.missing[field])
            return _page(request, name, form=form, status=422)
    return _page(request, "send", problem=refusal.message, status=422)


def _step(request: HttpRequest) -> str:
    step = request.POST.get("step", "")
    return step if step in STEPS else ORDER[0]


def _page(
    request: HttpRequest, step: str, *, form: RefusableForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    kind = STEPS[step]
    typed = {name: request.POST[name] for name in kind.base_fields if name in request.POST}
    if form is None:
        form = kind(initial={"key": new_public_id(), **typed})
    others = {
        name: request.POST[name]
        for other in STEPS.values() if other is not kind
        for name in other.base_fields if name in request.POST
    }  # fmt: skip
    context = {
        "form": form, "step": step, "at": ORDER.index(step), "others": others, "problem": problem,
        "notice": notice_in_force(enquiries.NOTICE),
    }  # fmt: skip
    if step == "send":
        context |= portal_forms.check_context()
    return render(request, "customers/portal/new.html", context, status=status)
