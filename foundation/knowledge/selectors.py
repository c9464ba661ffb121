"""Reads of articles."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.references import Reference
from foundation.core.thai.text import search_form
from foundation.knowledge.enums import Kind, Status
from foundation.knowledge.models import Article, ArticleLink

if TYPE_CHECKING:
    from foundation.accounts.models import User


WORDS_LIMIT = 8  # of one search
CHANGES = 12  # shown of a history


@dataclass(frozen=True)
class Change:
    """One line of a history, as `components/history.html` shows it."""

    history_type: str
    history_change_reason: str
    history_user: "User | None"
    history_date: dt.datetime
    status: str = ""

    @property
    def get_status_display(self) -> str:
        """The state that the article came to."""
        return str(Status(self.status).label) if self.status else ""


def help_for_customers(needle: str, *, at: dt.datetime) -> "QuerySet[Article]":
    """What the portal shows, where every word of the needle is found (each as a part of a word, as Thai needs)."""
    rows = Article.objects.for_customers(at=at)
    for word in search_form(needle).split()[:WORDS_LIMIT]:
        rows = rows.filter(search_text__contains=word)
    return rows


def articles_waiting_for(user: "User") -> "QuerySet[Article]":
    """Lessons that this owner is asked to write, and for reviewers what others sent to review; the oldest first."""
    waiting = Q(owner=user, kind=Kind.LESSON, status=Status.DRAFT)
    if user.can(Permission.KNOWLEDGE_PUBLISH):
        waiting |= Q(status=Status.IN_REVIEW) & ~Q(author=user)
    return Article.objects.filter(waiting).select_related("author").order_by("id")


def lesson_asked_of(kind: str, public_id: str) -> "User | None":
    """Who was asked to write down the lesson of a record, whoever may read the draft; None where nobody was asked."""
    asked = Article.objects.filter(subject_kind=kind, subject_public_id=public_id, kind=Kind.LESSON)
    found = asked.select_related("owner").order_by("id").first()
    return found.owner if found else None


def articles_about(user: "User", kind: str, public_id: str) -> "QuerySet[Article]":
    """Articles that were drawn from a record or are linked to it, newest first, without those that were withdrawn."""
    linked = ArticleLink.objects.filter(kind=kind, record_id=public_id).values("article")
    about = Q(subject_kind=kind, subject_public_id=public_id) | Q(pk__in=linked)
    return Article.objects.visible_to(user).filter(about).exclude(status=Status.WITHDRAWN).order_by("-id")


def links_of(user: "User", article: Article) -> tuple[list[tuple[ArticleLink, Reference]], int]:
    """Records that the article is linked to, each as this person may see it, and how many are not for this person."""
    found = [(link, references.resolve(user, link.kind, link.record_id)) for link in article.links.all()]
    seen = [(link, record) for link, record in found if record]
    return seen, len(found) - len(seen)


def changes_of(article: Article) -> list[Change]:
    """What happened to the article and its links, newest first. Links are told by kind: not all see the record."""
    changes = [
        Change(row.history_type, row.history_change_reason or "", row.history_user, row.history_date, row.status)
        for row in article.history.select_related("history_user").order_by("-history_id")[:CHANGES]
    ]
    words = {"+": _("Linked: %(what)s"), "-": _("Link taken off: %(what)s")}
    links = ArticleLink.history.filter(article_id=article.pk, history_type__in=words)
    for row in links.select_related("history_user").order_by("-history_id")[:CHANGES]:
        told = words[row.history_type] % {"what": references.label_of(row.kind)}
        changes.append(Change(row.history_type, told, row.history_user, row.history_date))
    return sorted(changes, key=lambda change: change.history_date, reverse=True)[:CHANGES]


def helped_counts(article: Article) -> tuple[int, int]:
    """How many readers said that it helped, and how many answered."""
    counts = article.answers.aggregate(yes=Count("pk", filter=Q(helped=True)), n=Count("pk"))
    return counts["yes"], counts["n"]
