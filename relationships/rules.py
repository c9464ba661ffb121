"""Small judgements that pages and services share: pure functions of what is given."""

import datetime as dt

from foundation.core.thai.text import normalise_line, search_form

EXPIRING_DAYS = (30, 90, 180)


def read_space(text: str) -> str:
    """A space as it is compared: upper case, no blanks, so that "b 2-014" and "B2-014" are one space."""
    return normalise_line(text).upper().replace(" ", "")


def search_text_of(*parts: str) -> str:
    """The column that the one search box reads, each word after a blank."""
    return f" {search_form(' '.join(parts))}"


def next_day(day: dt.date) -> dt.date:
    """The day on which a contract that follows begins."""
    return day + dt.timedelta(days=1)
