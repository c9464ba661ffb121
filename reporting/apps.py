"""Reporting as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    label = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        from foundation.core import evidence
        from reporting import tasks  # noqa: F401 - declares the kinds of jobs and the schedule
        from reporting.voc_evidence import VOC_REPORTED

        evidence.register(VOC_REPORTED)
