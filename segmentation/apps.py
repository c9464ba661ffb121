"""Segmentation as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SegmentationConfig(AppConfig):
    name = "segmentation"
    label = "segmentation"
    verbose_name = _("Segmentation")

    def ready(self) -> None:
        """Kinds of jobs, metrics, the dimension, the filter of lists, evidence, the panel, references."""
        from foundation.core import evidence as proofs
        from segmentation import evidence, filters, metrics, panels, references, tasks  # noqa: F401  declares the kind of job

        metrics.register()
        filters.register()
        for rule in evidence.RULES:
            proofs.register(rule)
        panels.register()
        references.register()
