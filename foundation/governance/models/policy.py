"""The policy: its versions, each with sections and clauses, and who has acknowledged which version."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.evidence import CLAUSES
from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track
from foundation.governance.enums import PolicyStatus, SectionKey
from foundation.governance.models.spoken import spoken

IN_FORCE_ONCE = (PolicyStatus.PUBLISHED, PolicyStatus.SUPERSEDED)
AFTER_REVIEW = (PolicyStatus.REVIEWED, PolicyStatus.PROPOSED, PolicyStatus.APPROVED, *IN_FORCE_ONCE)


class Policy(Record):
    """A policy of the board, known by its key; the customer and market policy is shipped."""

    key = models.SlugField(max_length=60, unique=True)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)

    class Meta:
        ordering = ["key"]
        verbose_name = gettext_lazy("policy")
        verbose_name_plural = gettext_lazy("policies")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")


class PolicyVersion(Record):
    """One version. What the board approves are the Thai texts (content.py); titles in English, summaries and titles
    of clauses are reading aids in our own words.

    `effective_on` None means that the announcement does not state it. `imported_from` is the sha-256 of the file of
    a version that was adopted before the system existed.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=PolicyStatus.choices, default=PolicyStatus.DRAFT)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    imported_from = models.CharField(max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafter_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.TextField(blank=True)
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    announced_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    history = track()

    class Meta:
        ordering = ["policy", "-number"]
        verbose_name = gettext_lazy("version of a policy")
        verbose_name_plural = gettext_lazy("versions of policies")
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(status=PolicyStatus.PUBLISHED), name="one_published_policy"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=~Q(status__in=IN_FORCE_ONCE), name="one_policy_on_its_way"
            ),
            models.CheckConstraint(condition=Q(status__in=PolicyStatus.values), name="policy_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=IN_FORCE_ONCE)
                | Q(resolution__isnull=False, announced_on__isnull=False, published_at__isnull=False),
                name="policy_published_by_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AFTER_REVIEW) | Q(reviewed_by__isnull=False) | ~Q(imported_from=""),
                name="policy_reviewed_before_the_board",
            ),
            models.CheckConstraint(
                condition=Q(status=PolicyStatus.SUPERSEDED, superseded_at__isnull=False)
                | ~Q(status=PolicyStatus.SUPERSEDED) & Q(superseded_at__isnull=True),
                name="policy_superseded_when",
            ),
            models.CheckConstraint(condition=Q(imported_from="") | Q(number=1), name="policy_import_is_the_first"),
            set_together("reviewed_at", "reviewed_by", name="policy_reviewed_at_by"),
            set_together("published_at", "published_by", name="policy_published_at_by"),
        ]

    def __str__(self) -> str:
        return _("Policy version %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The stable public address of this version."""
        return reverse("governance:portal-policy-version", args=[self.number])

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def approved_on(self) -> dt.date | None:
        """The day of the meeting whose resolution approves it."""
        return self.resolution.meeting.held_on if self.resolution else None

    @property
    def meeting_label(self) -> str:
        """ "8/2565", the meeting whose resolution approves it; empty before."""
        return self.resolution.meeting.label if self.resolution else ""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.status in IN_FORCE_ONCE


class PolicySection(models.Model):
    """A part of a version: the preamble, one of the five numbered parts, or the closing provisions."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=10, choices=SectionKey.choices)
    position = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    text_th = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = gettext_lazy("section of a policy")
        verbose_name_plural = gettext_lazy("sections of policies")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="policy_section_once"),
            models.UniqueConstraint(fields=["version", "position"], name="policy_section_position_once"),
            models.CheckConstraint(condition=Q(key__in=SectionKey.values), name="policy_section_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")


class PolicyClause(Record):
    """A clause of a version: `key` is one of `core.evidence.CLAUSES`, `text_th` the exact text."""

    section = models.ForeignKey(PolicySection, on_delete=models.CASCADE, related_name="clauses")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    summary_th = models.TextField()
    summary_en = models.TextField()
    text_th = models.TextField(blank=True)

    history = track()

    class Meta:
        ordering = ["policy_version", "position"]
        verbose_name = gettext_lazy("clause of a policy")
        verbose_name_plural = gettext_lazy("clauses of policies")
        constraints = [
            models.UniqueConstraint(fields=["policy_version", "key"], name="policy_clause_once"),
            models.CheckConstraint(condition=Q(key__in=CLAUSES), name="policy_clause_known"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def summary(self) -> str:
        """In the reader's language."""
        return spoken(self, "summary")

    @property
    def heading(self) -> str:
        """Number and title; the closing provisions have no number."""
        return f"{self.key} {self.title}" if self.key[0].isdigit() else self.title


class PolicyAcknowledgement(models.Model):
    """A member of staff has read a version and will carry it. Rows are only ever added."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("acknowledgement of a policy")
        verbose_name_plural = gettext_lazy("acknowledgements of policies")
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="policy_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"
