"""Fiscal years and quarters by setting."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, fiscal_year_of

quarters = st.builds(FiscalQuarter, st.integers(2450, 2650), st.integers(1, 4))


def test_first_quarter_of_2569_is_october_to_december_2568() -> None:
    quarter = FiscalQuarter(2569, 1)
    assert quarter.period.start.isoformat() == "2025-10-01T00:00:00+07:00"
    assert quarter.period.end.isoformat() == "2026-01-01T00:00:00+07:00"
    assert (quarter.label("th"), quarter.label("en")) == ("ไตรมาส 1 ปีงบประมาณ 2569", "Q1, fiscal year 2026")
    assert (quarter.months("th"), quarter.months("en")) == ("ต.ค.–ธ.ค. 2568", "Oct–Dec 2025")


def test_calendar_year_accounts(settings: Any) -> None:
    settings.FISCAL_YEAR_FIRST_MONTH = 1
    assert FiscalQuarter(2569, 1).period.start.date() == dt.date(2026, 1, 1)
    assert fiscal_quarter_of(dt.date(2026, 12, 31)) == FiscalQuarter(2569, 4)


def test_a_moment_counts_in_local_time() -> None:
    last_evening_in_utc = dt.datetime(2026, 9, 30, 18, 0, tzinfo=dt.UTC)
    assert fiscal_year_of(last_evening_in_utc) == 2570
    assert fiscal_year_of(dt.date(2026, 9, 30)) == 2569


@given(quarters)
def test_next_undoes_previous_and_quarters_touch(quarter: FiscalQuarter) -> None:
    assert quarter.previous().next() == quarter == quarter.next().previous()
    assert quarter.period.end == quarter.next().period.start
    assert quarter < quarter.next()


@given(quarters)
def test_a_quarter_holds_its_own_first_and_last_moment(quarter: FiscalQuarter) -> None:
    assert fiscal_quarter_of(quarter.period.start) == quarter
    assert fiscal_quarter_of(quarter.period.end - dt.timedelta(microseconds=1)) == quarter


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="no quarter 5"):
        FiscalQuarter(2569, 5)
