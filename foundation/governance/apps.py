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
        from foundation.governance.services.board import on_resolution
        from foundation.governance.services.policy import apply_resolution

        on_resolution(apply_resolution)
        references.register(RESOLUTIONS)
