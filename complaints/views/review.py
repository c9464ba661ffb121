"""Management reviews of complaints handling: list, one review with its inputs, minutes, decisions, the pack as PDF."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import review_pdf, rules, services
from complaints.models import ManagementReview, ReviewDecision
from complaints.services.reviews import DIRECTS, MANAGES
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField

SHOWN = 50
READS = (Permission.COMPLAINT_VIEW_ALL, Permission.COMPLAINT_DECIDE)


class OpenForm(RefusableForm):
    """The days that are looked at."""

    first_day = ThaiDateField(label=gettext_lazy("First day"))
    last_day = ThaiDateField(label=gettext_lazy("Last day"))


class WriteForm(RefusableForm):
    """What people add to the figures."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    internal_factors = ThaiTextField(
        label=gettext_lazy("Internal factors"),
        help_text=gettext_lazy("Policy, objectives, organisation, people, services that changed"),
        max_length=4000, multiline=True, rows=3, required=False,
    )  # fmt: skip
    external_factors = ThaiTextField(
        label=gettext_lazy("External factors"),
        help_text=gettext_lazy("Law, competition, technology, what neighbours and the press say"),
        max_length=4000, multiline=True, rows=3, required=False,
    )  # fmt: skip
    recommendations = ThaiTextField(
        label=gettext_lazy("Recommendations for improvement"), max_length=4000, multiline=True, rows=3, required=False
    )
    held_on = ThaiDateField(label=gettext_lazy("Day of the meeting"), required=False)
    attendees = ThaiTextField(label=gettext_lazy("Present"), max_length=1000, multiline=True, rows=2, required=False)
    minutes = ThaiTextField(label=gettext_lazy("Minutes"), max_length=8000, multiline=True, rows=6, required=False)


class DecisionForm(RefusableForm):
    """What is decided, by whom it is done, until when."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of decision"), choices=ReviewDecision.Kind.choices)
    what = ThaiTextField(label=gettext_lazy("What will be done"), max_length=rules.REASON_LIMIT, multiline=True, rows=2)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"), queryset=User.objects.none(), empty_label=gettext_lazy("Please choose")
    )
    due_on = ThaiDateField(label=gettext_lazy("Done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = (people_holding(MANAGES) | people_holding(DIRECTS)).order_by("first_name", "last_name", "pk")


class NoteForm(RefusableForm):
    """A word at the end."""

    note = ThaiTextField(label=gettext_lazy("Word on it"), max_length=rules.REASON_LIMIT, multiline=True, rows=3)


@requires(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest) -> HttpResponseBase:
    """Reviews, newest first; the manager opens the next one here."""
    may_open = signed_in(request).can(MANAGES)
    form = OpenForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST":
        if not may_open:
            raise NotAllowed(_("Your role does not include this step."))
        if form.is_valid():
            try:
                review = services.open_review(**form.cleaned_data, by=signed_in(request), now=timezone.now())
            except (Incomplete, IllegalMove) as refusal:
                form.refuse(refusal)
                status = 409 if isinstance(refusal, IllegalMove) else 422
            else:
                messages.success(request, _("The review is open; its figures are kept as they stand now."))
                return redirect(review)
    rows = list(ManagementReview.objects.defer("figures").select_related("opened_by", "closed_by")[:SHOWN])
    context = {
        "reviews": [(row, review_pdf.title_of(row)) for row in rows],
        "form": form,
        "may_open": may_open and not any(row.is_open for row in rows),
    }
    return render(request, "complaints/staff/reviews.html", context, status=status)


@requires(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One review; the manager writes minutes here while it is open."""
    review = _found(public_id)
    if request.method != "POST":
        return _page(request, review)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _page(request, review, write=form, status=422)
    said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    try:
        services.write_review(
            review_id=review.pk,
            said=said,
            by=signed_in(request),
            now=timezone.now(),
            shown_version=form.cleaned_data["version"],
        )
    except (IllegalMove, StaleVersion) as refusal:
        form.refuse(refusal)
        return _page(request, _found(public_id), write=form, status=409)
    messages.success(request, _("Saved"))
    return redirect(review)


@requires(MANAGES)
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Minute a decision."""
    review, form = _found(public_id), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, review, decision=form, status=422)
    try:
        services.record_decision(review_id=review.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except (Incomplete, IllegalMove) as refusal:
        form.refuse(refusal)
        return _page(request, review, decision=form, status=409 if isinstance(refusal, IllegalMove) else 422)
    messages.success(request, _("Saved"))
    return redirect(review)


@requires(DIRECTS)
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The executive ends the review."""
    review, form = _found(public_id), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, review, closing=form, status=422)
    try:
        services.close_review(
            review_id=review.pk, note=form.cleaned_data["note"], by=signed_in(request), now=timezone.now()
        )
    except (Incomplete, IllegalMove) as refusal:
        form.refuse(refusal)
        return _page(request, review, closing=form, status=409 if isinstance(refusal, IllegalMove) else 422)
    messages.success(request, _("The review is closed and stays as it is."))
    return redirect(review)


@requires(*SEES)
@require_POST
def done(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Whoever carries a decision reports it as done."""
    row = get_object_or_404(ReviewDecision, public_id=public_id)
    review, form = _found(row.review.public_id), NoteForm(request.POST)
    if row.owner_id != signed_in(request).pk:
        raise Http404
    if not form.is_valid():
        return _page(request, review, finishing=(row.pk, form), status=422)
    try:
        services.complete_decision(
            decision_id=row.pk, note=form.cleaned_data["note"], by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        form.refuse(refusal)
        return _page(request, review, finishing=(row.pk, form), status=409)
    messages.success(request, _("Thank you. It stands in the review as done."))
    return redirect(review)


@requires(*READS)
@never_cache
@require_GET
def pack(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pack as PDF in the reader's language."""
    review, language = _found(public_id), translation.get_language() or "th"
    body = review_pdf.review_pdf(review, language=language, now=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="management-review-{review.last_day}-{language}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _found(public_id: str) -> ManagementReview:
    return get_object_or_404(ManagementReview.objects.select_related("opened_by", "closed_by"), public_id=public_id)


def _page(
    request: HttpRequest,
    review: ManagementReview,
    *,
    write: WriteForm | None = None,
    decision: DecisionForm | None = None,
    closing: NoteForm | None = None,
    finishing: tuple[int, NoteForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    stored = {name: getattr(review, name) for name in WriteForm.base_fields}
    parts = review_pdf.sections(review, translation.get_language() or "th")
    manages = review.is_open and user.can(MANAGES)
    context = {
        "review": review,
        "title": review_pdf.title_of(review),
        "sections": parts[:-1],
        "decisions": [
            (row, finishing[1] if finishing and finishing[0] == row.pk else NoteForm(auto_id=f"done-{row.pk}-%s"))
            for row in review.decisions.select_related("owner", "done_by")
        ],
        "today": today,
        "write_form": write or WriteForm(initial=stored) if manages else None,
        "decision_form": decision or DecisionForm(auto_id="decision-%s") if manages else None,
        "close_form": closing or NoteForm(auto_id="close-%s")
        if review.is_open and user.can(DIRECTS) and review.opened_by_id != user.pk
        else None,
        "refused_form": write or decision or closing or (finishing[1] if finishing else None),
    }
    return render(request, "complaints/staff/review.html", context, status=status)
