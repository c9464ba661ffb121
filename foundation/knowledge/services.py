"""Writing, reviewing and publishing articles; asking for a lesson when something ends."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import keyed_hash
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from foundation.core.references import Reference
from foundation.core.thai.text import normalise, normalise_line, search_form
from foundation.governance.citing import AUDIT_KIND
from foundation.governance.models import Audit
from foundation.knowledge import rules
from foundation.knowledge.enums import FOR_CUSTOMERS, Kind, Status
from foundation.knowledge.lifecycle import MOVES
from foundation.knowledge.models import Article, ArticleLink, Usefulness

HOLDS_FOR = dt.timedelta(days=365)  # then somebody has to confirm it
REMIND_BEFORE = dt.timedelta(days=30)
TITLE_LIMIT = 200
TEXTS = ("title_th", "title_en", "body_th", "body_en")


@transaction.atomic
def write_article(
    *, values: dict[str, Any], by: User, now: dt.datetime, subject: tuple[str, str] | None = None
) -> Article:
    """A new draft. `values`: kind, title_th, title_en, body_th, body_en, for_public.

    `subject` cites a record (kind, public id).

    Raises NotAllowed, Incomplete without a Thai title or when a lesson is meant for customers.
    """
    if not by.can(Permission.KNOWLEDGE_WRITE):
        raise NotAllowed(_("Your role does not include writing articles."))
    article = Article(owner=by, author=by, created_at=now, kind=values["kind"])
    if subject:
        article.subject_kind, article.subject_public_id = subject
    return _filled(article, values, by=by, now=now)


@transaction.atomic
def edit_article(*, article_id: int, shown_version: int, values: dict[str, Any], by: User, now: dt.datetime) -> Article:
    """Change a draft. Raises NotAllowed, Incomplete, StaleVersion, IllegalMove when it is no draft."""
    article = locked(Article.objects.all(), pk=article_id, shown_version=shown_version)
    if not rules.is_theirs(by, article):
        raise NotAllowed(_("Only its author, its owner and reviewers change a draft."))
    MOVES["submit"].from_(article.status)
    article.kind = values["kind"]
    if by.pk != article.author_id:
        article.author = by  # who wrote the text last does not publish it
    return _filled(article, values, by=by, now=now)


@transaction.atomic
def move_article(*, article_id: int, move: str, by: User, now: dt.datetime, reason: str = "") -> Article:
    """Take a step of the path. Raises IllegalMove, NotAllowed, Incomplete."""
    article = locked(Article.objects.select_related("author"), pk=article_id)
    step = MOVES[move]
    target = step.from_(article.status)
    if not rules.may_move(by, article, move):
        raise NotAllowed(_("This step is for another person: nobody publishes what they wrote themselves."))
    if "reason" in step.demands and not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    if "body" in step.demands and not article.body_th:
        raise Incomplete(_("There is no Thai text yet."), missing={"body_th": _("There is no Thai text yet.")})
    article.status = target
    if target == Status.PUBLISHED:
        article.published_at, article.published_by, article.expires_at = now, by, now + HOLDS_FOR
        article.reminded_at = None
    elif move == "revise":
        article.author = by
        article.published_at = article.published_by = article.expires_at = None
    signed(article, by=by, now=now, reason=reason).save()
    _tell(article, move, by)
    return article


@transaction.atomic
def ask_for_lesson(
    *, kind: str, public_id: str, about: str, owner: User, by: User | None, now: dt.datetime, text: str = ""
) -> Article:
    """A draft lesson about a record that has ended, for its owner to write; with `text`, it goes straight to review.

    `about` is what the record is called.

    The same record is asked for once: a second call returns the first lesson.
    """
    found = Article.objects.filter(subject_kind=kind, subject_public_id=public_id, kind=Kind.LESSON).first()
    if found:
        return found
    article = Article(
        kind=Kind.LESSON, owner=owner, author=owner, created_at=now, subject_kind=kind, subject_public_id=public_id
    )
    if text.strip():
        article.status = Status.IN_REVIEW
    with translation.override("th"):
        title = (_("Lesson: %(about)s") % {"about": about})[:TITLE_LIMIT]
    article = _filled(article, {"title_th": title, "body_th": text}, by=by, now=now)
    if not text.strip() and owner != by:
        _note(owner, lambda: _("Please write down the lesson: %(title)s") % {"title": title}, article)
    return article


def ask_for_lesson_of_audit(audit: Audit, by: User, now: dt.datetime) -> None:
    """A closed audit asks its auditor for the lesson; plugged into governance at start-up."""
    ask_for_lesson(kind=AUDIT_KIND, public_id=audit.public_id, about=str(audit), owner=audit.auditor, by=by, now=now)


@transaction.atomic
def link_article(*, article_id: int, record: Reference, by: User, now: dt.datetime) -> ArticleLink:
    """Say that the article is about a record of any room, found for this person by `core.references`.

    Raises NotAllowed, Refused for a record that is named already, for the article itself, or one too many.
    """
    article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
    if not rules.may_link(by, article):
        raise NotAllowed(_("Its author, its owner and reviewers say what an article is about."))
    if record.public_id == article.public_id:
        raise Refused(_("This is the article itself. Please paste the address of another record."))
    if article.is_about(record.kind, record.public_id):
        raise Refused(_("The article is linked to this record already."))
    if article.links.count() >= rules.LINKS_LIMIT:
        message = _("An article is linked to %(limit)s records at most. Please take one off first.")
        raise Refused(message % {"limit": rules.LINKS_LIMIT})
    link = ArticleLink(article=article, kind=record.kind, record_id=record.public_id, created_at=now)
    signed(link, by=by, now=now).save()
    return link


@transaction.atomic
def unlink_article(*, article_id: int, link_id: str, by: User, now: dt.datetime) -> None:
    """Take a link off; its history stays. Raises NotAllowed, ArticleLink.DoesNotExist."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
    if not rules.may_link(by, article):
        raise NotAllowed(_("Its author, its owner and reviewers say what an article is about."))
    signed(article.links.get(public_id=link_id), by=by, now=now).delete()


