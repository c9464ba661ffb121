"""Following a case: number and code by POST, then a page of one's own for half an hour, without an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, rules_together, selectors, services
from complaints.enums import Status
from complaints.forms.closing import ConfirmForm
from complaints.forms.fairness import FairForm
from complaints.forms.tracking import SCORES, AnswerForm, MessageForm, RatingForm, TrackForm, WithdrawForm
from complaints.letter_pdf import numbered_letters
from complaints.models import Complaint
from complaints.services.ratings import RATEABLE
from complaints.views.receipt import main_clock, ruler_of
from complaints.views.visit import VISIT
from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.files import attach
from foundation.core.models import Visibility
from foundation.core.views.files import download

LOOKS = rates.Limit(10, timedelta(minutes=15))
WRITINGS = rates.Limit(30, timedelta(hours=1))
of_case = VISIT.page(selectors.tracked, form="complaints:portal-track")


@public
@never_cache
@sensitive_post_parameters("code")
@keeps_text(lambda request, **kwargs: _track_page(request, TrackForm(request.POST), status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponseBase:
    """Ask for number and code. The answer to a wrong pair is always the same, and guessing is slowed down."""
    if request.method != "POST":
        return _track_page(request, TrackForm())
    form = TrackForm(request.POST)
    now = timezone.now()
    if not rates.allow("complaints.track", rates.visitor(request), limit=LOOKS, now=now):
        form.is_valid()
        form.add_error(None, _("There were too many attempts. Please wait 15 minutes, or call us."))
        return _track_page(request, form, status=429)
    if not form.is_valid():
        return _track_page(request, form, status=422)
    number = selectors.readable_number(form.cleaned_data["number"])
    complaint = selectors.by_number_and_hash(number, *services.code_hashes(form.cleaned_data["code"]))
    if complaint is None:
        form.add_error(None, _("We found no case for this number and code. Please compare both with your receipt."))
        return _track_page(request, form, status=422)
    response = redirect("complaints:portal-case")
    VISIT.grant(response, request, complaint)
    return response


@public
@never_cache
@require_GET
@of_case
def case(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """The case as the complainant sees it."""
    return case_page(request, complaint)


@public
@never_cache
@require_POST
@of_case
def write(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """More words or files from the complainant."""
    form = MessageForm(request.POST, request.FILES, auto_id="message-%s")
    if not form.is_valid():
        return case_page(request, complaint, message_form=form, status=422)
    if not rates.allow("complaints.write", complaint.public_id, limit=WRITINGS, now=timezone.now()):
        form.add_error(None, _("There were very many messages just now. Please try again in an hour, or call us."))
        return case_page(request, complaint, message_form=form, status=429)
    try:
        _take(form, complaint)
    except Refused as refusal:
        form.add_error("uploads" if form.cleaned_data["uploads"] else "body", refusal.message)
        return case_page(request, complaint, message_form=form, status=422)
    messages.success(request, _("Thank you. Your message has reached us."))
    return redirect("complaints:portal-case")


def _take(form: MessageForm, complaint: Complaint) -> None:
    """The message and its files, all or nothing."""
    with transaction.atomic():
        for upload in form.cleaned_data["uploads"]:
            attach(
                owner_kind=selectors.FILE_OWNER,
                owner_public_id=complaint.public_id,
                upload=upload,
                visibility=Visibility.COMPLAINANT,
            )
        body = form.cleaned_data["body"] or _("I have added files.")
        services.receive_message(complaint_id=complaint.pk, body=body, now=timezone.now())


@public
@never_cache
@require_POST
@of_case
def answer(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Accept the decision or not; judge our work in the same go if wanted."""
    form = AnswerForm(request.POST, auto_id="answer-%s")
    if not form.is_valid():
        return case_page(request, complaint, answer_form=form, status=422)
    said = form.cleaned_data
    judged = services.Judgement(said["process"], said["outcome"], said["comment"]) if said["process"] else None
    return _do(
        request,
        lambda: services.answer_decision(
            complaint_id=complaint.pk,
            is_accepted=said["answer"] == "accept",
            reason=said["reason"],
            judgement=judged,
            now=timezone.now(),
        ),
        _("Thank you. We have your answer."),
    )


