"""Strategy as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    label = "strategy"
    verbose_name = _("Strategy")

    def ready(self) -> None:
        from foundation.core import evidence, metrics, references, search
        from foundation.governance.services import on_resolution
        from strategy.citing import KINDS
        from strategy.evidence import RULES
        from strategy.metrics import METRICS
        from strategy.search import INITIATIVES
        from strategy.services import apply_resolution

        on_resolution(apply_resolution)
        for kind in KINDS:
            references.register(kind)
        for metric in METRICS:
            metrics.register(metric)
        for rule in RULES:
            evidence.register(rule)
        search.register(INITIATIVES)
