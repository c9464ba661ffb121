"""Reporting as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    label = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        from foundation.core import evidence, metrics, references, search
        from foundation.core.files import register_file_rule
        from foundation.governance.services import on_resolution
        from reporting import tasks  # noqa: F401 - declares the kinds of jobs and the schedules
        from reporting.citing import REVIEWS
        from reporting.deadline_checks import board_reports, policy_reviews, voc_reports
        from reporting.deadlines import register_check
        from reporting.evidence import BOARD_REPORT_EACH_QUARTER, JUDGED_BY_PEOPLE, REVIEW_WITHIN_A_YEAR
        from reporting.metrics import METRICS
        from reporting.rules import may_fetch_evidence
        from reporting.search import CLAUSES
        from reporting.services.attesting import FILE_OWNER
        from reporting.services.review_decision import apply_resolution
        from reporting.voc_evidence import VOC_REPORTED

        register_file_rule(FILE_OWNER, may_fetch_evidence)
        register_check("board_report", board_reports)
        register_check("voc_report", voc_reports)
        register_check("policy_review", policy_reviews)
        on_resolution(apply_resolution)
        references.register(REVIEWS)
        search.register(CLAUSES)
        for metric in METRICS:
            metrics.register(metric)
        for rule in (BOARD_REPORT_EACH_QUARTER, REVIEW_WITHIN_A_YEAR, VOC_REPORTED, *JUDGED_BY_PEOPLE):
            evidence.register(rule)
