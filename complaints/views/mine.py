"""My matters: one's complaints and requests, opened by a one-time password to the own e-mail address or mobile number.

Whether an address is known to us is told to nobody: every answer reads the same. What this browser may see is a signed
cookie that is sent under this path alone and lives half an hour.
"""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import selectors, services
from complaints.forms.mine import AskForm, FiguresForm
from complaints.selectors.mine import COMPLAINT, REQUEST, Matter, own_complaints, own_requests
from complaints.services import mail
from complaints.views.visit import VISIT
from foundation.accounts.access import public
from foundation.core import one_time, rates
from foundation.core.csrf import keeps_text
from foundation.core.ids import new_tracking_code
from service_charter.services import requests as request_services
from service_charter.views.request_visit import VISIT as REQUEST_VISIT

PURPOSE = "complaints.mine"
PATH = "/portal/my-matters/"
ASKED, GRANT = "my_matters_asked", "my_matters"
LIFETIME = timedelta(minutes=30)
ASKS = rates.Limit(10, timedelta(hours=1))
ASKS_OF_ONE = rates.Limit(5, timedelta(hours=1))
TRIES = rates.Limit(30, timedelta(hours=1))


@public
@never_cache
@sensitive_post_parameters("contact")
@keeps_text(lambda request, **kwargs: _ask_page(request, AskForm(request.POST), status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address; the password goes out when it stands in a complaint or request."""
    if request.method != "POST":
        return redirect("complaints:portal-mine-list") if _hashes(request) else _ask_page(request, AskForm())
    form, now = AskForm(request.POST), timezone.now()
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    contact = form.cleaned_data["contact"]
    allowed = rates.allow("complaints.mine", rates.visitor(request), limit=ASKS, now=now)
    if not allowed or not rates.allow("complaints.mine.address", contact.casefold(), limit=ASKS_OF_ONE, now=now):
        form.add_error(None, _("There were too many attempts. Please try again in an hour, or call us."))
        return _ask_page(request, form, status=429)
    if "@" in contact:
        hashes = [services.email_hash(contact), request_services.email_hash(contact)]
    else:
        hashes = [services.phone_hash(contact), request_services.phone_hash(contact)]
    row, figures = one_time.ask(purpose=PURPOSE, who=" ".join(hashes), now=now)
    if _matters(hashes):
        minutes = int(one_time.LIFETIME.total_seconds() // 60)
        language = "en" if get_language() == "en" else "th"
        mail.send_figures(to=contact, figures=figures, minutes=minutes, language=language, key=row.public_id)
    response = redirect("complaints:portal-mine-figures")
    _keep(response, request, ASKED, row.public_id)
    return response


@public
@never_cache
@sensitive_post_parameters("figures")
@keeps_text(lambda request, **kwargs: _figures_page(request, FiguresForm(), status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest) -> HttpResponseBase:
    """Take the password; wrong, used and expired ones are answered alike."""
    asked = _kept(request, ASKED)
    if not asked:
        return redirect("complaints:portal-mine")
    if request.method != "POST":
        return _figures_page(request, FiguresForm())
    form, now = FiguresForm(request.POST), timezone.now()
    if not form.is_valid():
        return _figures_page(request, form, status=422)
    if not rates.allow("complaints.mine.figures", rates.visitor(request), limit=TRIES, now=now):
        form.add_error(None, _("There were too many attempts. Please try again in an hour, or call us."))
        return _figures_page(request, form, status=429)
    who = one_time.check(public_id=asked, purpose=PURPOSE, figures=form.cleaned_data["figures"], now=now)
    if not who:
        form.add_error(
            "figures", _("These figures do not fit, or their time is over. Please look again, or ask for new ones.")
        )
        return _figures_page(request, form, status=422)
    response = redirect("complaints:portal-mine-list")
    response.delete_cookie(ASKED, path=PATH, samesite="Lax")
    _keep(response, request, GRANT, who)
    return response


@public
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """Everything that bears the proved address."""
    hashes = _hashes(request)
    if not hashes:
        return redirect("complaints:portal-mine")
    response = render(request, "complaints/portal/mine_list.html", {"matters": _matters(hashes)})
    _keep(response, request, GRANT, " ".join(hashes))
    return response


@public
@never_cache
@require_POST
def open_matter(request: HttpRequest) -> HttpResponseBase:
    """Open one of them in this browser, as number and code would."""
    found = _own(request)
    if found is None:
        return redirect("complaints:portal-mine")
    kind, row = found
    response = redirect("complaints:portal-case" if kind == COMPLAINT else "service_charter:request-case")
    (VISIT if kind == COMPLAINT else REQUEST_VISIT).grant(response, request, row)
    return response


@public
@never_cache
@require_POST
def new_code(request: HttpRequest) -> HttpResponseBase:
    """Give one of them another tracking code, shown this once; the old one stops working."""
    found = _own(request)
    if found is None:
        return redirect("complaints:portal-mine")
    kind, row = found
    code, now = new_tracking_code(), timezone.now()
    if kind == COMPLAINT:
        row = services.reissue_code(complaint_id=row.pk, tracking_code=code, by=None, now=now)
    else:
        row = request_services.reissue_code(request_id=row.pk, tracking_code=code, now=now)
    return render(request, "complaints/portal/mine_code.html", {"number": row.number, "tracking_code": code})


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Close the list in this browser."""
    response = redirect("complaints:portal-mine")
    for name in (ASKED, GRANT):
        response.delete_cookie(name, path=PATH, samesite="Lax")
    return response


def _own(request: HttpRequest) -> tuple[str, Any] | None:
    """The matter that was named, where it bears the proved address."""
    hashes = _hashes(request)
    if not hashes:
        return None
    kind, public_id = request.POST.get("kind", ""), request.POST.get("matter", "")
    rows: Any = {COMPLAINT: own_complaints(hashes[0]), REQUEST: own_requests(hashes[1])}.get(kind)
    row = rows.filter(public_id=public_id).first() if rows is not None else None
    return (kind, row) if row is not None else None


def _matters(hashes: list[str]) -> list[Matter]:
    return selectors.matters_of(complaints=hashes[0], requests=hashes[1])


def _hashes(request: HttpRequest) -> list[str]:
    """The two keyed hashes of the address or number that this browser has proved; empty without."""
    hashes = _kept(request, GRANT).split()
    return hashes if len(hashes) == 2 else []


def _keep(response: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    response.set_cookie(
        name,
        signing.dumps(value, salt=name),
        max_age=LIFETIME,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest, name: str) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(name, ""), salt=name, max_age=LIFETIME))
    except signing.BadSignature:
        return ""


def _ask_page(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/portal/mine.html", {"form": form}, status=status)


def _figures_page(request: HttpRequest, form: FiguresForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/portal/mine_figures.html", {"form": form}, status=status)
