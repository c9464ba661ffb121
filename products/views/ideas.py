"""Ideas at the desk: list, handing in, answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.access import requires as everybody_signed_in
from foundation.core.errors import StaleVersion
from foundation.core.form_pages import attempt
from foundation.core.list_filters import narrow, read, without
from foundation.core.pages import keyset_page
from foundation.core.references import resolve
from foundation.core.search import holding
from products import selectors, services
from products.enums import IdeaStatus, Origin
from products.forms import AnswerForm, IdeaForm, RevealForm
from products.lifecycle import IDEA_MOVES
from products.models import Idea
from products.views.common import tabs, visible_idea

MAY_SEE = (Permission.PRODUCT_VIEW, Permission.IDEA_SUBMIT)
# The lists that people ask for: key to the statuses in it. What waits comes first, by its date.
VIEWS = {
    "waiting": (IdeaStatus.RECEIVED,),
    "accepted": (IdeaStatus.ACCEPTED,),
    "not_now": (IdeaStatus.NOT_NOW,),
    "declined": (IdeaStatus.DECLINED, IdeaStatus.MERGED),
    "all": tuple(IdeaStatus),
}


@requires(*MAY_SEE)
@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Ideas by what happens with them; those who may not see all see their own."""
    user, now = signed_in(request), timezone.now()
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    visible = Idea.objects.visible_to(user)
    origin = request.GET.get("origin", "")
    origin = origin if origin in Origin.values else ""
    rows = holding(visible.filter(status__in=VIEWS[view]), request.GET.get("q", "")[:100])
    rows = rows.filter(origin=origin) if origin else rows
    asked = read(request.GET, user)
    rows = narrow(rows, asked.cuts)
    order = ("answer_due_at", "id") if view == "waiting" else ("-id",)
    page = keyset_page(rows.select_related("submitted_by", "project"), order=order, cursor=request.GET.get("after", ""))
    context = {
        "page": page,
        "view": view,
        "views": [_tab(key, view, without(request.GET, view=key)) for key in VIEWS],
        "asked": asked,
        "filters": asked.chips(request.GET),
        "needle": request.GET.get("q", "")[:100],
        "origin": origin,
        "origins": Origin.choices,
        "now": now,
        "overdue": visible.overdue(at=now).count(),
        "sees_all": user.can(Permission.PRODUCT_VIEW),
        "may_submit": user.can(Permission.IDEA_SUBMIT),
        **tabs(request, "ideas"),
    }
    return render(request, "products/ideas/list.html", context)


@requires(Permission.IDEA_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Hand an idea in; titles that look alike are shown first, once."""
    form = IdeaForm(request.POST or None)
    alike: list[Idea] = []
    if request.method == "POST" and form.is_valid():
        if "sure" not in request.POST:
            # Everybody is told of likes, by title alone: nobody should hand in twice what is there.
            alike = selectors.similar_ideas(form.cleaned_data["title"])
        if not alike:
            idea = attempt(
                form,
                lambda: services.submit_idea(
                    title=form.cleaned_data["title"],
                    description=form.cleaned_data["description"],
                    source=None,
                    by=signed_in(request),
                    now=timezone.now(),
                ),
            )
            if idea:
                messages.success(request, _("Thank you. The idea has the number %(number)s.") % {"number": idea.number})
                return redirect(idea)
    context = {"form": form, "alike": alike, "sees_all": signed_in(request).can(Permission.PRODUCT_VIEW)}
    return render(request, "products/ideas/new.html", context, status=422 if form.errors else 200)


@everybody_signed_in()
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One idea with its answer."""
    return _page(request, visible_idea(request, number))


@requires(Permission.PRODUCT_EDIT)
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer it."""
    idea = visible_idea(request, number)
    form = _answer_form(idea, request.POST)
    if not form.is_valid():
        return _page(request, idea, answer_form=form, status=422)
    said = form.cleaned_data
    try:
        answered = attempt(
            form,
            lambda: services.answer_idea(
                idea_id=idea.pk,
                move=said["move"],
                answer=said["answer"],
                into_id=said["into"].pk if said["into"] else None,
                shown_version=said["version"],
                by=signed_in(request),
                now=timezone.now(),
            ),
        )
    except StaleVersion as refusal:
        form.add_error(None, refusal.message)
        return _page(request, visible_idea(request, number), answer_form=form, status=409)
    if answered is None:
        return _page(request, idea, answer_form=form, status=422)
    messages.success(request, _("Answered: %(status)s.") % {"status": answered.get_status_display()})
    return redirect(answered)


@requires(Permission.PRODUCT_EDIT)
@require_POST
@never_cache
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contact once, after a reason that is logged."""
    idea = visible_idea(request, number)
    form = RevealForm(request.POST)
    shown = None
    if hasattr(idea, "contact") and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = attempt(
            form,
            lambda: services.reveal_contact(idea_id=idea.pk, reason=reason, by=signed_in(request), now=timezone.now()),
        )
    return _page(request, idea, reveal_form=form, revealed=shown, status=200 if shown else 422)


def _page(
    request: HttpRequest,
    idea: Idea,
    *,
    answer_form: AnswerForm | None = None,
    reveal_form: RevealForm | None = None,
    revealed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    visible = Idea.objects.visible_to(user)
    moves = [name for name, move in IDEA_MOVES.items() if idea.status in move.sources]
    may_answer = user.can(Permission.PRODUCT_EDIT) and bool(moves) and idea.project is None
    context: dict[str, Any] = {
        "idea": idea,
        "now": timezone.now(),
        "source": resolve(user, idea.source_kind, idea.source_public_id) if idea.source_kind else None,
        "alike": selectors.similar_ideas(idea.title, among=visible, besides=idea.pk),
        "merged": visible.filter(merged_into=idea),
        "history": idea.history.select_related("history_user").order_by("-history_date", "-history_id")[:12],
        "has_contact": hasattr(idea, "contact") and bool(idea.contact.email or idea.contact.phone or idea.contact.name),
        "revealed": revealed,
        "may_answer": may_answer,
        "may_start": user.can(Permission.PRODUCT_EDIT) and idea.status == IdeaStatus.ACCEPTED and not idea.project,
        "may_reveal": user.can(Permission.PRODUCT_EDIT),
        "answer_form": answer_form or (_answer_form(idea) if may_answer else None),
        "reveal_form": reveal_form or RevealForm(auto_id="reveal-%s"),
    }
    return render(request, "products/ideas/detail.html", context, status=status)


def _answer_form(idea: Idea, data: Any = None) -> AnswerForm:
    alike = [row.pk for row in selectors.similar_ideas(idea.title, besides=idea.pk)]
    initial = {"version": idea.version}
    return AnswerForm(data, idea=idea, alike=Idea.objects.filter(pk__in=alike), initial=initial, auto_id="answer-%s")


def _tab(key: str, current: str, url: str) -> dict[str, Any]:
    labels = {
        "waiting": _("Awaiting an answer"),
        "accepted": _("Accepted"),
        "not_now": _("Not now"),
        "declined": _("Declined or merged"),
        "all": _("All"),
    }
    return {"label": labels[key], "url": url, "current": key == current}
