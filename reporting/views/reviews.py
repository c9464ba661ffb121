"""The annual review in the browser: the list, one review with its next step, and the steps themselves."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.forms import RefusableForm
from foundation.governance import services as governance
from reporting import selectors, services
from reporting.compare import changes_of
from reporting.enums import Outcome, ReviewState
from reporting.forms import AskStaffForm, NoStepForm, NoteForm, OpenReviewForm, PublishForm, VerdictForm
from reporting.lifecycle import MOVES, PATHS
from reporting.models import AnnualReview
from reporting.review_record import record_pdf
from reporting.rules import followed
from reporting.selectors.reviews import clauses_of, is_overdue, possible_moves

Step = tuple[Callable[..., AnnualReview], type[RefusableForm]]

# The steps of those who keep the policy: the service, and what it asks for.
STEPS: Mapping[str, Step] = {
    "start": (services.start_assessing, NoStepForm),
    "redraft": (services.conclude_change, NoStepForm),
    "keep": (services.conclude_keep, NoStepForm),
    "submit": (services.submit_draft, NoStepForm),
    "propose": (services.propose_review, NoStepForm),
    "publish": (services.publish_review, PublishForm),
    "ask_staff": (services.ask_staff, AskStaffForm),
    "close": (services.close_review, NoteForm),
    "close_unchanged": (services.close_review, NoteForm),
}


@require_GET
@requires(Permission.POLICY_VIEW)
def review_list(request: HttpRequest) -> HttpResponse:
    """Every review, newest first."""
    rows = [followed(review) for review in selectors.review_lines()]
    is_open = any(review.state != ReviewState.CLOSED for review in rows)
    may_open = signed_in(request).can(Permission.POLICY_EDIT) and not is_open
    context = {"reviews": rows, "form": OpenReviewForm() if may_open else None}
    return render(request, "reporting/reviews.html", context)


@require_POST
@requires(Permission.POLICY_EDIT)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a review by hand."""
    form = OpenReviewForm(request.POST)
    if form.is_valid():
        try:
            review = services.open_review(due_on=form.cleaned_data["due_on"], by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The review is open."))
            return redirect(review)
    rows = [followed(review) for review in selectors.review_lines()]
    return render(request, "reporting/reviews.html", {"reviews": rows, "form": form}, status=422)


@require_GET
@requires(Permission.POLICY_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One review: where it stands, its next step, what was said of each clause, every step so far."""
    return _detail(request, review_or_404(public_id))


@require_POST
@requires(Permission.POLICY_EDIT)
def step(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Take one step of those who keep the policy."""
    review = review_or_404(public_id)
    if move not in STEPS:
        raise Http404
    service, form_class = STEPS[move]
    form = form_class(request.POST)
    if form.is_valid():
        try:
            service(review_id=review.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": MOVES[move].label})
            return redirect(review)
    return _detail(request, review, forms={move: form})


@require_POST
@requires(Permission.POLICY_REVIEW)
def verdict(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reviewer's decision."""
    review = review_or_404(public_id)
    form = VerdictForm(request.POST)
    if form.is_valid():
        note, by, now = form.cleaned_data["note"], signed_in(request), timezone.now()
        try:
            if form.cleaned_data["passes"] == "yes":
                services.approve_review(review_id=review.pk, note=note, by=by, now=now)
            else:
                services.send_back(review_id=review.pk, reason=note, by=by, now=now)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your decision is kept."))
            return redirect(review)
    return _detail(request, review, forms={"approve": form})


@require_POST
@requires(Permission.POLICY_VIEW)
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that one has read the new version."""
    review = review_or_404(public_id)
    if review.draft_version_id is None:
        raise Http404
    try:
        governance.acknowledge_policy(version_id=review.draft_version_id, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Thank you. Your acknowledgement is kept."))
    return redirect(review)


@require_GET
@requires(Permission.POLICY_VIEW)
def comparison(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the draft changes, word by word."""
    review = review_or_404(public_id)
    return render(request, "reporting/review_comparison.html", {"review": review, "changes": changes_of(review)})


@require_GET
@requires(Permission.POLICY_VIEW)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record of the review as PDF."""
    review = review_or_404(public_id)
    response = HttpResponse(record_pdf(review, now=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="policy-review-{review.year_be}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def review_or_404(public_id: str) -> AnnualReview:
    """The review of the address in the state that its version means."""
    return followed(get_object_or_404(selectors.reviews(), public_id=public_id))


def _detail(
    request: HttpRequest, review: AnnualReview, *, forms: Mapping[str, RefusableForm] | None = None
) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    moves = possible_moves(review, user)
    shown: dict[str, Any] = {name: _form_of(name, forms or {}) for name in moves}
    clauses = clauses_of(review, language=get_language() or "th")
    done, total = services.acknowledged_share(review)
    path = PATHS[Outcome(review.outcome or Outcome.CHANGE)]
    context = {
        "review": review,
        "path": [(state, state.label, state == review.state) for state in path],
        "moves": [(name, MOVES[name].label, shown[name]) for name in moves if name not in {"send_back", "reassess"}],
        "refused": next((form for form in (forms or {}).values() if form.errors), None),
        "clauses": clauses,
        "assessed": sum(each.assessment is not None for each in clauses),
        "may_assess": review.state == ReviewState.ASSESSING and user.can(Permission.POLICY_ASSESS),
        "may_redraft": review.state == ReviewState.REDRAFTING and user.can(Permission.POLICY_EDIT),
        "steps": review.steps.select_related("by"),
        "labels": {name: move.label for name, move in MOVES.items()},
        "acknowledged": (done, total),
        "has_acknowledged": bool(
            review.draft_version and review.draft_version.acknowledgements.filter(user=user).exists()
        ),
        "overdue": is_overdue(review, now),
        "may_see_resolutions": user.can(Permission.RESOLUTION_VIEW),
    }
    status = 422 if forms else 200
    return render(request, "reporting/review.html", context, status=status)


def _form_of(name: str, forms: Mapping[str, RefusableForm]) -> RefusableForm:
    if name in forms:
        return forms[name]
    return VerdictForm() if name not in STEPS else STEPS[name][1]()
