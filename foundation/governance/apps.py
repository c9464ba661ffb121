"""Governance as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "foundation.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        from foundation.core import evidence, metrics, references, search
        from foundation.core.files import register_file_rule
        from foundation.governance import (
            citing,
            rules,
            tasks,  # noqa: F401  declares the kind of job and the schedule
        )
        from foundation.governance.evidence import RULES
        from foundation.governance.metrics import DIMENSIONS, METRICS
        from foundation.governance.search import SOURCES
        from foundation.governance.services.board import on_resolution
        from foundation.governance.services.meetings import MINUTES_FILE
        from foundation.governance.services.policy import apply_resolution

        on_resolution(apply_resolution)
        register_file_rule(MINUTES_FILE, rules.may_fetch_minutes)
        for kind in citing.KINDS:
            references.register(kind)
        for source in SOURCES:
            search.register(source)
        for metric in METRICS:
            metrics.register(metric)
        for dimension in DIMENSIONS:
            metrics.register_dimension(dimension)
        for rule in RULES:
            evidence.register(rule)
