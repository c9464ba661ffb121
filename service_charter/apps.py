"""Service charter as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceCharterConfig(AppConfig):
    name = "service_charter"
    label = "service_charter"
    verbose_name = _("Service charter")

    def ready(self) -> None:
        from foundation.core import evidence, metrics, references, search
        from foundation.governance.services import on_resolution
        from service_charter.citing import STANDARDS
        from service_charter.evidence import CHARTER_APPROVED
        from service_charter.metrics import STANDARDS_PUBLISHED
        from service_charter.search import PROMISES
        from service_charter.services import apply_resolution

        on_resolution(apply_resolution)
        references.register(STANDARDS)
        search.register(PROMISES)
        metrics.register(STANDARDS_PUBLISHED)
        evidence.register(CHARTER_APPROVED)
