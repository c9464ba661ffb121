"""Was it fair? The question by one link, the checklist of somebody apart, and what follows of a finding."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules_closing, selectors, services
from complaints.forms.fairness import ChecklistForm, FairForm, SettleFairnessForm
from complaints.models import Complaint, FairnessReview
from complaints.views.inspections import READS
from complaints.views.tracking import case_page, of_case
from foundation.accounts.access import public, requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed

SCOPE = "complaints.fairness"
LOOKS = rates.Limit(60, timedelta(hours=1))


def _again(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page anew with what was typed, after the safety mark of the form had expired."""
    row = services.asked_by(token)
    return _ask(request, row, FairForm(request.POST), status=403) if row else _closed(request, 404)


@public
@never_cache
@keeps_text(lambda request, token, **kwargs: _again(request, token))
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The question of one link; opening it answers nothing."""
    now = timezone.now()
    if not rates.allow(SCOPE, rates.visitor(request), limit=LOOKS, now=now):
        return _closed(request, 429)
    row = services.asked_by(token)
    if row is None:
        return _closed(request, 404)
    if not row.is_open(now):
        return _closed(request, 410)
    form = FairForm(request.POST or None)
    if request.method != "POST":
        return _ask(request, row, form)
    if not form.is_valid():
        return _ask(request, row, form, status=422)
    try:
        services.say_fair(review_id=row.pk, **form.cleaned_data, now=now)
    except IllegalMove:
        return _closed(request, 410)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _ask(request, row, form, status=422)
    return redirect("complaints:portal-fair-thanks")


@public
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks; the same page for everybody."""
    return render(request, "complaints/portal/fair_thanks.html")


@public
@never_cache
@require_POST
@of_case
def on_page(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """The answer on the tracking page, for those who have no link."""
    row, now = selectors.fairness_of(complaint), timezone.now()
    form = FairForm(request.POST, auto_id="fair-%s")
    if row is None or not row.is_open(now):
        messages.warning(request, _("This question is not open any more."))
        return redirect("complaints:portal-case")
    if not form.is_valid():
        return case_page(request, complaint, fair_form=form, status=422)
    try:
        services.say_fair(review_id=row.pk, **form.cleaned_data, now=now)
    except (IllegalMove, Incomplete) as refusal:
        form.refuse(refusal)
        return case_page(request, complaint, fair_form=form, status=422)
    return redirect("complaints:portal-fair-thanks")


@requires(*READS)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """The months with their figures, each principle, and what waits for the reader."""
    user = signed_in(request)
    context = {
        "rounds": selectors.fairness_rounds(),
        "principles": selectors.principles_kept(),
        "mine": selectors.to_review(user)[:20] if rules_closing.may_look_again(user) else [],
        "to_settle": selectors.findings_to_settle(user)[:20] if user.can(Permission.COMPLAINT_DECIDE) else [],
        "policy": selectors.closing_policy(),
    }
    return render(request, "complaints/staff/fairness.html", context)


@requires(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One drawn case: the checklist for somebody apart; afterwards what was found, for those who see the case."""
    row, user = _found(request, public_id), signed_in(request)
    form = ChecklistForm(request.POST or None, auto_id="checklist-%s")
    if request.method != "POST":
        return _page(request, row)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    said = {"checks": form.checks(), "remarks": form.cleaned_data["remarks"]}
    try:
        services.review_fairness(review_id=row.pk, **said, by=user, now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return _page(request, _found(request, public_id), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, row, form=form, status=422)
    messages.success(request, _("Thank you. What you found is kept."))
    return redirect("complaints:staff-fairness")


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Decide what follows of a finding."""
    row = _found(request, public_id)
    form = SettleFairnessForm(request.POST, auto_id="settle-%s")
    if not form.is_valid():
        return _page(request, row, settle_form=form, status=422)
    try:
        services.settle_fairness(review_id=row.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return _page(request, _found(request, public_id), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, row, settle_form=form, status=422)
    messages.success(request, _("Saved"))
    return redirect(row)


def _found(request: HttpRequest, public_id: str) -> FairnessReview:
    rows = FairnessReview.objects.select_related("round", "complaint__category", "reviewer", "settled_by")
    row = rows.filter(public_id=public_id).first()
    if row is None or not Complaint.objects.visible_to(signed_in(request)).filter(pk=row.complaint_id).exists():
        raise Http404
    return row


def _page(request: HttpRequest, row: FairnessReview, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = signed_in(request)
    apart = not selectors.took_part(user, row.complaint)
    if row.reviewed_at is None and rules_closing.may_look_again(user) and not apart and request.method == "POST":
        raise NotAllowed(_("You had a part in this case, so someone else looks at it again."))
    context = {
        "row": row,
        "may_review": row.reviewed_at is None and apart and rules_closing.may_look_again(user),
        "may_settle": row.waits_for_manager and user.can(Permission.COMPLAINT_DECIDE),
        "form": forms.get("form") or ChecklistForm(auto_id="checklist-%s"),
        "settle_form": forms.get("settle_form") or SettleFairnessForm(auto_id="settle-%s"),
        "refused": forms.get("form") or forms.get("settle_form"),
        "checks": selectors.checks_of(row),
    }
    return render(request, "complaints/staff/fairness_review.html", context, status=status)


def _ask(request: HttpRequest, row: FairnessReview, form: FairForm, *, status: int = 200) -> HttpResponse:
    context = {"complaint": row.complaint, "row": row, "form": form}
    return _quiet(render(request, "complaints/portal/fair.html", context, status=status))


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    if status == 429:
        reason = _("There were very many tries from your network just now. Please try again in an hour, or call us.")
    elif status == 404:
        reason = _("Perhaps a letter of the address is missing. The link in our message works when it is opened whole.")
    else:
        reason = _("The link has expired, or you have answered already. Thank you. It works once.")
    return _quiet(render(request, "complaints/portal/confirm_closed.html", {"reason": reason}, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address bears the token, so pages and logs that come next are told the origin alone."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
