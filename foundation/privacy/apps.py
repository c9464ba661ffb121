"""Privacy as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "foundation.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from foundation.core.outbox import register_consent_gate  # models must be loaded first
        from foundation.privacy import personal_data
        from foundation.privacy.letters import LETTERS
        from foundation.privacy.selectors import may_send

        register_consent_gate(may_send)
        personal_data.register(LETTERS)
