"""Articles and lessons, what they are about, and whether they helped."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.models import Record, set_together, track
from foundation.knowledge.enums import FOR_CUSTOMERS, Kind, Status

if TYPE_CHECKING:
    from foundation.accounts.models import User

KEPT = (Status.PUBLISHED, Status.WITHDRAWN)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads of articles. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """Published ones for every reader; drafts for their author and for those who publish."""
        if not user.can(Permission.KNOWLEDGE_VIEW):
            return self.none()
        if user.can(Permission.KNOWLEDGE_PUBLISH):
            return self
        return self.filter(Q(status__in=KEPT) | Q(author=user) | Q(owner=user))

    def in_force(self, *, at: dt.datetime) -> Self:
        """Published and not past their date."""
        return self.filter(status=Status.PUBLISHED, expires_at__gt=at)

    def for_customers(self, *, at: dt.datetime) -> Self:
        """What the portal shows: meant for customers, published by a second person and not past its date."""
        return self.in_force(at=at).filter(for_public=True)

    def expired(self, *, at: dt.datetime) -> Self:
        """Published, but nobody has confirmed that they still hold."""
        return self.filter(status=Status.PUBLISHED, expires_at__lte=at)


class Article(Record):
    """An article. `subject_kind` and `subject_public_id` cite the record a lesson was drawn from (core.references)."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    body_th = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_public_id = models.CharField(max_length=26, blank=True)
    for_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["search_text", "reminded_at"])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="article_status_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="article_kind_known"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_public_id="") | ~Q(subject_kind="") & ~Q(subject_public_id=""),
                name="article_subject_whole",
            ),
            models.CheckConstraint(
                condition=Q(for_public=False) | Q(kind__in=FOR_CUSTOMERS), name="article_public_kinds"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(published_at__isnull=False, expires_at__isnull=False) & ~Q(body_th=""),
                name="article_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("author")),
                name="article_published_by_another",
            ),
            set_together("published_at", "published_by", name="article_published_at_by"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="article_by_status"),
            models.Index(fields=["subject_kind", "subject_public_id"], name="article_by_subject"),
            models.Index(fields=["-id"], name="article_public", condition=Q(status=Status.PUBLISHED, for_public=True)),
            models.Index(fields=["expires_at"], name="article_expiry", condition=Q(status=Status.PUBLISHED)),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="article_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, in Thai where there is no other."""
        return (get_language() == "en" and self.title_en) or self.title_th

    @property
    def title_language(self) -> str:
        """The language that `title` is in."""
        return "en" if get_language() == "en" and self.title_en else "th"

    @property
    def body(self) -> str:
        """The text in the reader's language, in Thai where there is no other."""
        return (get_language() == "en" and self.body_en) or self.body_th

    @property
    def body_language(self) -> str:
        """The language that `body` is in."""
        return "en" if get_language() == "en" and self.body_en else "th"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:staff-detail", args=[self.public_id])

    def get_help_url(self) -> str:
        """Where customers read it, if they may."""
        return reverse("knowledge:portal-article", args=[self.public_id])

    def is_about(self, kind: str, public_id: str) -> bool:
        """Whether it was drawn from this record or is linked to it."""
        drawn = (self.subject_kind, self.subject_public_id) == (kind, public_id)
        return drawn or self.links.filter(kind=kind, record_id=public_id).exists()


class ArticleLink(Record):
    """A record of any room that an article is about (core.references). Who linked it, and when, is in its history."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=40)

    history = track()

    class Meta:
        ordering = ["id"]
        verbose_name = _("link of an article")
        verbose_name_plural = _("links of articles")
        constraints = [
            models.UniqueConstraint(fields=["article", "kind", "record_id"], name="article_link_once"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(record_id=""), name="article_link_whole"),
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="article_link_by_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"


class Usefulness(models.Model):
    """Whether an article helped a reader; one answer a person, the last one counts.

    A visitor of the portal has no `user`: `visitor` is a keyed hash of the session, another one for each article, so
    that nobody can be followed from page to page.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="answers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    visitor = models.CharField(max_length=64, blank=True, editable=False)
    helped = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer on usefulness")
        verbose_name_plural = _("answers on usefulness")
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="usefulness_once_a_person"),
            models.UniqueConstraint(
                fields=["article", "visitor"], condition=~Q(visitor=""), name="usefulness_once_a_visitor"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, visitor="") | Q(user__isnull=True) & ~Q(visitor=""),
                name="usefulness_of_one_reader",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="usefulness_by_time")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.helped}"
