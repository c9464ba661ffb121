"""Makers for the rule of evidence of this room."""

from datetime import datetime, timedelta

from foundation.privacy import services
from foundation.privacy.selectors import kept_kinds
from tests.governance.factories import NOW
from tests.privacy.factories import bring, make_request
from tests.privacy.retaining import a_rule
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


def _every_kind_has_its_rule(*, besides: str = "", days: int = 3) -> datetime:
    for kind in kept_kinds():
        if kind.kind != besides:
            a_rule(kind.kind, 60, now=NOW - timedelta(days=days))
    return NOW


def _swept() -> datetime:
    at = _every_kind_has_its_rule()
    services.sweep(key="proof", now=at - timedelta(hours=8), tick=lambda done, total: None)
    return at


def _one_kind_has_no_rule() -> datetime:
    return _every_kind_has_its_rule(besides="customer")


def _nobody_swept() -> datetime:
    return _every_kind_has_its_rule(days=9)


PROOFS: Proofs = {
    "privacy.retention_kept": {"green": _swept, "amber": _one_kind_has_no_rule, "red": _nobody_swept},
    "privacy.rights_kept": {"green": _answered_in_time, "amber": _answered_late, "red": _one_is_past_its_day},
}
