"""Announcements, insights and entries in every state, made the way people make them."""

import datetime as dt
from typing import Any

from customers.models import Customer
from customers.services import create_customer
from foundation.accounts.models import User
from tests.governance.factories import NOW
from voc.models import Announcement, DoneEntry, Insight, ListeningPlan
from voc.services import announcements, done, insights, plan

DAY = dt.timedelta(days=1)
FACTS: dict[str, Any] = {
    "kind": "outage",
    "urgency": "normal",
    "title_th": "ปิดลิฟต์อาคาร B วันเสาร์",
    "title_en": "Lifts of building B closed on Saturday",
    "body_th": "ปิดลิฟต์เพื่อตรวจความปลอดภัย ใช้บันไดฝั่งตะวันออกแทน",
    "body_en": "The lifts are closed for a safety check. Please use the eastern stairs.",
    "audience": "everyone",
    "channels": ["portal", "email"],
    "valid_from": NOW - DAY,
    "valid_until": NOW + 10 * DAY,
}


def make_announcement(by: User, **facts: Any) -> Announcement:
    """A complete draft."""
    return announcements.write_announcement(facts={**FACTS, **facts}, by=by, now=NOW)


def make_submitted(by: User, **facts: Any) -> Announcement:
    """Waiting for a second person."""
    return announcements.submit_announcement(announcement_id=make_announcement(by, **facts).pk, by=by, now=NOW)


def approve(row: Announcement, by: User, now: dt.datetime = NOW) -> Announcement:
    """The second person approves what is shown."""
    return announcements.approve_announcement(announcement_id=row.pk, shown_hash=row.content_hash, by=by, now=now)


def make_published(writer: User, approver: User, **facts: Any) -> Announcement:
    """Approved and published."""
    row = approve(make_submitted(writer, **facts), approver)
    if row.published_at is None:
        row = announcements.publish_announcement(announcement_id=row.pk, by=writer, now=NOW)
    return row


def make_customer(name: str, *, email: str = "", **values: Any) -> Customer:
    """A customer with or without an address; current unless told otherwise."""
    given = {"party": "person", "relation": "current", "name_th": name, "family_th": "ทดสอบ", "email": email}
    return create_customer(values={**given, **values}, by=None, now=NOW)


def make_insight(by: User, *, cited: tuple[str, str] | None = None, **facts: Any) -> Insight:
    """A draft; with a record behind it when one is given."""
    given = {"title": "ผู้เช่ารายย่อยอยากได้ที่จอดรถรายชั่วโมง", "heard": "พูดถึงในแบบสำรวจ", "heard_since": NOW.date()}
    return insights.write_insight(facts={**given, **facts}, sources=[cited] if cited else [], by=by, now=NOW)


def make_done(by: User, **facts: Any) -> DoneEntry:
    """A complete draft of "you said, we did"."""
    given = {
        "said_th": "ป้ายบอกทางอ่านยาก",
        "said_en": "Signs are hard to read",
        "did_th": "เปลี่ยนป้ายชั้น 1 ทั้งหมด",
        "did_en": "All signs on the ground floor were replaced",
        "since": NOW.date(),
    }
    return done.write_done(facts={**given, **facts}, by=by, now=NOW)


def make_plan(by: User, **facts: Any) -> ListeningPlan:
    """A line of the listening plan that reaches everybody."""
    given = {
        "channel": "survey",
        "method_th": "แบบสำรวจประจำปี",
        "owner": by,
        "frequency": "quarterly",
        "groups": ["current", "former", "prospect", "competitor"],
        "stages": [],
        "starts_on": NOW.date(),
    }
    return plan.save_plan(plan_id=None, shown_version=None, facts={**given, **facts}, by=by, now=NOW)
