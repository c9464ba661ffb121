"""Pages that belong to no room: both homes, search, the language switch, plain files for browsers and finders."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from complaints.forms.tracking import TrackForm
from foundation.accounts.access import public, requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.icons import ICONS, MARK
from foundation.core.organisation import organisation
from foundation.core.search import search_all
from trdcrm import home
from trdcrm.forms import SpecimenForm
from trdcrm.ledger import promise_ledger

SEARCH_LENGTH = 100
SECURITY_TXT_LIFE = timedelta(days=180)


@public
@require_GET
def portal_home(request: HttpRequest) -> HttpResponse:
    """The front door: complain, track, and what we kept of our promises."""
    ledger = promise_ledger(now=timezone.now())
    return render(request, "pages/portal_home.html", {"ledger": ledger, "track": TrackForm(auto_id="track-%s")})


@public
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we did so that everyone can use the site, and whom to tell where it fails."""
    return render(request, "pages/accessibility.html")


@requires(Permission.STAFF)
@require_GET
def staff_home(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    now = timezone.now()
    work = home.my_work(signed_in(request), now=now)
    return render(request, "pages/staff_home.html", {"work": work, "today": timezone.localdate(now)})


@requires(Permission.STAFF)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the person may see and that bears the words."""
    needle = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    found = search_all(request.user, needle) if needle else []
    return render(request, "pages/search.html", {"needle": needle, "found": found})


@requires(Permission.ADMINISTER)
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every piece of the look on one page."""
    form = SpecimenForm(request.GET or None)
    return render(request, "pages/styleguide.html", {"form": form, "icons": sorted(ICONS)})


@public
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language, stay on the page, and keep the choice on the account of who signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in {"th", "en"}:
        User.objects.filter(pk=request.user.pk).update(language=chosen)  # a taste, not a matter of record
    return set_language(request)


@public
@require_GET
@cache_control(max_age=86400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark as an icon of the browser."""
    drawing = MARK.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" color="#075a5c" ', 1)
    return HttpResponse(drawing, content_type="image/svg+xml")


@public
@require_GET
@cache_control(max_age=86400, public=True)
def favicon_ico(request: HttpRequest) -> HttpResponse:
    """Where older browsers look without asking."""
    return redirect("favicon", permanent=True)


@public
@require_GET
@cache_control(max_age=86400, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, colour and icon for a phone's home screen."""
    return render(request, "pages/manifest.webmanifest", content_type="application/manifest+json")


@public
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: everything that is not for the public, and pages of one case."""
    lines = ["User-agent: *", "Disallow: /staff/", "Disallow: /accounts/", "Disallow: /admin/", "Disallow: /api/"]
    return HttpResponse(
        "\n".join([*lines, "Disallow: /portal/complaints/", "Disallow: /portal/requests/track", ""]),
        content_type="text/plain",
    )


@public
@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); without a contact there is no such file."""
    email = organisation()["email"]
    if not email:
        raise Http404
    expires = (timezone.now() + SECURITY_TXT_LIFE).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [f"Contact: mailto:{email}", f"Expires: {expires}", "Preferred-Languages: th, en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
