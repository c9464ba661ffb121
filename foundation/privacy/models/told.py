"""Why personal data are kept, what people were told, what they agreed to, and who has looked.

Notice versions, the consent ledger and the access log only grow: triggers refuse UPDATE, DELETE and TRUNCATE.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from foundation.privacy.enums import Basis, Channel, ConsentState


def _in_readers_language(row: models.Model, field: str) -> str:
    language = "en" if get_language() == "en" else "th"
    return str(getattr(row, f"{field}_{language}"))


class Purpose(Record):
    """What personal data are used for. `basis` decides whether people are asked or told."""

    key = models.SlugField(max_length=40, unique=True)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    basis = models.CharField(max_length=24, choices=Basis.choices)

    history = track()

    class Meta:
        ordering = ["key"]
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return _in_readers_language(self, "title")

    @property
    def needs_consent(self) -> bool:
        """Whether the data may be used only after the person agreed."""
        return self.basis == Basis.CONSENT


class Notice(Record):
    """The notice of one place where data are collected; what it says is in its versions."""

    key = models.SlugField(max_length=40, unique=True)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    purposes = models.ManyToManyField(Purpose, related_name="notices")

    history = track()

    class Meta:
        ordering = ["key"]
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return _in_readers_language(self, "title")


# What a notice must tell (PDPA section 23); services.publish_notice refuses a version in which one is empty.
NOTICE_PARTS = ("why", "what", "must_give", "kept_for", "recipients", "rights", "contact")


class NoticeVersion(Record):
    """What people were told from a moment on. Never changed: a correction is a new version."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why_th = models.TextField()
    why_en = models.TextField()
    what_th = models.TextField()
    what_en = models.TextField()
    must_give_th = models.TextField()
    must_give_en = models.TextField()
    kept_for_th = models.TextField()
    kept_for_en = models.TextField()
    recipients_th = models.TextField()
    recipients_en = models.TextField()
    rights_th = models.TextField()
    rights_en = models.TextField()
    contact_th = models.TextField()
    contact_en = models.TextField()

    class Meta:
        ordering = ["-effective_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="notice_version_number"),
            models.CheckConstraint(
                condition=~models.Q(
                    *((f"{part}_{language}", "") for part in NOTICE_PARTS for language in ("th", "en")),
                    _connector=models.Q.OR,
                ),
                name="notice_version_complete",
            ),
        ]
        verbose_name = _("notice version")
        verbose_name_plural = _("notice versions")

    def __str__(self) -> str:
        return f"{self.notice_id} v{self.number}"

    @property
    def parts(self) -> dict[str, str]:
        """What it tells, by part, in the reader's language."""
        return {part: _in_readers_language(self, part) for part in NOTICE_PARTS}


class Consent(models.Model):
    """A line of the ledger: a person said yes or no to a purpose, having seen this version of the notice.

    The person is named by kind and public id, so this room need not know where the person is kept. Whom a message is
    for is known by `data_key`, the person's key; a line without one lets nothing out.
    """

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="consents")
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="consents")
    subject_kind = models.CharField(max_length=40)
    subject_public_id = models.CharField(max_length=26)
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ConsentState.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")  # where it is not the person who said so here
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_public_id", "purpose", "-at", "-id"], name="consent_subject"),
            models.Index(fields=["data_key", "purpose", "-at", "-id"], name="consent_data_key"),
        ]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_public_id}: {self.purpose_id} {self.state}"


class AccessLog(models.Model):
    """A look at someone's personal data: who, whose, which fields, why, when.

    `viewed_on` is the day of a record that was only opened: that needs no reason and is written once a day, person and
    record, at the first time. Whom a look took out by the thousand, its batches name (`LookBatch`).
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_public_id = models.CharField(max_length=26)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    viewed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_public_id", "-id"], name="access_log_subject"),
            models.Index(fields=["by", "-id"], name="access_log_by"),
            models.Index(fields=["-id"], name="access_log_reasoned", condition=models.Q(viewed_on__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_public_id", "by", "viewed_on", "subject_kind"],
                condition=models.Q(viewed_on__isnull=False),
                name="access_log_view_once",
            ),
            models.CheckConstraint(
                condition=models.Q(viewed_on__isnull=False) | ~models.Q(reason=""), name="access_log_says_why"
            ),
        ]
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")

    def __str__(self) -> str:
        return f"{self.by_id} saw {self.subject_kind} {self.subject_public_id}"


class LookBatch(models.Model):
    """Some of the people whose data a look took out in one go, so that it stands with each of them. Only grows."""

    look = models.ForeignKey(AccessLog, on_delete=models.PROTECT, related_name="batches")
    subject_kind = models.CharField(max_length=40)
    subject_public_ids = ArrayField(models.CharField(max_length=26))

    class Meta:
        indexes = [GinIndex(fields=["subject_public_ids"], name="look_batch_whom")]
        verbose_name = _("people of a look")
        verbose_name_plural = _("people of a look")

    def __str__(self) -> str:
        return f"{self.look_id}: {len(self.subject_public_ids)} {self.subject_kind}"
