"""What is done with what is held about a person: a copy given out once, a hold, an erasure and its proof."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, set_together

_USER = settings.AUTH_USER_MODEL


class DataExport(Record):
    """A copy of what is held, sealed under its own key, which is destroyed once the copy is fetched or expired."""

    request = models.ForeignKey("privacy.DataRequest", on_delete=models.PROTECT, related_name="exports")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField()  # what is told, as JSON, until the worker has made the files
    packed = EncryptedTextField()  # the ZIP of the files, in base64
    packed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)
    record_count = models.PositiveIntegerField()
    built_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    fetched_at = models.DateTimeField(null=True)
    fetched_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")  # None: the person

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fetched_by__isnull=True) | models.Q(fetched_at__isnull=False),
                name="data_export_fetched_when",
            ),
            set_together("packed", "packed_at", name="data_export_packed_when"),
        ]
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")

    def __str__(self) -> str:
        return self.public_id


class LegalHold(Record):
    """A record that must be kept: a lawsuit, an order of an authority. Nothing erases it until the hold is lifted.

    `is_automatic`: written by a refused erasure because an open matter or a contract stood against it (`set_by` tried
    it). Such a hold is lifted by nobody, when what stood against it is over.
    """

    kind = models.CharField(max_length=40)
    record_public_id = models.CharField(max_length=26)
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=300, blank=True)
    is_automatic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_public_id", "is_automatic"],
                condition=models.Q(lifted_at__isnull=True),
                name="legal_hold_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | models.Q(lifted_by__isnull=False, lifted_at__isnull=False, is_automatic=False)
                | models.Q(lifted_by__isnull=True, lifted_at__isnull=False, is_automatic=True),
                name="legal_hold_lifted_by_someone",
            ),
        ]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return f"{self.kind} {self.record_public_id}"


class Erasure(Record):
    """A proposal to erase what is held; another person approves and thereby carries it out.

    `records` names what is to be erased (pairs of kind and public id) and is emptied when that is done.
    """

    request = models.OneToOneField("privacy.DataRequest", on_delete=models.PROTECT, related_name="erasure")
    records = models.JSONField(default=list)
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("proposed_by")),
                name="erasure_takes_two",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(records=[]), name="erasure_done_names_nothing"
            ),
            set_together("approved_by", "approved_at", name="erasure_approved_by_someone"),
        ]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.request_id)

    @property
    def is_done(self) -> bool:
        """Whether it has been carried out."""
        return self.approved_at is not None


class ErasureProof(models.Model):
    """That an erasure was carried out: when, by whom, of how many records of which kinds. Append-only.

    It names nobody: no name, no number of a person, no id of a record.
    """

    request = models.OneToOneField("privacy.DataRequest", on_delete=models.PROTECT, related_name="erasure_proof")
    counts = models.JSONField()  # kind -> records
    keys_destroyed = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)  # SHA-256 over the kinds and ids, to recognise a list shown later
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("proof of an erasure")
        verbose_name_plural = _("proofs of erasures")

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
