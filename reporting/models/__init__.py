"""Rows of the reporting room."""

from reporting.models.attestation import Attestation
from reporting.models.board_report import PrintedReport, QuarterlyReport, Reading, Snapshot
from reporting.models.deadline import Deadline, DeadlineNote
from reporting.models.review import AnnualReview, ClauseAssessment, ReviewNotice, ReviewStep
from reporting.models.verdict import ClauseVerdict

__all__ = [
    "AnnualReview",
    "Attestation",
    "ClauseAssessment",
    "ClauseVerdict",
    "Deadline",
    "DeadlineNote",
    "PrintedReport",
    "QuarterlyReport",
    "Reading",
    "ReviewNotice",
    "ReviewStep",
    "Snapshot",
]
