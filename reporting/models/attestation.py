"""Attestations: what a named person vouches for, where no machine can judge."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track


class AttestationQuerySet(QuerySet["Attestation"]):
    """Attestations by whether they count."""

    def valid(self, at: dt.datetime) -> "AttestationQuerySet":
        """Those that count at the moment: given before it, not yet expired, not withdrawn by then."""
        today = timezone.localdate(at)
        not_withdrawn = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
        return self.filter(not_withdrawn, attested_at__lte=at, expires_on__gte=today)


class Attestation(Record):
    """A person's word on one rule that needs judgement, with the evidence shown and the last day on which it counts.

    The words are never edited: who no longer stands by them withdraws with a reason and attests anew.
    """

    clause = models.CharField(_("clause"), max_length=10)
    rule_key = models.CharField(_("rule"), max_length=80)
    statement = models.TextField(_("statement"))
    cited = models.JSONField(_("records cited"), default=list)  # rows of {label, url}
    expires_on = models.DateField(_("counts until"))
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attested_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(_("reason for withdrawing"), blank=True)

    history = track()
    objects = AttestationQuerySet.as_manager()

    class Meta:
        ordering = ["-attested_at"]
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        indexes = [models.Index(fields=["rule_key", "-attested_at"], name="attestation_of_rule")]
        constraints = [
            set_together("withdrawn_by", "withdrawn_at", name="attestation_withdrawn_by_whom"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="attestation_withdrawn_why"
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="attestation_says_something"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("attested_at__date")), name="attestation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} · {self.attested_by}"

    def counts(self, at: dt.datetime) -> bool:
        """Whether it counts at the moment; the same test as `valid()`."""
        withdrawn = self.withdrawn_at is not None and self.withdrawn_at <= at
        return not withdrawn and self.attested_at <= at and self.expires_on >= timezone.localdate(at)
