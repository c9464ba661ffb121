"""Evidence of clause 5.1 about touchpoints, made true and false."""

from datetime import datetime

from customers.models import LifecycleStage
from tests.customers.factories import NOW, make_digital, make_touchpoint
from tests.proofs import Proofs


def _stages() -> list[str]:
    return list(LifecycleStage.objects.values_list("code", flat=True))


def _both_kinds_everywhere() -> datetime:
    make_touchpoint(*_stages())
    make_digital(*_stages())
    return NOW


def _only_physical() -> datetime:
    make_touchpoint(*_stages())
    return NOW


def _a_stage_is_bare() -> datetime:
    make_touchpoint(*_stages()[1:])
    make_digital(*_stages()[1:])
    return NOW


PROOFS: Proofs = {
    "customers.touchpoints_cover_life": {
        "green": _both_kinds_everywhere,
        "amber": _only_physical,
        "red": _a_stage_is_bare,
    },
}
