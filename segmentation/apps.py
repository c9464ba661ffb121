"""Segmentation as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SegmentationConfig(AppConfig):
    name = "segmentation"
    label = "segmentation"
    verbose_name = _("Segmentation")

    def ready(self) -> None:
        """Kinds of jobs, metrics, the dimension, the panel, references."""
        from segmentation import metrics, panels, references, tasks  # noqa: F401  importing declares the kind of job

        metrics.register()
        panels.register()
        references.register()
