"""Pages of articles: list, reading, writing, the steps to readers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.lifecycle import moves_from
from foundation.core.pages import keyset_page
from foundation.core.references import by_address, label_of, resolve
from foundation.core.search import holding
from foundation.core.stale import stale_context
from foundation.knowledge import rules, selectors, services
from foundation.knowledge.enums import Kind, Status
from foundation.knowledge.forms import ArticleForm, LinkForm, MoveForm
from foundation.knowledge.lifecycle import MOVES
from foundation.knowledge.models import Article

VIEWS = {
    "published": (Status.PUBLISHED,),
    "in_review": (Status.IN_REVIEW,),
    "draft": (Status.DRAFT,),
    "withdrawn": (Status.WITHDRAWN,),
}


@requires(Permission.KNOWLEDGE_VIEW)
@require_GET
def article_list(request: HttpRequest) -> HttpResponse:
    """Articles by where they stand, searched in Thai or English."""
    user, now = signed_in(request), timezone.now()
    view = request.GET.get("view", "published")
    view = view if view in VIEWS else "published"
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    needle = request.GET.get("q", "")[:100]
    rows = holding(Article.objects.visible_to(user).filter(status__in=VIEWS[view]), needle)
    rows = rows.filter(kind=kind) if kind else rows
    context = {
        "page": keyset_page(rows.select_related("owner"), order=("-id",), cursor=request.GET.get("after", "")),
        "views": [{"label": Status(key).label, "url": f"?view={key}", "current": key == view} for key in VIEWS],
        "view": view,
        "needle": needle,
        "kind": kind,
        "kinds": Kind.choices,
        "expired": Article.objects.visible_to(user).expired(at=now).count(),
        "now": now,
        "may_write": user.can(Permission.KNOWLEDGE_WRITE),
    }
    return render(request, "knowledge/list.html", context)


@requires(Permission.KNOWLEDGE_VIEW)
@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One article, what it is about, and the steps that this person may take."""
    return _page(request, _visible(request, public_id))


@requires(Permission.KNOWLEDGE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Write an article."""
    form = ArticleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            article = services.write_article(values=form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Incomplete as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept as a draft."))
            return redirect(article)
    return render(request, "knowledge/form.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.KNOWLEDGE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a draft; a save that came too late shows both sides."""
    article = _visible(request, public_id)
    fields = ("kind", "for_public", "title_th", "body_th", "title_en", "body_en", "version")
    form = ArticleForm(request.POST or None, initial={name: getattr(article, name) for name in fields})
    context: dict[str, Any] = {"form": form, "article": article}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_article(
                article_id=article.pk,
                shown_version=form.cleaned_data["version"] or 0,
                values=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            context |= stale_context(form, _visible(request, public_id))
            status = 409
        except IllegalMove as refusal:
            form.add_error(None, refusal.message)
            status = 409
        except (Incomplete, NotAllowed) as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(article)
    return render(request, "knowledge/form.html", context, status=422 if form.errors and status == 200 else status)


@requires(Permission.KNOWLEDGE_WRITE, Permission.KNOWLEDGE_PUBLISH)
@require_POST
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Take a step of the path."""
    article = _visible(request, public_id)
    form = MoveForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.move_article(
            article_id=article.pk, move=move, reason=reason, by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        return _page(request, _visible(request, public_id), refusal=refusal.message, status=409)
    except NotAllowed as refusal:
        return _page(request, article, refusal=refusal.message, status=403)
    except Incomplete as refusal:
        return _page(request, article, refusal=refusal.message, status=422)
    messages.success(request, _("Done: %(step)s.") % {"step": MOVES[move].label})
    return redirect(article)


@requires(Permission.KNOWLEDGE_VIEW)
@require_POST
def useful(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say whether it helped."""
    article = _visible(request, public_id)
    helped = request.POST.get("helped") == "yes"
    services.answer_usefulness(article_id=article.pk, helped=helped, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Thank you. Your answer is kept."))
    return redirect(article)


@requires(Permission.KNOWLEDGE_WRITE)
@require_POST
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the article is about the record whose address was pasted."""
    article, user, form = _visible(request, public_id), signed_in(request), LinkForm(request.POST)
    if form.is_valid():
        record = by_address(user, form.cleaned_data["address"])
        if record is None:
            form.add_error("address", _("No record that you may see has this address."))
        else:
            try:
                services.link_article(article_id=article.pk, record=record, by=user, now=timezone.now())
            except NotAllowed:
                raise
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Linked: %(what)s") % {"what": record.title})
                return redirect(article)
    return _page(request, article, link_form=form, status=422)


@requires(Permission.KNOWLEDGE_WRITE)
@require_POST
def unlink(request: HttpRequest, public_id: str, link_id: str) -> HttpResponse:
    """Take a link off that this person sees."""
    article, user = _visible(request, public_id), signed_in(request)
    seen, _hidden = selectors.links_of(user, article)
    if link_id not in {row.public_id for row, _record in seen}:
        raise Http404
    services.unlink_article(article_id=article.pk, link_id=link_id, by=user, now=timezone.now())
    messages.success(request, _("The link is taken off."))
    return redirect(article)


def _visible(request: HttpRequest, public_id: str) -> Article:
    rows = Article.objects.visible_to(signed_in(request)).select_related("owner", "author", "published_by")
    return get_object_or_404(rows, public_id=public_id)


def _page(
    request: HttpRequest,
    article: Article,
    *,
    refusal: str = "",
    link_form: LinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    yes, answered = selectors.helped_counts(article)
    links, hidden_links = selectors.links_of(user, article)
    steps = [
        {"name": name, "label": MOVES[name].label, "needs_reason": "reason" in MOVES[name].demands}
        for name in moves_from(MOVES, article.status)
        if rules.may_move(user, article, name)
    ]
    context = {
        "article": article,
        "subject": resolve(user, article.subject_kind, article.subject_public_id) if article.subject_kind else None,
        "steps": steps,
        "form": link_form or MoveForm(auto_id=False),
        "refusal": refusal,
        "yes": yes,
        "answered": answered,
        "own_answer": article.answers.filter(user=user).first(),
        "is_expired": bool(article.expires_at and article.expires_at <= timezone.now()),
        "waits_for_another": article.status == Status.IN_REVIEW and user.pk == article.author_id,
        "may_edit": rules.may_edit(user, article),
        "links": [(row, record, label_of(row.kind)) for row, record in links],
        "hidden_links": hidden_links,
        "link_form": (link_form or LinkForm()) if rules.may_link(user, article) else None,
        "history": selectors.changes_of(article),
    }
    return render(request, "knowledge/detail.html", context, status=status)
