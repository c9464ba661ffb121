"""Reads of articles."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from foundation.accounts.permissions import Permission
from foundation.core.thai.text import search_form
from foundation.knowledge.enums import Kind, Status
from foundation.knowledge.models import Article

if TYPE_CHECKING:
    from foundation.accounts.models import User


WORDS_LIMIT = 8  # of one search


def searched(rows: "QuerySet[Article]", needle: str) -> "QuerySet[Article]":
    """Those whose title or text holds the needle."""
    form = search_form(needle)
    return rows.filter(search_text__contains=form) if form else rows


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


def articles_of(user: "User", kind: str, public_id: str, *, at: dt.datetime) -> "QuerySet[Article]":
    """What was learnt from a record, for its page: newest first, drafts only for those who may see them."""
    return Article.objects.visible_to(user).filter(subject_kind=kind, subject_public_id=public_id).order_by("-id")


def helped_counts(article: Article) -> tuple[int, int]:
    """How many readers said that it helped, and how many answered."""
    counts = article.answers.aggregate(yes=Count("pk", filter=Q(helped=True)), n=Count("pk"))
    return counts["yes"], counts["n"]
