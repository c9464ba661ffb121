"""Makers for the tests of this room: customers with figures, and a study in every state."""

from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from customers.models import AttributeDefinition, Customer
from customers.services import create_customer
from foundation.accounts.models import Role, User
from foundation.core import job_runner
from foundation.governance.models import Risk
from foundation.governance.services import assess_risk
from segmentation import services
from segmentation.enums import StudyState
from segmentation.lifecycle import VALIDITY
from segmentation.models import (
    Market,
    ProfileIssue,
    Run,
    Segment,
    SegmentStrategy,
    StrategyStep,
    Study,
    TargetDecision,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
CENTRES = ((20_000.0, 4.0), (90_000.0, 30.0), (300_000.0, 3.0))
GROUNDS = {field: f"เหตุผลด้าน {field}" for field in VALIDITY}
_serial = count(1)


def define_figures() -> None:
    """Two figures that customers may have: spend and visits of a year."""
    AttributeDefinition.objects.get_or_create(
        key="spend",
        defaults={
            "label_th": "ยอดใช้จ่ายต่อปี",
            "label_en": "Spend a year",
            "unit_th": "บาท",
            "unit_en": "baht",
            "kind": "number",
        },
    )
    AttributeDefinition.objects.get_or_create(
        key="visits",
        defaults={
            "label_th": "จำนวนครั้งที่ใช้",
            "label_en": "Visits a year",
            "unit_th": "ครั้ง",
            "unit_en": "times",
            "kind": "number",
        },
    )


def make_customers(rows: int = 36, *, seed: int = 1, **values: Any) -> list[Customer]:
    """Organisations in three plain groups by spend and visits."""
    define_figures()
    random = np.random.default_rng(seed)
    made = []
    for number in range(rows):
        spend, visits = (float(v) for v in random.normal(CENTRES[number % 3], (4_000, 0.8)))
        made.append(make_customer({"spend": round(spend, 2), "visits": round(max(visits, 0.1), 2)}, **values))
    return made


def make_customer(attributes: dict[str, Any], **values: Any) -> Customer:
    """One organisation with these figures."""
    given = {
        "party": "organisation",
        "relation": "current",
        "name_th": f"ร้านทดสอบที่ {next(_serial)}",
        "attributes": attributes,
    }
    return create_customer(values={**given, **values}, by=None, now=NOW)


def somebody(role: str, username: str = "") -> User:
    """A member of staff of that role, made where missing."""
    name = username or f"{role}-maker"
    user = User.objects.filter(username=name).first() or User.objects.create_user(name)
    user.roles.add(Role.objects.get(key=role))
    return user


def design(**values: Any) -> dict[str, Any]:
    """A design that calculates in a moment."""
    plain = {
        "name": "การจำแนกลูกค้า ปี 2569",
        "purpose": "วางแผนดูแลลูกค้ารายกลุ่ม",
        "features": ["spend", "visits"],
        "k_min": 2,
        "k_max": 4,
        "resamples": 4,
    }
    return {**plain, **values}


def draft_study(**values: Any) -> Study:
    """A study as designed."""
    define_figures()
    return services.create_study(values=design(**values), by=somebody("voc-analyst"), now=NOW)


def running_study(**values: Any) -> Study:
    """A study whose job waits for a worker."""
    study = draft_study(**values)
    services.start_run(study_id=study.pk, by=somebody("voc-analyst"), now=NOW)
    return fresh(study)


def evaluated_study(**values: Any) -> Study:
    """A study with its result."""
    if not Customer.objects.exists():
        make_customers()
    study = running_study(**values)
    assert study.job is not None
    job_runner.run(study.job.pk)
    study = fresh(study)
    assert study.state == StudyState.EVALUATED, study.job and study.job.error
    return study


def bare_run(study: Study, *, segments: int = 2) -> Run:
    """A result with empty segments, written as rows: the calculation has its own tests."""
    run = Run.objects.create(
        study=study, number=1, job_public_id=f"bare{next(_serial)}", created_at=NOW, seconds=1, settings={},
        features=[], fingerprint="", versions={}, population=9, used=9, missing={}, candidates=[], k=segments,
        passed=True, failures={}, tied_with=[], silhouette=0.5, strength="reasonable", explained={},
        descriptors=[], picture={},
        model={},
    )  # fmt: skip
    for number in range(segments):
        Segment.objects.create(run=run, number=number, size=0, share=0.5, traits=[])
    return run


def adopted_study(*, now: datetime = NOW, **values: Any) -> Study:
    """A study in use."""
    study = evaluated_study(**values)
    assert study.chosen_run_id
    return services.adopt_study(
        study_id=study.pk,
        run_id=study.chosen_run_id,
        reason="ใช้จัดสรรผู้ดูแล",
        validity=GROUNDS,
        by=somebody("executive"),
        now=now,
    )


def decide(segment: Segment, **values: Any) -> TargetDecision:
    """The first decision on a segment: a target, unless said otherwise."""
    given = {"is_target": True, "reason": "มูลค่าสูง", "shown_number": 0, "by": somebody("strategist"), "now": NOW}
    return services.decide_target(segment_id=segment.pk, **{**given, **values})


def target_segment() -> Segment:
    """A target segment in use with a strategy."""
    run = adopted_study(resamples=0).chosen_run
    assert run is not None
    segment = run.segments.order_by("number")[0]
    decide(segment)
    write_strategy(segment)
    return segment


STRATEGY = {"objective": "ต่อสัญญาร้อยละ 90", "value_offered": "ผู้ดูแลประจำราย", "approach": "ประชุมทุกไตรมาส"}


def write_strategy(segment: Segment, **values: Any) -> SegmentStrategy:
    """The first strategy of a segment."""
    given = {"shown_version": 0, "values": STRATEGY, "by": somebody("strategist"), "now": NOW}
    return services.write_strategy(segment_id=segment.pk, **{**given, **values})


def add_step(segment: Segment, title: str = "แต่งตั้งผู้ดูแล", **values: Any) -> StrategyStep:
    """A step due ten days after NOW."""
    step = {"title": title, "owner": somebody("strategist"), "due_on": date(2026, 11, 30)}
    given = {"values": step, "by": somebody("strategist"), "now": NOW}
    return services.add_step(segment_id=segment.pk, **{**given, **values})


PROFILE = {
    "edition": "outside",
    "purpose": "หารือแผนบริการ",
    "recipient": "หน่วยงานผู้เช่า",
    "needs_th": "ซ่อมเร็วและรู้ล่วงหน้า",
    "needs_en": "Quick repairs, known in advance",
    "offer_th": "ผู้ดูแลประจำราย",
    "offer_en": "A named contact",
}


def issue_profile(segment: Segment, **values: Any) -> ProfileIssue:
    """A profile for outside, as a customer officer gives it out."""
    given = {"values": PROFILE, "by": somebody("customer-officer"), "now": NOW}
    return services.issue_profile(segment_public_id=segment.public_id, **{**given, **values})


def add_risk(segment: Segment) -> Risk:
    """A risk of the segment: 12 before treatment, 6 after."""
    facts = {
        "title": "ลูกค้าย้ายออกเมื่อครบสัญญา",
        "likelihood": 3,
        "impact": 4,
        "residual_likelihood": 2,
        "residual_impact": 3,
        "direct_effect": "รายได้ลดลง",
        "treatment": "reduce",
        "treatment_note": "หารือก่อนครบสัญญา",
        "owner": somebody("strategist"),
        "review_on": date(2030, 1, 1),
    }
    return assess_risk(subject=("segment", segment.public_id), facts=facts, by=somebody("strategist"), now=NOW)


def superseded_study() -> Study:
    """A study that a newer one has replaced."""
    study = adopted_study()
    adopted_study(name="การจำแนกลูกค้า ปี 2570")
    return fresh(study)


MAKERS = {
    StudyState.DRAFT: draft_study,
    StudyState.RUNNING: running_study,
    StudyState.EVALUATED: evaluated_study,
    StudyState.ADOPTED: adopted_study,
    StudyState.SUPERSEDED: superseded_study,
}


def fresh(study: Study) -> Study:
    """The study as it stands in the database now."""
    return Study.objects.select_related("job", "chosen_run").get(pk=study.pk)


def each_state_but(states: frozenset[str]) -> list[StudyState]:
    """States that a move does not start from, for refusal tests."""
    return [state for state in StudyState if state not in states]


NO_SIZE: dict[str, Any] = {"size": None, "size_unit": "", "size_source": "", "size_on": None}


def market_values() -> dict[str, Any]:
    """A full entry of the market register."""
    words = ("buyers", "need", "purchasing_power", "willingness", "right_to_buy", "competitors", "position")
    return {
        **{name: f"หน่วยงานทดสอบ {name}" for name in words},
        "name_th": "ให้เช่าพื้นที่",
        "name_en": "Leasing",
        "size": 5000,
        "size_unit": "customers",
        "size_source": "สำรวจ",
        "size_on": date(2026, 9, 30),
        "trend": "steady",
        "owner": somebody("strategist"),
        "review_on": date(2027, 3, 1),
    }


def market(*, by: User | None = None, now: datetime = NOW, **values: Any) -> Market:
    """An entry of the market register, made by a strategist."""
    return services.save_market(
        market_id=None,
        shown_version=None,
        values={**market_values(), **values},
        by=by or somebody("strategist"),
        now=now,
    )