@public
@never_cache
@require_POST
@of_case
def rate(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Judge our work."""
    form = RatingForm(request.POST, auto_id="rating-%s")
    if not form.is_valid():
        return case_page(request, complaint, rating_form=form, status=422)
    return _do(
        request,
        lambda: services.rate(
            complaint_id=complaint.pk,
            process=form.cleaned_data["process"],
            outcome=form.cleaned_data["outcome"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        ),
        _("Thank you for your judgement."),
    )


@public
@never_cache
@require_POST
@of_case
def withdraw(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Take the complaint back."""
    form = WithdrawForm(request.POST, auto_id="withdraw-%s")
    if not form.is_valid():
        return case_page(request, complaint, withdraw_form=form, status=422)
    return _do(
        request,
        lambda: services.withdraw(
            complaint_id=complaint.pk, reason=form.cleaned_data["reason"], by=None, now=timezone.now()
        ),
        _("Your complaint is withdrawn. You can ask us to take it up again at any time."),
    )


@public
@never_cache
@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A file of the granted case; the grant travels under the portal's address only."""
    return download(request, public_id)


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Close the case in this browser."""
    response = redirect("complaints:portal-track")
    VISIT.end_grant(response)
    return response


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("complaints:portal-case")


def _track_page(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/portal/track.html", {"form": form}, status=status)


def case_page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    message_form: forms.Form | None = None,
    answer_form: forms.Form | None = None,
    rating_form: forms.Form | None = None,
    withdraw_form: forms.Form | None = None,
    confirm_form: forms.Form | None = None,
    fair_form: forms.Form | None = None,
    line_code: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the granted case; the forms are those that were refused, with what was typed."""
    clocks = selectors.clocks_of(complaint, now=timezone.now(), explained=True)
    main = main_clock(clocks)
    is_rated = hasattr(complaint, "rating")
    timeline = selectors.public_timeline(complaint)
    context: dict[str, Any] = {
        "complaint": complaint,
        "timeline": timeline,
        "next_word": selectors.next_word(complaint, timeline),
        "letters": numbered_letters([entry.item for entry in reversed(timeline) if entry.kind == "message"]),
        "files": selectors.public_files(complaint),
        "clocks": clocks,
        "main": main,
        "ruler": ruler_of(main) if main and not main.is_met else None,
        "others_told": selectors.others_told(complaint),
        "parts": list(complaint.parts.order_by("pk")),
        "may_part": rules_together.may_part(complaint) and services.chose_it(complaint),
        "awaits_answer": complaint.status == Status.COMMUNICATED,
        "is_rated": is_rated,
        "may_rate": complaint.status in RATEABLE and not is_rated and complaint.status != Status.COMMUNICATED,
        "may_withdraw": complaint.is_open,
        "message_form": message_form or MessageForm(auto_id="message-%s"),
        "answer_form": answer_form or AnswerForm(auto_id="answer-%s"),
        "rating_form": rating_form or RatingForm(auto_id="rating-%s"),
        "withdraw_form": withdraw_form or WithdrawForm(auto_id="withdraw-%s"),
        "question": selectors.open_question(complaint),
        "proofs": selectors.shared_proofs(complaint),
        "fair_form": (fair_form or FairForm(auto_id="fair-%s")) if _asks_fair(complaint) else None,
        "confirm_form": confirm_form or ConfirmForm(auto_id="confirm-%s"),
        "may_tie_line": services.may_tie_line(complaint),
        "line_code": line_code,
        "line_account": settings.LINE_ACCOUNT,
        "person": getattr(complaint, "complainant", None),
        "form": message_form or answer_form or rating_form or withdraw_form or confirm_form or fair_form,
        "scores": SCORES,
        "limit": rules.MESSAGE_LIMIT,
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_count": settings.ATTACHMENT_MAX_COUNT,
    }
    return render(request, "complaints/portal/case.html", context, status=status)


def _asks_fair(complaint: Complaint) -> bool:
    row = selectors.fairness_of(complaint)
    return row is not None and row.is_open(timezone.now())
