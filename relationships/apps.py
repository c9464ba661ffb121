"""Customer relationships as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    name = "relationships"
    label = "relationships"
    verbose_name = _("Customer relationships")

    def ready(self) -> None:
        from foundation.core import evidence, metrics, references, search
        from foundation.privacy import personal_data as privacy
        from relationships import features, offers, panels
        from relationships.evidence import RULES
        from relationships.metrics import DIMENSIONS, METRICS
        from relationships.personal_data import DEALINGS

        for metric in METRICS:
            metrics.register(metric)
        for dimension in DIMENSIONS:
            metrics.register_dimension(dimension)
        for rule in RULES:
            evidence.register(rule)
        for source in offers.SOURCES:
            search.register(source)
        for kind in offers.KINDS:
            references.register(kind)
        panels.register()
        features.offer()
        privacy.register(DEALINGS)
