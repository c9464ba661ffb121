"""A partner reads and signs through a link: no account, in both languages, and only a POST does anything."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from service_charter.forms.commitments import PartnerSignForm
from service_charter.models import CommitmentLink
from service_charter.selectors.commitments import current
from service_charter.services import commitments as services

SCOPE = "service_charter.commitment"
LOOKS = rates.Limit(60, timedelta(hours=1))


def _again(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page anew with what was typed, after the safety mark of the form had expired."""
    link = services.link_of(token)
    if link is None:
        return _closed(request, None, status=404)
    return _page(request, link, PartnerSignForm(request.POST), status=403)


@public
@never_cache
@keeps_text(lambda request, token, **kwargs: _again(request, token))
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, token: str) -> HttpResponseBase:
    """The promises; signed once, thanks."""
    if not rates.allow(SCOPE, rates.visitor(request), limit=LOOKS, now=timezone.now()):
        return _closed(request, None, status=429, busy=True)
    link = services.link_of(token)
    if link is None:
        return _closed(request, None, status=404)
    if link.used_at:
        return render(request, "service_charter/commitments/thanks.html", {"row": link.commitment})
    if not link.is_open(timezone.now()) or not current(timezone.now()).filter(pk=link.commitment_id).exists():
        return _closed(request, link, status=410)
    if request.method != "POST":
        return _page(request, link, PartnerSignForm(initial={"shown_hash": link.commitment.content_hash}))
    form = PartnerSignForm(request.POST)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    facts = {name: form.cleaned_data[name] for name in ("shown_hash", "name", "position")}
    try:
        services.accept_by_link(token=token, now=timezone.now(), **facts)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, link, form, status=422)
    signed = services.link_of(token)
    return render(request, "service_charter/commitments/thanks.html", {"row": signed and signed.commitment})


def _page(request: HttpRequest, link: CommitmentLink, form: PartnerSignForm, *, status: int = 200) -> HttpResponse:
    context = {"row": link.commitment, "link": link, "form": form}
    return render(request, "service_charter/commitments/portal.html", context, status=status)


def _closed(request: HttpRequest, link: CommitmentLink | None, *, status: int, busy: bool = False) -> HttpResponse:
    if busy:
        reason = _("There were very many tries from your network just now. Please try again in an hour, or call us.")
    elif link is None:
        reason = _("Perhaps a letter of the address is missing. The link in our letter works when it is opened whole.")
    else:
        reason = _(
            "The link has expired or a newer one has taken its place. We gladly send you a new one: please tell us."
        )
    return render(request, "service_charter/commitments/closed.html", {"reason": reason}, status=status)
