"""Staff users, roles, units and sign-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from foundation.accounts import adapters, admin, signals  # noqa: F401  # models must be loaded first
        from foundation.core.crypto import register_resealer

        register_resealer(adapters.reseal_secrets)
        signals.connect()


class HouseAdminConfig(SimpleAdminConfig):
    """Django's admin, for administrators only. Rooms register what may be edited there; nothing is discovered."""

    default_site = "foundation.accounts.admin_site.HouseAdminSite"
