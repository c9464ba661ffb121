"""One-time passwords: once, for one purpose, for ten minutes, five tries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.core import one_time
from foundation.core.models import OneTimePassword

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def other(figures: str) -> str:
    """Six figures that are not these."""
    return f"{(int(figures) + 1) % 1_000_000:06d}"


def check(row: OneTimePassword, figures: str, *, later: timedelta = timedelta(0), purpose: str = "p") -> str:
    return one_time.check(public_id=row.public_id, purpose=purpose, figures=figures, now=NOW + later)


def test_it_proves_once() -> None:
    row, figures = one_time.ask(purpose="p", who="hash", now=NOW)
    assert len(figures) == 6
    assert figures not in str(vars(row))
    assert check(row, figures) == "hash"
    assert check(row, figures) == ""


def test_thai_figures_and_blanks_are_read() -> None:
    row, figures = one_time.ask(purpose="p", who="hash", now=NOW)
    thai = figures.translate({ord("0") + n: "๐๑๒๓๔๕๖๗๘๙"[n] for n in range(10)})
    assert check(row, f" {thai[:3]} {thai[3:]} ") == "hash"


def test_time_purpose_and_a_newer_one_end_it() -> None:
    row, figures = one_time.ask(purpose="p", who="hash", now=NOW)
    assert check(row, figures, purpose="q") == ""
    assert check(row, figures, later=one_time.LIFETIME) == ""
    newer, _figures = one_time.ask(purpose="p", who="hash", now=NOW + timedelta(minutes=1))
    assert newer.pk != row.pk
    assert check(row, figures, later=timedelta(minutes=1)) == ""


def test_after_five_wrong_tries_the_right_figures_are_too_late() -> None:
    row, figures = one_time.ask(purpose="p", who="hash", now=NOW)
    for _try in range(one_time.TRIES):
        assert check(row, other(figures)) == ""
    assert check(row, figures) == ""


def test_they_are_tidied_away() -> None:
    one_time.ask(purpose="p", who="hash", now=NOW)
    assert one_time.forget_past(now=NOW + timedelta(hours=1)) == 1
