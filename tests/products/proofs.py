"""Evidence of clauses 4.1 and 4.2 made true and false."""

from datetime import datetime

from foundation.governance.models import Risk
from products import services
from tests.products.factories import DAY, NOW, at_stage, make_idea, make_product, make_project, manager
from tests.proofs import Proofs, at


def _looked_through() -> datetime:
    services.review_product(product_id=make_product().pk, by=manager(), now=NOW)
    return NOW + DAY


def _never_looked_through() -> datetime:
    make_product()
    return NOW


def _through_gates() -> datetime:
    at_stage("development")
    return NOW + DAY


def _a_risk_is_missing() -> datetime:
    _through_gates()
    Risk.objects.update(closed_at=NOW, closed_reason="x")
    return NOW + DAY


def _no_gate_decided() -> datetime:
    make_project()
    return NOW


def _an_idea(days: int) -> datetime:
    """Handed in so many days ago, without an answer."""
    make_idea()
    return NOW + days * DAY


PROOFS: Proofs = {
    "products.catalogue_kept": {"green": _looked_through, "amber": _never_looked_through, "red": at(NOW)},
    "products.projects_gated": {"green": _through_gates, "amber": _a_risk_is_missing, "red": _no_gate_decided},
    "products.ideas_answered": {"green": lambda: _an_idea(1), "amber": lambda: _an_idea(30), "red": at(NOW)},
}
