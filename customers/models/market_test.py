"""What makes a possible customer a market: need, purchasing power, willingness, right to buy."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import MarketAnswer, MarketState, MarketTestKind
from foundation.core.fields import EncryptedTextField


class MarketTest(models.Model):
    """One answer to one of the four tests: what, why, by whom, when. It only grows (a trigger refuses changes); the
    newest answer to each test counts. The reason is sealed under the customer's key."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="market_tests")
    data_key = models.ForeignKey("core.DataKey", editable=False, on_delete=models.PROTECT, related_name="+")
    test = models.CharField(_("test"), max_length=11, choices=MarketTestKind.choices)
    verdict = models.CharField(_("answer"), max_length=7, choices=MarketAnswer.choices)
    why = EncryptedTextField(_("how we know"), null=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("test of a market")
        verbose_name_plural = _("tests of a market")
        constraints = [
            models.CheckConstraint(condition=models.Q(test__in=MarketTestKind.values), name="market_test_known"),
            models.CheckConstraint(condition=models.Q(verdict__in=MarketAnswer.values), name="market_test_verdict"),
        ]
        indexes = [models.Index(fields=["customer", "test", "-at", "-id"], name="market_test_newest")]

    def __str__(self) -> str:
        return f"{self.test}: {self.verdict}"


class MarketStanding(models.Model):
    """What the newest answers come to, so that lists find it; none while nobody answered. Written with each answer."""

    follows_merge = False  # reckoned anew for whoever stands

    customer = models.OneToOneField(
        "customers.Customer", primary_key=True, on_delete=models.CASCADE, related_name="market"
    )
    state = models.CharField(_("market"), max_length=6, choices=MarketState.choices)
    answered = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("standing in the market")
        verbose_name_plural = _("standings in the market")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MarketState.values), name="market_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=MarketState.OPEN, answered__range=(1, len(MarketTestKind) - 1))
                | ~models.Q(state=MarketState.OPEN) & models.Q(answered=len(MarketTestKind)),
                name="market_answers_fit_state",
            ),
        ]
        indexes = [models.Index(fields=["state", "customer"], name="market_by_state")]

    def __str__(self) -> str:
        return f"{self.state} #{self.customer_id}"
