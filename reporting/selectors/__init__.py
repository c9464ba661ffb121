"""Reads of the reporting room."""

from reporting.selectors.quarters import QuarterLine, editions_of, newest_printed, quarter_lines

__all__ = ["QuarterLine", "editions_of", "newest_printed", "quarter_lines"]
