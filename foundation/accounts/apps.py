"""Staff users, roles, units and sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from foundation.accounts import adapters, admin  # noqa: F401  # models must be loaded first
        from foundation.accounts.metrics import UNIT
        from foundation.core.crypto import register_resealer
        from foundation.core.metrics import register_dimension

        register_dimension(UNIT)
        register_resealer(adapters.reseal_secrets)
