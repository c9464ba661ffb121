"""Makers for the rule of evidence of this room."""

from datetime import datetime, timedelta

from tests.governance.factories import NOW
from tests.privacy.factories import bring, make_request
from tests.proofs import Proofs


def _answered_in_time() -> datetime:
    bring(make_request("access", now=NOW - timedelta(days=20)), "answered", now=NOW - timedelta(days=5))
    return NOW


def _one_is_past_its_day() -> datetime:
    _answered_in_time()
    make_request("access", now=NOW - timedelta(days=40))
    return NOW


def _answered_late() -> datetime:
    bring(make_request("access", now=NOW - timedelta(days=50)), "answered", now=NOW - timedelta(days=5))
    return NOW


PROOFS: Proofs = {
    "privacy.rights_kept": {"green": _answered_in_time, "amber": _answered_late, "red": _one_is_past_its_day},
}
