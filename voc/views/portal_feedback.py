"""The ten-second form behind a touchpoint's QR code."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from customers.models import Touchpoint
from foundation.accounts.access import public
from foundation.core import portal_forms
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id, normalise_code
from foundation.privacy.selectors import notice_in_force
from voc.forms.feedback import RATINGS, FeedbackForm
from voc.models import Feedback
from voc.services.feedback import give_feedback
from voc.views.portal_limits import SENDINGS


def _again(request: HttpRequest, code: str) -> HttpResponseBase:
    touchpoint = _touchpoint(code)
    if touchpoint is None:
        return _closed(request)
    return _page(request, touchpoint, FeedbackForm(request.POST, stages=touchpoint.stages_in_use), status=403)


@public
@never_cache
@keeps_text(lambda request, code, **kwargs: _again(request, code))
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponseBase:
    """Rate a touchpoint with one tap; a word more if people like."""
    touchpoint = _touchpoint(code)
    if touchpoint is None:
        return _closed(request)
    served = touchpoint.stages_in_use
    if request.method != "POST":
        initial = {"key": new_public_id(), "stage": request.GET.get("stage", "")}
        return _page(request, touchpoint, FeedbackForm(initial=initial, stages=served))
    form = FeedbackForm(request.POST, stages=served)
    if not form.is_valid():
        return _page(request, touchpoint, form, status=422)
    return _take(request, touchpoint, form)


@public
@require_GET
def thanks(request: HttpRequest, code: str) -> HttpResponseBase:
    """Thanks, and the ways to say more."""
    return render(request, "voc/portal/feedback_thanks.html", {"touchpoint": _touchpoint(code)})


def _take(request: HttpRequest, touchpoint: Touchpoint, form: FeedbackForm) -> HttpResponseBase:
    now, said = timezone.now(), form.cleaned_data
    done = redirect("voc:portal-feedback-thanks", touchpoint.code)
    if Feedback.objects.filter(form_key=said["key"]).exists():  # sent twice: the first one has been kept
        return done
    problem, status = portal_forms.refusal(request, scope="voc.feedback", limit=SENDINGS, now=now)
    if problem:
        form.add_error(None, problem)
        return _page(request, touchpoint, form, status=status)
    try:
        give_feedback(
            touchpoint=touchpoint,
            stage=said.get("stage"),
            rating=said["rating"],
            comment=said["comment"],
            category=said["category"],
            language=portal_forms.page_language(),
            notice=notice_in_force("survey", at=now),
            form_key=said["key"],
            now=now,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, touchpoint, form, status=422)
    return done


def _touchpoint(code: str) -> Touchpoint | None:
    """The touchpoint in use behind a code, however it was typed; None for an unknown or closed one."""
    in_use = Touchpoint.objects.in_use_on(timezone.localdate()).prefetch_related("stages")
    return in_use.filter(code=normalise_code(code)[:20]).first()


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "voc/portal/feedback_closed.html", status=404)


def _page(request: HttpRequest, touchpoint: Touchpoint, form: FeedbackForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "touchpoint": touchpoint,
        "form": form,
        "ratings": RATINGS,
        "notice": notice_in_force("survey", at=now),
        **portal_forms.check_context(),
    }
    return render(request, "voc/portal/feedback.html", context, status=status)
