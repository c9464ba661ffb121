"""Ideas, and the contact of those who want to hear what came of theirs."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, set_together, track
from products.enums import IdeaStatus, Origin

if TYPE_CHECKING:
    from foundation.accounts.models import User


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Reads of ideas. A view begins with `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """All for those who may see products; others see the ideas they handed in themselves."""
        if user.can(Permission.PRODUCT_VIEW):
            return self
        return self.filter(submitted_by=user) if user.can(Permission.IDEA_SUBMIT) else self.none()

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)

    def overdue(self, *, at: dt.datetime) -> Self:
        """Not answered although the date has passed."""
        return self.waiting().filter(answer_due_at__lt=at)


class Idea(Record):
    """An idea and its answer. `source_kind` and `source_public_id` cite the record it comes from (core.references).

    `title_form` is the title in search form: duplicates are found by its trigrams.
    """

    number = models.CharField(max_length=24, unique=True, editable=False)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    source_kind = models.CharField(max_length=40, blank=True)
    source_public_id = models.CharField(max_length=26, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="th")

    status = models.CharField(max_length=10, choices=IdeaStatus.choices, default=IdeaStatus.RECEIVED)
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    project = models.ForeignKey(
        "products.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="ideas"
    )
    title_form = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)

    history = track(excluded_fields=["title_form", "search_text"])
    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_public_id"], condition=~Q(source_kind=""), name="idea_source_once"
            ),
            models.CheckConstraint(
                condition=Q(source_kind="", source_public_id="") | ~Q(source_kind="") & ~Q(source_public_id=""),
                name="idea_source_whole",
            ),
            models.CheckConstraint(condition=Q(status__in=IdeaStatus.values), name="idea_status_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="idea_origin_known"),
            models.CheckConstraint(
                condition=Q(status=IdeaStatus.RECEIVED, answered_at__isnull=True)
                | ~Q(status=IdeaStatus.RECEIVED) & Q(answered_at__isnull=False) & ~Q(answer=""),
                name="idea_answered_with_words",
            ),
            models.CheckConstraint(
                condition=Q(status=IdeaStatus.MERGED, merged_into__isnull=False)
                | ~Q(status=IdeaStatus.MERGED) & Q(merged_into__isnull=True),
                name="idea_merged_into_one",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="idea_not_into_itself"),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | Q(status=IdeaStatus.ACCEPTED), name="idea_project_when_accepted"
            ),
            set_together("answered_at", "answered_by", name="idea_answered_at_by"),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="idea_by_status"),
            models.Index(fields=["answer_due_at", "id"], name="idea_waiting", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["submitted_at"], name="idea_by_time"),
            models.Index(fields=["customer", "-id"], name="idea_by_customer", condition=Q(customer__isnull=False)),
            GinIndex(fields=["title_form"], opclasses=["gin_trgm_ops"], name="idea_title_trigrams"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="idea_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("products:staff-idea", args=[self.number])

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None

    @property
    def is_on_time(self) -> bool:
        """Whether the answer came by its date."""
        return self.answered_at is not None and self.answered_at <= self.answer_due_at


class IdeaContact(Record):
    """Who wants to hear the answer, sealed under the person's own key. An anonymous idea has no such row."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="contact")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    email = EncryptedTextField()
    phone = EncryptedTextField()
    email_hash = models.CharField(max_length=64, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)

    history = track()

    class Meta:
        verbose_name = _("contact of an idea")
        verbose_name_plural = _("contacts of ideas")
        indexes = [
            models.Index(fields=["email_hash"], name="idea_contact_email", condition=~Q(email_hash="")),
            models.Index(fields=["phone_hash"], name="idea_contact_phone", condition=~Q(phone_hash="")),
        ]

    def __str__(self) -> str:
        return f"contact of idea {self.idea_id}"
