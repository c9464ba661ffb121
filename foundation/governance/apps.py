"""Governance as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "foundation.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        from foundation.core import references
        from foundation.governance.citing import RESOLUTIONS

        references.register(RESOLUTIONS)