@transaction.atomic
def answer_usefulness(*, article_id: int, helped: bool, by: User, now: dt.datetime) -> None:
    """Keep whether the article helped; answering again replaces the answer."""
    Usefulness.objects.update_or_create(article_id=article_id, user=by, defaults={"helped": helped, "at": now})


@transaction.atomic
def answer_as_visitor(*, article_id: int, helped: bool, session_key: str, now: dt.datetime) -> None:
    """Keep whether it helped a visitor of the portal, without a name; within one session the last answer counts."""
    visitor = keyed_hash(session_key, purpose=f"knowledge.useful:{article_id}")
    Usefulness.objects.update_or_create(article_id=article_id, visitor=visitor, defaults={"helped": helped, "at": now})


@transaction.atomic
def remind_owners(*, now: dt.datetime) -> int:
    """Tell owners, once, of articles that soon need a new look. Gives how many."""
    due = Article.objects.select_for_update(skip_locked=True).filter(
        status=Status.PUBLISHED, expires_at__lte=now + REMIND_BEFORE, reminded_at__isnull=True
    )
    articles = list(due.select_related("owner")[:500])
    for article in articles:
        _note(article.owner, _still_holds(article.title_th), article)
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(reminded_at=now)
    return len(articles)


def _filled(article: Article, values: dict[str, Any], *, by: User | None, now: dt.datetime) -> Article:
    for name in TEXTS:
        clean = normalise_line if name.startswith("title") else normalise
        setattr(article, name, clean(values.get(name, "")))
    if not article.title_th:
        message = _("Please give a Thai title.")
        raise Incomplete(message, missing={"title_th": message})
    article.for_public = bool(values.get("for_public"))
    if article.for_public and article.kind not in FOR_CUSTOMERS:
        message = _("Only guides and questions with answers may be shown to customers.")
        raise Incomplete(message, missing={"for_public": message})
    article.search_text = search_form(" ".join(getattr(article, name) for name in TEXTS))
    signed(article, by=by, now=now).save()
    return article


def _tell(article: Article, move: str, by: User) -> None:
    title = article.title_th
    words: dict[str, Callable[[], str]] = {
        "publish": lambda: _("Published: %(title)s") % {"title": title},
        "send_back": lambda: _("Sent back for changes: %(title)s") % {"title": title},
        "withdraw": lambda: _("Withdrawn: %(title)s") % {"title": title},
    }
    if move in words and article.owner_id != by.pk:
        _note(article.owner, words[move], article)


def _still_holds(title: str) -> Callable[[], str]:
    return lambda: _("Does it still hold? %(title)s") % {"title": title}


def _note(user: User, words: Callable[[], str], article: Article) -> None:
    notify(user, words, article.get_absolute_url())
