"""Buddhist and Christian years of a date.

BE is CE + 543. Until 31 December 2483 the Thai year began on 1 April, so January to March of a Christian year
before 1941 belong to the Buddhist year CE + 542 (Calendar Year Act, B.E. 2483).
"""

import datetime as dt

REFORM = dt.date(1941, 1, 1)


def be_year(date: dt.date) -> int:
    """The Buddhist year of a date; before 1941 the year began on 1 April."""
    before_april = date.month < 4
    return date.year + (542 if date.year < REFORM.year and before_april else 543)


def ce_year(year_be: int, month: int) -> int:
    """The Christian year of a month in a Buddhist year.

    Raises ValueError for January to March 2483, months that never were: the year 2483 had nine.
    """
    if year_be <= 2482 and month < 4:
        return year_be - 542
    if year_be == 2483 and month < 4:
        raise ValueError("the Buddhist year 2483 began in April and ended in December")
    return year_be - 543
