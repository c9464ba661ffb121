"""The one list of voices: what customers said, wherever they said it, with its labels."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Turned
from foundation.accounts.permissions import Permission
from foundation.core.ids import new_public_id
from voc.enums.voice import LabelField, Sentiment, VoiceChannel, VoiceKind

if TYPE_CHECKING:
    from foundation.accounts.models import User

# Below this score a label is a guess that a person should look at.
LOW_CONFIDENCE = 0.6


def _kept_from(user: "User") -> Q:
    """Of rows with a complaint, those that the person must not read."""
    secret = Q(complaint__complained_about=user.pk)
    return secret if user.can(Permission.COMPLAINT_MISCONDUCT) else secret | Q(complaint__is_misconduct=True)


def became_secret(user: "User", public_id: str) -> Exists:
    """Whether the voice of a row, by its path, became a complaint that the person must not read."""
    return Exists(Turned.objects.filter(_kept_from(user), voice=OuterRef(public_id), voice__gt=""))


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Reads that every list starts from."""

    def visible_to(self, user: "User") -> Self:
        """All voices for those who may see them, but never one from a complaint about the reader, nor one that goes by
        the confidential route, where the reader is not of that route; also where the voice became that complaint."""
        if not user.can(Permission.VOC_VIEW):
            return self.none()
        return self.filter(Q(complaint__isnull=True) | ~_kept_from(user)).exclude(became_secret(user, "public_id"))

    def doubtful(self) -> Self:
        """Labelled by machine with little confidence, and not yet looked at by a person."""
        return self.filter(confidence__lt=LOW_CONFIDENCE, is_checked=False)


class Voice(models.Model):
    """One thing a customer said. It comes from exactly one source; a source gives one voice, so pulling twice is safe.

    `stage` is known of feedback alone; any other voice belongs to each stage that its touchpoint serves.
    `text` holds no telephone numbers, identity numbers or e-mail addresses (rules.scrubbed). `fixed` names the labels
    set by a person or told by the source, which no model overwrites; scores are the model's own estimate, 0 to 1.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    text = models.TextField()
    search_text = models.TextField(editable=False)
    occurred_at = models.DateTimeField()
    gathered_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=VoiceChannel.choices)
    touchpoint = models.ForeignKey(
        "customers.Touchpoint", null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )
    stage = models.ForeignKey(
        "customers.LifecycleStage", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )

    feedback = models.OneToOneField(
        "voc.Feedback", null=True, blank=True, on_delete=models.PROTECT, related_name="voice"
    )
    answer = models.OneToOneField("voc.Answer", null=True, blank=True, on_delete=models.PROTECT, related_name="voice")
    complaint = models.OneToOneField(
        "complaints.Complaint", null=True, blank=True, on_delete=models.PROTECT, related_name="voice"
    )
    voice_import = models.ForeignKey(
        "voc.VoiceImport", null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  NULL: absent

    kind = models.CharField(max_length=12, choices=VoiceKind.choices, default=VoiceKind.OPINION)
    sentiment = models.CharField(max_length=3, choices=Sentiment.choices, blank=True)
    sentiment_score = models.FloatField(null=True, blank=True)
    topic = models.ForeignKey("voc.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="voices")
    topic_score = models.FloatField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True, editable=False)
    fixed = ArrayField(models.CharField(max_length=9, choices=LabelField.choices), default=list, blank=True)
    is_checked = models.BooleanField(default=False)
    labelled_at = models.DateTimeField(null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    feedback__isnull=False, answer__isnull=True, complaint__isnull=True, import_key__isnull=True
                )
                | Q(feedback__isnull=True, answer__isnull=False, complaint__isnull=True, import_key__isnull=True)
                | Q(feedback__isnull=True, answer__isnull=True, complaint__isnull=False, import_key__isnull=True)
                | Q(feedback__isnull=True, answer__isnull=True, complaint__isnull=True, import_key__isnull=False),
                name="voice_one_source",
            ),
            models.CheckConstraint(condition=Q(kind__in=VoiceKind.values), name="voice_kind_known"),
            models.CheckConstraint(condition=Q(sentiment__in=[*Sentiment.values, ""]), name="voice_sentiment_known"),
            models.CheckConstraint(condition=Q(channel__in=VoiceChannel.values), name="voice_channel_known"),
        ]
        indexes = [
            models.Index(fields=["-occurred_at", "-id"], name="voice_newest"),
            models.Index(fields=["sentiment", "-occurred_at", "-id"], name="voice_by_sentiment"),
            models.Index(fields=["kind", "-occurred_at", "-id"], name="voice_by_kind"),
            models.Index(fields=["topic", "-occurred_at", "-id"], name="voice_by_topic"),
            models.Index(fields=["channel", "-occurred_at", "-id"], name="voice_by_channel"),
            models.Index(fields=["touchpoint", "-occurred_at", "-id"], name="voice_by_touchpoint"),
            models.Index(fields=["customer", "-occurred_at", "-id"], name="voice_by_customer"),
            models.Index(
                fields=["-occurred_at", "-id"], condition=Q(confidence__lt=0.6, is_checked=False), name="voice_doubtful"
            ),
            models.Index(fields=["id"], condition=Q(labelled_at__isnull=True), name="voice_unlabelled"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="voice_search"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class VoiceImport(models.Model):
    """One file of voices: who brought it, what became of its rows, which rows were not accepted and why."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    issues = models.JSONField(default=list, blank=True)
    brought_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("file of voices")
        verbose_name_plural = _("files of voices")

    def __str__(self) -> str:
        return self.file_name
