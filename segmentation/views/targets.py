"""Pages of target segments: the list of decisions, and the decision on one segment."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion
from segmentation import rules, selectors, services
from segmentation.forms import TargetForm
from segmentation.models import Segment

DONE = 302
CHANGED = 409
UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEGMENT_VIEW)
def target_list(request: HttpRequest) -> HttpResponse:
    """The segments in use with the decision on each."""
    study = selectors.study_in_force()
    user = signed_in(request)
    outdated = study is not None and rules.is_outdated(study, timezone.now())
    context = {
        "standings": selectors.standings(study.chosen_run) if study and study.chosen_run else [],
        "outdated": outdated,
        "may_decide": rules.can_plan(user) and not outdated,
        "may_see_risks": user.can(Permission.RISK_VIEW),
    }
    return render(request, "segmentation/targets.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_PLAN)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose one segment as target, or not. What was typed stays when somebody else was faster."""
    segment = selectors.segment_with_study(public_id)
    decisions = list(selectors.decisions_of(segment))
    form = TargetForm(request.POST or None, initial={"shown": decisions[0].number if decisions else 0})
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        status = _decide(request, form, segment)
        if status == DONE:
            messages.success(request, _("The decision is recorded."))
            return redirect("segmentation:staff-targets")
    context = {"form": form, "segment": segment, "decisions": decisions}
    return render(request, "segmentation/target.html", context, status=status)


def _decide(request: HttpRequest, form: TargetForm, segment: Segment) -> int:
    """DONE, or the status of the page that says in the form what was refused."""
    values = form.cleaned_data
    try:
        services.decide_target(
            segment_id=segment.pk,
            is_target=values["is_target"],
            reason=values["reason"],
            shown_number=values["shown"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except StaleVersion as refusal:
        data = cast(QueryDict, form.data).copy()
        data["shown"] = str(refusal.stored)
        form.data = data
        form.add_error(None, refusal.message)
        return CHANGED
    except Incomplete as refusal:
        form.refuse(refusal)
        return UNPROCESSABLE
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return CHANGED
    return DONE
