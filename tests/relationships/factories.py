"""Makers of rows for the tests of this room; every one goes through the services."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from customers.models import Customer
from foundation.accounts.models import User
from relationships import services
from relationships.models import Holding, Opportunity, Programme, SupportNeed
from segmentation.models import Membership, Run, Segment, Study
from tests.customers.factories import NOW, make_organisation
from tests.people import someone

_serial = count(1)
TODAY = NOW.date()


def officer() -> User:
    return someone("customer-officer")


def strategist() -> User:
    return someone("strategist")


def make_holding(customer: Customer | None = None, *, now: dt.datetime = NOW, **values: Any) -> Holding:
    """A lease of a space of its own, in force for the year around NOW."""
    given = {
        "kind": "lease", "subject": "พื้นที่สำนักงาน", "building": "B", "space": f"2-{next(_serial):03d}",
        "area": Decimal(100), "yearly_value": Decimal(120_000), "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2026, 12, 31),
    }  # fmt: skip
    customer = customer or make_organisation()
    return services.record_holding(customer=customer, values={**given, **values}, by=officer(), now=now)


def make_opportunity(
    customer: Customer | None = None, *, stage: str = "seen", now: dt.datetime = NOW, **values: Any
) -> Opportunity:
    """An opportunity in a stage: seen, qualified, offered, won (as a service contract) or lost."""
    given = {"kind": "cross", "title": "ห้องประชุมรายเดือน", "value": Decimal(60_000), "probability": 40}
    row = services.open_opportunity(
        customer=customer or make_organisation(), values={**given, **values}, by=officer(), now=now
    )
    steps = {"id": row.pk, "by": officer(), "now": now}
    if stage == "lost":
        return services.lose_opportunity(opportunity_id=row.pk, reason="price", note="", by=officer(), now=now)
    if stage in ("qualified", "offered", "won"):
        row = services.qualify_opportunity(opportunity_id=steps["id"], by=officer(), now=now)
    if stage in ("offered", "won"):
        row = services.make_offer(opportunity_id=row.pk, by=officer(), now=now)
    if stage == "won":
        terms = {"starts_on": now.date(), "ends_on": now.date() + dt.timedelta(days=365)}
        row = services.win_opportunity(opportunity_id=row.pk, values=terms, by=officer(), now=now)
    return row


def make_segments(*groups: list[Customer], at: dt.datetime = NOW) -> list[Segment]:
    """A segmentation in use, one segment a group. Written as rows: the calculation has its own tests."""
    by = someone("voc-analyst")
    study = Study.objects.create(name="กลุ่ม", purpose="ทดสอบ", designed_by=by, transformation="z", k_min=2, k_max=4)
    run = Run.objects.create(
        study=study, number=1, job_public_id=f"job{next(_serial)}", created_at=at, seconds=1, settings={}, features=[],
        fingerprint="", versions={}, population=9, used=9, missing={}, candidates=[], k=len(groups), passed=True,
        failures={}, tied_with=[], silhouette=0.5, strength="reasonable", explained={}, descriptors=[], picture={},
        model={},
    )  # fmt: skip
    segments = []
    for number, customers in enumerate(groups, start=1):
        segment = Segment.objects.create(
            run=run, number=number, name_th=f"กลุ่ม {number}", name_en=f"Group {number}", size=len(customers),
            share=0.5, traits=[],
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(run=run, segment=segment, customer=customer, distance=1, assigned_at=at)
            for customer in customers
        )
        segments.append(segment)
    Study.objects.filter(pk=study.pk).update(
        state="adopted", chosen_run=run, adopted_at=at, adopted_by=someone("executive"), reason="ใช้", measurable="ก",
        substantial="ก", accessible="ก", differentiable="ก", actionable="ก",
    )  # fmt: skip
    return segments


def make_programme(segment: Segment, **values: Any) -> Programme:
    """A programme of the last quarter of 2026, being planned."""
    given = {
        "name": "ผู้เช่าสัมพันธ์", "objective": "ให้ผู้เช่าต่อสัญญามากขึ้น", "segment": segment, "budget": Decimal(100_000),
        "starts_on": dt.date(2026, 10, 1), "ends_on": dt.date(2026, 12, 31),
    }  # fmt: skip
    return services.create_programme(values={**given, **values}, by=strategist(), now=NOW)


def make_started(segment: Segment, **values: Any) -> Programme:
    """A running programme with one measure and its members."""
    programme = make_programme(segment, **values)
    facts: dict[str, Any] = {"programme_id": programme.pk, "by": strategist(), "now": NOW}
    services.add_measure(metric_key="relationships.crossselling", target=2, **facts)
    services.draw_members(as_of=TODAY, **facts)
    return services.start_programme(**facts)


def make_need(segment: Segment, **values: Any) -> SupportNeed:
    """A support need of a segment."""
    given = {"segment": segment, "title": "ที่จอดรถเพิ่ม", "importance": "high", "source": "แบบสำรวจไตรมาส 2"}
    return services.record_need(values={**given, **values}, by=officer(), now=NOW)
