"""Two pages of a review where people write: the word on a clause, and the clause redrafted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.changes import compare
from foundation.core.errors import Refused, StaleVersion
from foundation.core.evidence import CLAUSES
from foundation.core.forms import RefusableForm
from foundation.core.stale import show_stored_version
from foundation.governance import services as governance
from foundation.governance.models import PolicyClause
from reporting import services
from reporting.forms import AssessForm, RedraftForm
from reporting.models import AnnualReview, ClauseAssessment
from reporting.selectors.reviews import clauses_of
from reporting.views.reviews import review_or_404


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_ASSESS)
def assess(request: HttpRequest, public_id: str, clause: str) -> HttpResponse:
    """Say whether a clause stays, with the evidence of this moment beside it."""
    review = review_or_404(public_id)
    if clause not in CLAUSES:
        raise Http404
    known = review.assessments.select_related("assessed_by").filter(clause=clause).first()
    initial = {"version": known.version, "verdict": known.verdict, "comment": known.comment} if known else {}
    form = AssessForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _assess(request, review, clause, form)
            except StaleVersion as stale:
                known, status = _stale(form, stale, review, clause), 409
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect(_next(review, clause))
    here = next(
        each for each in clauses_of(review, language=get_language() or "th", now=timezone.now()) if each.key == clause
    )
    context = {"review": review, "here": here, "known": known, "form": form, "stale": status == 409}
    return render(request, "reporting/review_assess.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def redraft(request: HttpRequest, public_id: str, clause: str) -> HttpResponse:
    """Change a clause of the draft; old and new stand word by word below."""
    review = review_or_404(public_id)
    row = PolicyClause.objects.filter(policy_version=review.draft_version_id, key=clause).first()
    if row is None:
        raise Http404
    before = review.base_version.clauses.values_list("text_th", flat=True).get(key=clause)
    form = RedraftForm(request.POST or None, initial={"version": row.version, "text_th": row.text_th})
    status, theirs = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                governance.edit_clause(
                    clause_id=row.pk,
                    shown_version=form.cleaned_data["version"],
                    texts={"text_th": form.cleaned_data["text_th"]},
                    by=signed_in(request),
                    now=timezone.now(),
                )
            except StaleVersion as stale:
                row.refresh_from_db()
                show_stored_version(form, row.version)
                form.refuse(stale)
                status, theirs = 409, row.text_th
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The clause is saved in the draft."))
                return redirect("reporting:staff-review-redraft", public_id=public_id, clause=clause)
    context = {
        "review": review,
        "row": row,
        "before": before,
        "form": form,
        "theirs": theirs,
        "pieces": compare(before, row.text_th),
        "assessment": review.assessments.select_related("assessed_by").filter(clause=clause).first(),
    }
    return render(request, "reporting/review_redraft.html", context, status=status)


def _assess(request: HttpRequest, review: AnnualReview, clause: str, form: AssessForm) -> None:
    services.assess_clause(
        review_id=review.pk,
        clause=clause,
        verdict=form.cleaned_data["verdict"],
        comment=form.cleaned_data["comment"],
        shown_version=form.cleaned_data["version"],
        by=signed_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("Your word on clause %(clause)s is kept with today's evidence.") % {"clause": clause})


def _stale(form: RefusableForm, stale: StaleVersion, review: AnnualReview, clause: str) -> ClauseAssessment:
    """What is stored now; the form takes its version, so that sending again replaces it on purpose."""
    known: ClauseAssessment = review.assessments.select_related("assessed_by").get(clause=clause)
    show_stored_version(form, known.version)
    form.refuse(stale)
    return known


def _next(review: AnnualReview, clause: str) -> AnnualReview | str:
    """The next clause without a word; the review when all have one."""
    said = set(review.assessments.values_list("clause", flat=True))
    place = CLAUSES.index(clause)
    left = [each for each in (*CLAUSES[place:], *CLAUSES[:place]) if each not in said]
    if not left:
        return review
    return reverse("reporting:staff-review-assess", args=[review.public_id, left[0]])
