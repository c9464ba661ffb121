"""Help for customers: guides and answers that a second person released (policy 5.2, knowledge)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.core import rates
from foundation.core.access import public
from foundation.core.pages import keyset_page
from foundation.knowledge import selectors, services
from foundation.knowledge.enums import FOR_CUSTOMERS, Kind
from foundation.knowledge.models import Article

ANSWERS = rates.Limit(30, timedelta(hours=1))  # of one network address: a hall shares one
NEEDLE_LIMIT = 100
_SESSION = "help_answers"


@public
@require_GET
def help_list(request: HttpRequest) -> HttpResponse:
    """Guides and answers in force, searched in Thai or English."""
    needle = request.GET.get("q", "")[:NEEDLE_LIMIT].strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in FOR_CUSTOMERS else ""
    rows = selectors.help_for_customers(needle, at=timezone.now())
    rows = rows.filter(kind=kind) if kind else rows
    context = {
        "page": keyset_page(rows, order=("-id",), cursor=request.GET.get("after", "")),
        "needle": needle,
        "kind": kind,
        "kinds": [(value, Kind(value).label) for value in FOR_CUSTOMERS],
    }
    return render(request, "knowledge/portal/list.html", context)


@public
@require_GET
def help_article(request: HttpRequest, public_id: str) -> HttpResponse:
    """One guide or answer, and the question whether it helped."""
    article = _readable(public_id)
    answered = request.session.get(_SESSION, {}).get(article.public_id)
    return render(request, "knowledge/portal/article.html", {"article": article, "answered": answered})


@public
@require_POST
def useful(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say whether it helped: without a name, one answer a session."""
    article, now = _readable(public_id), timezone.now()
    address = f"{article.get_help_url()}#useful"
    if not rates.allow("knowledge.useful", rates.visitor(request), limit=ANSWERS, now=now):
        messages.error(request, _("Too many answers from this network. Please try again in an hour."))
        return redirect(address)
    helped = request.POST.get("helped") == "yes"
    if request.session.session_key is None:
        request.session.create()
    services.answer_as_visitor(
        article_id=article.pk, helped=helped, session_key=str(request.session.session_key), now=now
    )
    given = request.session.get(_SESSION, {})
    request.session[_SESSION] = given | {article.public_id: helped}
    messages.success(request, _("Thank you. Your answer is kept."))
    return redirect(address)


def _readable(public_id: str) -> Article:
    return get_object_or_404(Article.objects.for_customers(at=timezone.now()), public_id=public_id)
