"""Partners and suppliers who keep promises in our name, and the links through which they report."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models import Record, set_together, track


class Partner(Record):
    """An organisation that serves our customers for us. Of people it holds only the mailbox of their office."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    email = models.EmailField(_("mailbox of the office"), blank=True)
    standard_codes = ArrayField(
        models.SlugField(max_length=60), verbose_name=_("promises it keeps for us"), default=list, blank=True
    )
    is_active = models.BooleanField(_("works for us now"), default=True)

    history = track()

    class Meta:
        ordering = ["name_th", "id"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_th

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("service_charter:partner", args=[self.public_id])


class ReportLink(Record):
    """A link by which a partner reports one period, once, until it expires. Of its token only a keyed hash is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    first_day = models.DateField()
    last_day = models.DateField()
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("link for a partner's report")
        verbose_name_plural = _("links for partners' reports")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="report_link_days"),
            set_together("revoked_at", "revoked_by", name="report_link_revoked_by"),
            models.UniqueConstraint(
                fields=["partner", "first_day", "last_day"],
                condition=Q(reported_at__isnull=True, revoked_at__isnull=True),
                name="one_open_report_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.first_day}"

    @property
    def code_hash(self) -> str:
        """Under the name by which a visit asks for it (core.visits)."""
        return self.token_hash

    def is_open(self, now: dt.datetime) -> bool:
        """Whether it may still be used."""
        return self.reported_at is None and self.revoked_at is None and now < self.expires_at


class PartnerToken(Record):
    """A partner's key to the API, until it is taken back. Only a keyed hash is kept; one is open at a time."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("partner's key to the API")
        verbose_name_plural = _("partners' keys to the API")
        constraints = [
            set_together("revoked_at", "revoked_by", name="partner_token_revoked_by"),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(revoked_at__isnull=True), name="one_open_partner_token"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.created_at:%Y-%m-%d}"


class PartnerReport(models.Model):
    """What a partner told of a period, as it was told. Append-only; `key` makes sending it twice harmless.

    Its lines stand in the ledger, each under the partner's own name for the case. `n_new` of them were new there.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reports")
    link = models.OneToOneField(ReportLink, null=True, blank=True, on_delete=models.PROTECT, related_name="report")
    key = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    n_new = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("partner's report")
        verbose_name_plural = _("partners' reports")
        constraints = [
            models.UniqueConstraint(fields=["partner", "key"], name="partner_report_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="partner_report_days"),
            models.CheckConstraint(condition=~Q(key=""), name="partner_report_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.first_day}"
