"""Partners and suppliers who keep promises in our name, and the links through which they report."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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
    reported_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("link for a partner's report")
        verbose_name_plural = _("links for partners' reports")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="report_link_days"),
            set_together("revoked_at", "revoked_by", name="report_link_revoked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.first_day}"

    def is_open(self, now: dt.datetime) -> bool:
        """Whether it may still be used."""
        return self.reported_at is None and self.revoked_at is None and now < self.expires_at
