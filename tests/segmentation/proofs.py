"""Evidence of clauses 2.1 to 2.3 made true and false."""

import datetime as dt

from segmentation.models import Segment
from tests.proofs import Proofs, at
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

LATER = NOW + dt.timedelta(days=1)


def _in_use() -> list[Segment]:
    run = make.adopted_study(resamples=0).chosen_run
    assert run is not None
    return list(run.segments.order_by("number"))


def _all_decided() -> dt.datetime:
    for segment in _in_use():
        make.decide(segment, is_target=segment.number == 1)
    return LATER


def _one_left_open() -> dt.datetime:
    make.decide(_in_use()[0])
    return LATER


def _all_assessed() -> dt.datetime:
    for segment in _in_use():
        make.add_risk(segment)
    return LATER


def _one_assessed() -> dt.datetime:
    make.add_risk(_in_use()[0])
    return LATER


def _planned() -> dt.datetime:
    make.add_step(make.target_segment())
    return LATER


def _told() -> dt.datetime:
    make.issue_profile(make.target_segment())
    return LATER


def _told_long_ago() -> dt.datetime:
    _told()
    return NOW + dt.timedelta(days=366)


def _step_overdue() -> dt.datetime:
    _planned()
    return NOW + dt.timedelta(days=11)


def _a_market() -> dt.datetime:
    make.market()
    return LATER


def _a_market_without_a_size() -> dt.datetime:
    make.market(**make.NO_SIZE)
    return LATER


PROOFS: Proofs = {
    "segmentation.targets_chosen": {"green": _all_decided, "amber": _one_left_open, "red": at(NOW)},
    "segmentation.profiles_told": {"green": _told, "amber": _told_long_ago, "red": at(NOW)},
    "segmentation.risks_assessed": {"green": _all_assessed, "amber": _one_assessed, "red": at(NOW)},
    "segmentation.strategies_planned": {"green": _planned, "amber": _step_overdue, "red": at(NOW)},
    "segmentation.markets_kept": {"green": _a_market, "amber": _a_market_without_a_size, "red": at(NOW)},
}
