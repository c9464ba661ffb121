"""What people see when something is refused or broken: kind words, both languages, and a way on.

Pages for 500 and 503 are drawn without the database, the session and the reader's language.
"""

import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.core.csrf import kept
from foundation.core.errors import IllegalMove, NotAllowed, Refused, StaleVersion
from foundation.core.organisation import organisation

RETRY_SECONDS = "30"


@dataclass(frozen=True)
class Words:
    """What a page of one code says."""

    title: str | Promise
    text: str | Promise


WORDS = {
    400: Words(
        _("We could not read this request"),
        _("Part of it was missing or damaged on the way. Please go back and try once more."),
    ),
    403: Words(
        _("This page is not for your role"),
        _("Your account does not include this. If your work needs it, ask the administrator for the role."),
    ),
    404: Words(
        _("There is no such page"),
        _("The address may be mistyped, or what was here has moved. If a link of ours led you here, please tell us."),
    ),
    409: Words(
        _("Someone was faster"),
        _("The record changed in the meantime. Nothing was written; please look at it as it stands now."),
    ),
    413: Words(
        _("That was too large to send"),
        _("Please send fewer or smaller files. Pictures may be smaller; several files can go one after the other."),
    ),
    429: Words(
        _("Please wait a moment"),
        _("There were too many attempts in a short time. Please try again in a few minutes; nothing is lost."),
    ),
}
FORM_EXPIRED = Words(
    _("This form was open too long"),
    _("For your safety it can't be sent from here any more. Go back, reload and send again: your text is kept."),
)


def page(request: HttpRequest, code: int, words: Words | None = None, text: str = "") -> HttpResponse:
    """The page of a code; JSON under /api/. `text` takes the place of the usual words."""
    said = words or WORDS[code]
    if request.path.startswith("/api/"):
        detail = {"code": str(code), "detail": text or str(said.title), "attr": None}
        return JsonResponse({"type": "client_error", "errors": [detail]}, status=code)
    is_staff = request.path.startswith("/staff/") and request.user.is_authenticated
    template = "errors/staff.html" if is_staff else "errors/portal.html"
    return render(request, template, {"code": code, "title": said.title, "text": text or said.text}, status=code)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 where the body or the number of files was beyond the limit."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return page(request, 413 if is_too_much else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403 for a form whose token is missing or old; the page itself, text kept, where its view knows how."""
    return kept(request) or page(request, 403, FORM_EXPIRED)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal that its view did not show beside a form: 409 for lost races, 403 for duties, else 400."""
    if isinstance(refusal, StaleVersion | IllegalMove):
        return page(request, 409, text=refusal.message)
    return page(request, 403 if isinstance(refusal, NotAllowed) else 400, text=refusal.message)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database does not answer."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    code = 503 if is_away else 500
    if request.path.startswith("/api/"):
        body = {"type": "server_error", "errors": [{"code": "error", "detail": "Please try again.", "attr": None}]}
        answer: HttpResponse = JsonResponse(body, status=code)
    else:
        answer = HttpResponse(render_to_string("errors/broken.html", _facts(code)), status=code)
    if is_away:
        answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _facts(code: int) -> dict[str, object]:
    return {"code": code, "name_th": organisation("th")["short_name"], "name_en": organisation("en")["short_name"]}
