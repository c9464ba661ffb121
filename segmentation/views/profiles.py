"""Profiles of a segment: those that were given out, giving out another, and the paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from segmentation import rules, selectors, services
from segmentation.enums import Edition
from segmentation.forms_profile import ProfileForm
from segmentation.models import Segment
from segmentation.profile_pdf import profile_pdf as pdf_of
from segmentation.selectors.population import LANGUAGES
from segmentation.words import reader

DONE, CHANGED, UNPROCESSABLE = 302, 409, 422


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EXPORT)
def profiles(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was given out of this segment, and the form to give out another profile; what was typed stays."""
    segment = _segment(request, public_id)
    issued = list(selectors.profiles_of(segment))
    decisions = list(selectors.decisions_of(segment)[:1])
    initial = ProfileForm.initial_of(issued[0] if issued else None, selectors.strategy_of(segment))
    form = ProfileForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = _issue(request, form, segment) if form.is_valid() else UNPROCESSABLE
        if status == DONE:
            messages.success(request, _("The profile is written down. Take it as PDF from the list."))
            return redirect("segmentation:staff-profiles", public_id=segment.public_id)
    told = selectors.content_of(segment, Edition.OUTSIDE, now=timezone.now())
    context = {
        "segment": segment,
        "study": segment.run.study,
        "issued": issued,
        "form": form,
        "may_issue": bool(decisions and decisions[0].is_target)
        and rules.is_of_result_in_use(segment.run.study, segment.run_id),
        "told": told[reader()] if told else None,
    }
    return render(request, "segmentation/profiles.html", context, status=status)


@require_GET
@requires(Permission.CUSTOMER_EXPORT)
def profile_pdf(request: HttpRequest, public_id: str, issue_id: str, language: str) -> HttpResponse:
    """The paper of a profile that was given out, in one of the languages."""
    issue = selectors.profile_of(_segment(request, public_id), issue_id)
    if language not in LANGUAGES:
        raise Http404
    response = HttpResponse(pdf_of(issue, language=language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="segment-profile-{issue.public_id}-{language}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _segment(request: HttpRequest, public_id: str) -> Segment:
    """The segment, for those who may export and see segments."""
    if not rules.can_export(signed_in(request)):
        raise PermissionDenied
    return selectors.segment_with_study(public_id)


def _issue(request: HttpRequest, form: ProfileForm, segment: Segment) -> int:
    """DONE, or the status of the page that says in the form what was refused."""
    values = form.cleaned_data
    try:
        services.issue_profile(
            segment_public_id=segment.public_id,
            values=values,
            by=signed_in(request),
            now=timezone.now(),
            once=values["once"],
        )
    except Incomplete as refusal:
        form.refuse(refusal)
        return UNPROCESSABLE
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return CHANGED
    return DONE
