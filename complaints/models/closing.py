"""No phantom closing: what proves that a remedy was carried out, and what the complainant says to it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_closing import Came, ProofKind, Said, Via
from foundation.core.ids import new_public_id
from foundation.core.models import set_together


class CarryOutProof(models.Model):
    """One proof that a decision was carried out: a file, known by its hash, or what another person saw. Append-only.

    It counts for the decision that stood when it was given. `shared_from` is the leading case of a common matter.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=10, choices=ProofKind.choices)
    seen = models.TextField(blank=True)
    file_id = models.CharField(max_length=26, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_shared = models.BooleanField(default=False)
    shared_from = models.ForeignKey("complaints.Complaint", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("proof of carrying out")
        verbose_name_plural = _("proofs of carrying out")
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaint_proof_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ProofKind.CHECK, file_id="", sha256="") & ~Q(seen="")
                | ~Q(kind=ProofKind.CHECK) & ~Q(file_id="") & ~Q(sha256=""),
                name="complaint_proof_is_a_file_or_a_look",
            ),
            models.CheckConstraint(condition=Q(kind__in=ProofKind.values), name="complaint_proof_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Confirmation(models.Model):
    """The question “is it done?”, asked once for each carrying out, and the complainant's one answer to it.

    The link in the message bears a token that serves this question alone; of it we keep a keyed hash.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="confirmations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, db_index=True)
    said = models.CharField(max_length=10, choices=Said.choices, blank=True)
    words = models.TextField(blank=True)
    via = models.CharField(max_length=6, choices=Via.choices, blank=True)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_how = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("question whether it is done")
        verbose_name_plural = _("questions whether it is done")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="complaint_one_open_question",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, said="", via="", came="", words="")
                | Q(answered_at__isnull=False, said=Said.DONE, came=Came.CONFIRMED) & ~Q(via="")
                | Q(answered_at__isnull=False, said=Said.NOT_DONE, came__in=(Came.REOPENED, Came.OBJECTION))
                & ~Q(via="")
                & ~Q(words=""),
                name="complaint_confirmation_whole",
            ),
            models.CheckConstraint(
                condition=Q(via=Via.STAFF, by__isnull=False) | ~Q(via=Via.STAFF) & Q(by__isnull=True),
                name="complaint_confirmation_staff_named",
            ),
            set_together("settled_at", "settled_by", name="complaint_objection_settled_whole"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(came=Came.OBJECTION) & ~Q(settled_how=""),
                name="complaint_objection_settled_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said or 'open'} {self.asked_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        """Whether the complainant may still answer."""
        return self.answered_at is None and self.ended_at is None and now < self.expires_at
