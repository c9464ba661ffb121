"""Is it done? The complainant answers by the link of our message or on the tracking page; only a POST does anything."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, selectors, services
from complaints.enums_closing import Came
from complaints.forms.closing import ConfirmForm
from complaints.models import Complaint, Confirmation
from complaints.views.tracking import case_page, of_case
from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import IllegalMove, Incomplete, Refused

SCOPE = "complaints.confirm"
LOOKS = rates.Limit(60, timedelta(hours=1))


def _again(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page anew with what was typed, after the safety mark of the form had expired."""
    question = services.question_of(token)
    if question is None:
        return _closed(request, status=404)
    return _page(request, question, ConfirmForm(request.POST), status=403)


@public
@never_cache
@keeps_text(lambda request, token, **kwargs: _again(request, token))
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The question of one link; answered once, the visitor goes on to an address without the token."""
    now = timezone.now()
    if not rates.allow(SCOPE, rates.visitor(request), limit=LOOKS, now=now):
        return _closed(request, status=429, busy=True)
    question = services.question_of(token)
    if question is None:
        return _closed(request, status=404)
    if question.answered_at:
        return _closed(request, status=410, answered=True)
    if not question.is_open(now) or selectors.open_question(question.complaint) is None:
        return _closed(request, status=410)
    if request.method != "POST":
        return _page(request, question, ConfirmForm())
    form = ConfirmForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, question, form, status=422)
    said = form.cleaned_data
    try:
        heard = services.hear_by_link(
            token=token, said=said["said"], words=said["words"], uploads=said["uploads"], now=now
        )
    except IllegalMove:
        return _closed(request, status=410)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, question, form, status=422)
    return redirect("complaints:portal-confirmed", heard.came)


@public
@require_GET
def thanks(request: HttpRequest, came: str) -> HttpResponse:
    """Thanks, and what happens next. The same page for everybody with the same answer."""
    if came not in Came.values:
        raise Http404
    return render(request, "complaints/portal/confirmed.html", {"came": came})


@public
@never_cache
@require_POST
@of_case
def on_page(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """The answer on the tracking page, for those who have no link."""
    form = ConfirmForm(request.POST, request.FILES, auto_id="confirm-%s")
    if not form.is_valid():
        return case_page(request, complaint, confirm_form=form, status=422)
    said = form.cleaned_data
    try:
        heard = services.hear(
            complaint_id=complaint.pk,
            said=said["said"],
            words=said["words"],
            uploads=said["uploads"],
            by=None,
            now=timezone.now(),
        )
    except IllegalMove as refusal:
        form.refuse(refusal)
        return case_page(request, complaint, confirm_form=form, status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return case_page(request, complaint, confirm_form=form, status=422)
    return redirect("complaints:portal-confirmed", heard.came)


def _page(request: HttpRequest, question: Confirmation, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    context = {
        "complaint": question.complaint,
        "question": question,
        "form": form,
        "proofs": selectors.shared_proofs(question.complaint),
        "limit": rules.REASON_LIMIT,
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_count": settings.ATTACHMENT_MAX_COUNT,
    }
    return _quiet(render(request, "complaints/portal/confirm.html", context, status=status))


def _closed(request: HttpRequest, *, status: int, busy: bool = False, answered: bool = False) -> HttpResponse:
    if busy:
        reason = _("There were very many tries from your network just now. Please try again in an hour, or call us.")
    elif answered:
        reason = _("You have answered by this link already. Thank you. It works once.")
    elif status == 404:
        reason = _("Perhaps a letter of the address is missing. The link in our message works when it is opened whole.")
    else:
        reason = _("The link has expired, or the case has gone on. You can still tell us on the tracking page.")
    return _quiet(render(request, "complaints/portal/confirm_closed.html", {"reason": reason}, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address bears the token, so pages and logs that come next are told the origin alone."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
