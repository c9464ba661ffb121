"""Commitments: what of a charter was handed down to whom, and who accepted exactly that.

What was handed down and what was signed are append-only, so which commitment of a holder counts now follows from the
rows: the latest one, of the charter in force.
"""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.core.models import Record
from service_charter.enums import Holder, Standing
from service_charter.models.charter import CharterVersion


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Which commitments count, and how they stand."""

    def latest_until(self, at: dt.datetime) -> "CommitmentQuerySet":
        """The last one of each holder at that moment."""
        newer = Commitment.objects.filter(holder=OuterRef("holder"), id__gt=OuterRef("id"), created_at__lte=at)
        return self.filter(~Exists(newer), created_at__lte=at)

    def of_those_who_serve(self) -> "CommitmentQuerySet":
        """Without people who have left and partners whose work for us has ended."""
        gone = Q(person__is_active=False) | Q(partner__is_active=False)
        return self.exclude(gone)

    def standing(self, standing: str, today: dt.date) -> "CommitmentQuerySet":
        """Those that stand so today."""
        if standing == Standing.ACCEPTED:
            return self.filter(acceptance__isnull=False)
        past = {"due_on__lt": today} if standing == Standing.LATE else {"due_on__gte": today}
        return self.filter(acceptance__isnull=True, **past)


class Commitment(Record):
    """Promises of one charter version handed down to one unit, person or partner, in exactly these words.

    `content` is canonical JSON (commitment_content.py), `content_hash` its sha-256; the database checks both, and that
    the charter was approved (migration 0010). `holder` names the holder in one word, so that versions line up.
    """

    charter = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=8, choices=Holder.choices)
    holder = models.CharField(max_length=30, editable=False)
    unit = models.ForeignKey("accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(
        "service_charter.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    due_on = models.DateField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("commitment")
        verbose_name_plural = gettext_lazy("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Holder.UNIT, unit__isnull=False, person__isnull=True, partner__isnull=True)
                | Q(kind=Holder.STAFF, unit__isnull=True, person__isnull=False, partner__isnull=True)
                | Q(kind=Holder.PARTNER, unit__isnull=True, person__isnull=True, partner__isnull=False),
                name="commitment_one_holder",
            ),
        ]
        indexes = [models.Index(fields=["holder", "-id"], name="commitment_of_holder")]

    def __str__(self) -> str:
        return _("Commitment to version %(number)s of the charter") % {"number": self.charter.number}

    def get_absolute_url(self) -> str:
        """Where it is read, and signed by staff."""
        return reverse("service_charter:commitment", args=[self.public_id])

    @property
    def holder_name(self) -> str:
        """Who it was handed to, in the reader's language."""
        return str(self.unit or self.person or self.partner)

    @property
    def terms(self) -> dict[str, Any]:
        """What was handed down, as stored."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def promises(self) -> list[dict[str, Any]]:
        """The promises with their targets, in the reader's language."""
        language = "en" if get_language() == "en" else "th"
        return [
            {**row, **{name: row[f"{name}_{language}"] for name in ("promise", "measured", "time")}}
            for row in self.terms["promises"]
        ]

    @property
    def conduct(self) -> list[str]:
        """The rules of conduct, in the reader's language."""
        lines: list[str] = self.terms["conduct_en" if get_language() == "en" else "conduct_th"].splitlines()
        return lines

    @property
    def accepted(self) -> "Acceptance | None":
        """The signature under it."""
        return getattr(self, "acceptance", None)

    def standing_on(self, day: dt.date) -> Standing:
        """How it stands on that day."""
        if self.accepted:
            return Standing.ACCEPTED
        return Standing.LATE if self.due_on < day else Standing.WAITING


class Acceptance(models.Model):
    """A signature: who accepted exactly this content, and when. `at` is `created_at` of other tables.

    Staff sign as themselves (`signed_by`); a partner's representative gives name and position through a link (`link`).
    """

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="acceptance")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.OneToOneField(
        "service_charter.CommitmentLink", null=True, blank=True, on_delete=models.PROTECT, related_name="acceptance"
    )
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("acceptance of a commitment")
        verbose_name_plural = gettext_lazy("acceptances of commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=False, link__isnull=True)
                | Q(signed_by__isnull=True, link__isnull=False) & ~Q(position=""),
                name="acceptance_by_person_or_link",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="acceptance_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"


class CommitmentLink(Record):
    """A link by which a partner reads and signs once, until it expires. Of its token only a keyed hash is kept."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = gettext_lazy("link for a partner's signature")
        verbose_name_plural = gettext_lazy("links for partners' signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="one_open_commitment_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}:{self.expires_at:%Y-%m-%d}"

    def is_open(self, now: dt.datetime) -> bool:
        """Whether it may still be signed through."""
        return self.used_at is None and self.replaced_at is None and now < self.expires_at
