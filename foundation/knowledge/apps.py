"""Knowledge as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "foundation.knowledge"
    label = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        from foundation.core import evidence as proofs
        from foundation.core import metrics as registry
        from foundation.core import references, search
        from foundation.governance.services import on_audit_closed
        from foundation.knowledge import evidence, metrics, offers, services, tasks  # noqa: F401  declares its jobs

        for metric in metrics.METRICS:
            registry.register(metric)
        for dimension in metrics.DIMENSIONS:
            registry.register_dimension(dimension)
        proofs.register(evidence.KEPT)
        on_audit_closed(services.ask_for_lesson_of_audit)
        search.register(offers.SEARCH)
        references.register(offers.REFERENCE)
        references.register_citing(offers.CITING)
