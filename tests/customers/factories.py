"""Makers of rows for the tests of this room; every one goes through the services."""

from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from customers import services
from customers.models import AttributeDefinition, Customer, FollowUp, LifecycleStage, Tag, Touchpoint
from foundation.accounts.models import Unit, User
from foundation.core.identifiers import check_digit_13
from tests.people import someone

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
_serial = count(1)


def thai_number(first: str, serial: int) -> str:
    """A 13-digit number with a fitting check digit that begins with `first`."""
    twelve = f"{first}{serial:0{12 - len(first)}d}"
    return f"{twelve}{check_digit_13(twelve)}"


def make_person(**values: Any) -> Customer:
    """A person; `name_th` and others may be given."""
    given = {"party": "person", "relation": "current", "name_th": f"สมชาย{next(_serial)}", "family_th": "ใจดี"}
    return services.create_customer(values={**given, **values}, by=values.pop("by", None), now=NOW)


def make_organisation(**values: Any) -> Customer:
    """An organisation."""
    given = {
        "party": "organisation",
        "relation": "current",
        "title_th": "บริษัท",
        "name_th": f"ครัวบ้านสวน{next(_serial)} จำกัด",
    }
    return services.create_customer(values={**given, **values}, by=values.pop("by", None), now=NOW)


def make_interaction(customer: Customer, **values: Any) -> Any:
    """An entry of the timeline."""
    given: dict[str, Any] = {
        "channel": "phone",
        "direction": "in",
        "summary": "ถามเวลาเปิดลานจอดรถ",
        "by": None,
        "now": NOW,
    }
    return services.log_interaction(customer_id=customer.pk, **{**given, **values})


def make_field(label_en: str = "Rating", kind: str = "choice", **values: Any) -> AttributeDefinition:
    """A designed field."""
    given: dict[str, Any] = {"label_th": f"{label_en} ไทย", "label_en": label_en, "kind": kind}
    if kind == "choice":
        given["choices"] = "ดีมาก | Gold\nดี | Silver"
    return services.add_field(values={**given, **values}, by=someone("system-administrator"), now=NOW)


def make_tag(name_th: str = "ลูกค้ารายสำคัญ", name_en: str = "Key account") -> Tag:
    """A tag."""
    return services.add_tag(name_th=name_th, name_en=name_en, by=someone("system-administrator"), now=NOW)


SINCE = date(2024, 2, 29)


def stage(code: str) -> LifecycleStage:
    """A shipped stage."""
    return LifecycleStage.objects.get(code=code)


def make_touchpoint(*stages: str, by: User | None = None, **values: Any) -> Touchpoint:
    """A counter that serves the named stages (`use` without any)."""
    given: dict[str, Any] = {
        "name_th": f"เคาน์เตอร์บริการ {next(_serial)}",
        "name_en": "Service counter",
        "kind": "physical",
        "channel": "walk_in",
        "building": "อาคาร B",
        "owner_unit": Unit.objects.get(code="customer-market"),
        "opened_on": SINCE,
        "stages": [stage(code) for code in stages or ("use",)],
    }
    return services.add_touchpoint(values={**given, **values}, by=by or someone("customer-officer"), now=NOW)


def make_digital(*stages: str, **values: Any) -> Touchpoint:
    """A web page that serves the named stages."""
    return make_touchpoint(*stages, **{"kind": "digital", "channel": "web", "building": "", **values})


def make_follow_up(customer: Customer | None = None, **values: Any) -> FollowUp:
    """A follow-up of the officer, due in three days."""
    given: dict[str, Any] = {"what": "โทรแจ้งผลการตรวจพื้นที่", "due_on": date(2026, 11, 23), "now": NOW, **values}
    officer = someone("customer-officer")
    people = {"owner": officer, "by": officer}
    return services.add_follow_up(customer_id=(customer or make_person()).pk, **{**people, **given})
