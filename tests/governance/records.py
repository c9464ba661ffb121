"""Agenda items, observations, risks and actions for tests."""

import datetime as dt
from typing import Any

from foundation.accounts.models import User
from foundation.governance import services
from foundation.governance.models import AgendaItem, CorrectiveAction, Observation, Risk
from tests.governance.factories import NOW, make_meeting
from tests.people import someone

TODAY = NOW.date()


def make_item() -> AgendaItem:
    """Item 4.2 of meeting 8/2569, for information."""
    secretary = someone("board-secretary")
    return services.save_agenda_item(
        meeting_id=make_meeting(secretary).pk,
        number="4.2",
        kind="information",
        title="รายงานรายไตรมาส",
        proposal=None,
        by=secretary,
        now=NOW,
    )


def make_observation(owner: User | None = None, **fields: Any) -> Observation:
    """Of meeting 8/2569, due in ten days; a person who answers owns it unless told otherwise."""
    secretary = someone("board-secretary")
    given: dict[str, Any] = {
        "text": "ขอให้รายงานสาเหตุของข้อร้องเรียนเรื่องลิฟต์",
        "owner_unit": None,
        "owner": owner or someone("complaint-manager", "table-owner"),
        "due_on": TODAY + dt.timedelta(days=10),
    }
    return services.record_observation(
        meeting_id=make_meeting(secretary).pk, by=secretary, now=NOW, **{**given, **fields}
    )


def make_risk(**facts: Any) -> Risk:
    """4 × 4 before treatment, 2 × 4 after."""
    given: dict[str, Any] = {
        "title": "ลิฟต์หยุดนานในชั่วโมงเร่งด่วน",
        "likelihood": 4,
        "impact": 4,
        "residual_likelihood": 2,
        "residual_impact": 4,
        "direct_effect": "ผู้เช่าและผู้ติดต่อราชการเข้าอาคารช้า",
        "treatment": "reduce",
        "owner": someone("complaint-manager"),
        "review_on": TODAY + dt.timedelta(days=90),
    }
    return services.assess_risk(facts={**given, **facts}, by=someone("strategist"), now=NOW)


def make_action(owner: User | None = None) -> CorrectiveAction:
    """Owned by the complaint manager, due in a month."""
    return services.record_action(
        cause="อะไหล่ขาดคลัง",
        action="ตั้งคลังอะไหล่สำรองที่อาคาร B",
        owner=owner or someone("complaint-manager"),
        due_on=TODAY + dt.timedelta(days=30),
        by=someone("strategist"),
        now=NOW,
    )
