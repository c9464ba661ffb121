"""Who may use which address of the segmentation room."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from segmentation.models import Study
from tests.access import Row
from tests.segmentation import factories as make


def a_draft() -> Mapping[str, Any]:
    return {"public_id": make.draft_study(resamples=0).public_id}


def figures() -> Mapping[str, Any]:
    make.define_figures()
    return {}


def an_evaluated_study() -> Mapping[str, Any]:
    return {"public_id": _evaluated().public_id}


def a_run() -> Mapping[str, Any]:
    run = _evaluated().chosen_run
    assert run is not None
    return {"public_id": run.public_id}


def a_segment() -> Mapping[str, Any]:
    run = _evaluated().chosen_run
    assert run is not None
    segment = run.segments.first()
    assert segment is not None
    return {"public_id": segment.public_id}


def _evaluated() -> Study:
    found = Study.objects.filter(chosen_run__isnull=False, state="evaluated").first()
    return found or make.evaluated_study(resamples=0)


def a_segment_in_use() -> Mapping[str, Any]:
    run = make.adopted_study(resamples=0).chosen_run
    assert run is not None
    segment = run.segments.first()
    assert segment is not None
    return {"public_id": segment.public_id}


def a_step() -> Mapping[str, Any]:
    segment = make.target_segment()
    return {"public_id": segment.public_id, "step_id": make.add_step(segment).public_id}


def a_profile() -> Mapping[str, Any]:
    segment = make.target_segment()
    return {"public_id": segment.public_id, "issue_id": make.issue_profile(segment).public_id, "language": "th"}


def a_market() -> Mapping[str, Any]:
    return {"public_id": make.market().public_id}


SEE, DESIGN = (P.SEGMENT_VIEW,), (P.SEGMENT_STUDY,)
ROWS = [
    Row("segmentation:staff-segments", SEE),
    Row("segmentation:staff-method", SEE),
    Row("segmentation:staff-studies", SEE),
    Row("segmentation:staff-study-new", DESIGN),
    Row("segmentation:staff-study", SEE, make=an_evaluated_study),
    Row("segmentation:staff-study-edit", DESIGN, make=a_draft),
    Row("segmentation:staff-study-run", DESIGN, make=a_draft, method="post", ok=302),
    Row("segmentation:staff-study-revise", DESIGN, make=an_evaluated_study, method="post", ok=302),
    Row("segmentation:staff-study-copy", DESIGN, make=a_draft, method="post", ok=302),
    Row("segmentation:staff-study-adopt", (P.SEGMENT_ADOPT,), make=an_evaluated_study),
    Row("segmentation:staff-run", SEE, make=a_run),
    Row("segmentation:staff-segment", SEE, make=a_segment),
    Row("segmentation:staff-segment-name", DESIGN, make=a_segment),
    Row("segmentation:staff-markets", SEE),
    Row("segmentation:staff-market-new", (P.MARKET_EDIT,)),
    Row("segmentation:staff-market", SEE, make=a_market),
    Row("segmentation:staff-market-edit", (P.MARKET_EDIT,), make=a_market),
    Row("segmentation:staff-market-retire", (P.MARKET_EDIT,), make=a_market, method="post", ok=422),
    Row("segmentation:staff-segment-export", (P.CUSTOMER_EXPORT,), make=a_segment, method="post"),
    Row("segmentation:staff-profiles", (P.CUSTOMER_EXPORT,), make=a_segment_in_use),
    Row("segmentation:staff-profile-pdf", (P.CUSTOMER_EXPORT,), make=a_profile, is_page=False),
    Row("segmentation:staff-targets", SEE),
    Row("segmentation:staff-segment-target", (P.SEGMENT_PLAN,), make=a_segment_in_use),
    Row("segmentation:staff-strategy", (P.SEGMENT_PLAN,), make=a_segment_in_use),
    Row("segmentation:staff-step-new", (P.SEGMENT_PLAN,), make=a_segment_in_use),
    Row("segmentation:staff-step", (P.SEGMENT_PLAN,), make=a_step),
    Row("segmentation:staff-step-done", (P.SEGMENT_PLAN,), make=a_step, method="post", ok=302),
    Row("segmentation:staff-step-up", (P.SEGMENT_PLAN,), make=a_step, method="post", ok=302),
    Row("segmentation:api-studies", SEE),
    Row("segmentation:api-studies", DESIGN, make=figures, method="post", data=make.design(), ok=201),
    Row("segmentation:api-study", SEE, make=a_draft),
    Row("segmentation:api-runs", SEE),
    Row("segmentation:api-run", SEE, make=a_run),
    Row("segmentation:api-segments", SEE),
    Row("segmentation:api-segment", SEE, make=a_segment),
]
