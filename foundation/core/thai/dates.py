"""Dates as Thais write them: the names that other rooms use."""

from foundation.core.thai.fiscal import FiscalQuarter, fiscal_quarter_of, fiscal_year_of, months_until, quarter_from
from foundation.core.thai.formatting import format_date, format_datetime, is_thai, local_date
from foundation.core.thai.parsing import Era, ParsedDate, parse_date
from foundation.core.thai.years import be_year

__all__ = [
    "Era",
    "FiscalQuarter",
    "ParsedDate",
    "be_year",
    "fiscal_quarter_of",
    "fiscal_year_of",
    "format_date",
    "format_datetime",
    "is_thai",
    "local_date",
    "months_until",
    "parse_date",
    "quarter_from",
]
