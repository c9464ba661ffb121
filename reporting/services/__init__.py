"""Every write of the reporting room."""

from reporting.services.board_report import (
    BUILD,
    digest_of,
    ensure_due_report,
    freeze,
    print_snapshot,
    record_reading,
    report_of,
    request_build,
    write_preface,
)

__all__ = [
    "BUILD",
    "digest_of",
    "ensure_due_report",
    "freeze",
    "print_snapshot",
    "record_reading",
    "report_of",
    "request_build",
    "write_preface",
]
