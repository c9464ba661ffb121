"""Answering a survey, by a personal link or by the link for everybody."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id
from foundation.privacy.selectors import notice_in_force
from voc.forms.response import ResponseForm
from voc.models import Invitation, Survey
from voc.selectors.surveys import public_survey, questions_of
from voc.services.answers import AlreadyAnswered, Sender, browser_hash, invitation_of, respond
from voc.views.portal_limits import SENDINGS

COOKIE = "survey_browser"
COOKIE_LIFETIME = timedelta(days=400)
PATH = "/portal/surveys/"


def _again(request: HttpRequest, token: str) -> HttpResponseBase:
    survey, invitation = _found(token)
    if survey is None or not survey.is_open:
        return _over(request, survey, status=404)
    form = ResponseForm(request.POST, questions=questions_of(survey))
    return _page(request, survey, invitation, form, status=403)


@public
@never_cache
@keeps_text(lambda request, token, **kwargs: _again(request, token))
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The questions; sent once, thanks."""
    survey, invitation = _found(token)
    if survey is None:
        return _over(request, None, status=404)
    if (invitation and invitation.answered_at) or (not invitation and _has_answered(request, survey)):
        return render(request, "voc/portal/survey_thanks.html", {"survey": survey, "again": True})
    if not survey.is_open:
        return _over(request, survey, status=410)
    questions = questions_of(survey)
    if request.method != "POST":
        return _page(request, survey, invitation, ResponseForm(questions=questions))
    form = ResponseForm(request.POST, questions=questions)
    if not form.is_valid():
        return _page(request, survey, invitation, form, status=422)
    return _take(request, survey, invitation, form)


def _take(request: HttpRequest, survey: Survey, invitation: Invitation | None, form: ResponseForm) -> HttpResponseBase:
    now = timezone.now()
    problem, status = portal_forms.refusal(request, scope="voc.survey", limit=SENDINGS, now=now)
    if problem:
        form.add_error(None, problem)
        return _page(request, survey, invitation, form, status=status)
    browser = request.COOKIES.get(COOKIE, "")[:40] or new_public_id()
    try:
        respond(
            survey_id=survey.pk,
            answers=form.answers(),
            invitation_id=invitation.pk if invitation else None,
            sender=Sender(browser=browser, network=rates.visitor(request)),
            language=portal_forms.page_language(),
            notice=notice_in_force("survey", at=now),
            now=now,
        )
    except AlreadyAnswered:
        return render(request, "voc/portal/survey_thanks.html", {"survey": survey, "again": True})
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, survey, invitation, form, status=422)
    response = render(request, "voc/portal/survey_thanks.html", {"survey": survey, "again": False})
    if invitation is None:
        response.set_cookie(
            COOKIE, browser, max_age=COOKIE_LIFETIME, path=PATH, secure=request.is_secure(), httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


def _found(token: str) -> tuple[Survey | None, Invitation | None]:
    """The survey behind a link: a personal one by its hash, else the one for everybody by its short name."""
    invitation = invitation_of(token) if len(token) >= 20 else None
    if invitation:
        return invitation.survey, invitation
    return public_survey(token.lower()[:40]), None


def _has_answered(request: HttpRequest, survey: Survey) -> bool:
    browser = request.COOKIES.get(COOKIE, "")[:40]
    return bool(browser) and survey.responses.filter(browser_hash=browser_hash(survey, browser)).exists()


def _over(request: HttpRequest, survey: Survey | None, *, status: int) -> HttpResponse:
    return render(request, "voc/portal/survey_over.html", {"survey": survey}, status=status)


def _page(
    request: HttpRequest, survey: Survey, invitation: Invitation | None, form: ResponseForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "survey": survey,
        "invitation": invitation,
        "form": form,
        "rows": form.rows(),
        "notice": notice_in_force("survey", at=now),
        **portal_forms.check_context(),
    }
    return render(request, "voc/portal/survey.html", context, status=status)
