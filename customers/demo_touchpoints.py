"""Touchpoints of a believable company, and the contacts that took place at them."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils import timezone

from customers import services
from customers.enums import Channel, Direction
from customers.models import Customer, LifecycleStage, Touchpoint
from foundation.accounts.models import Unit, User
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of

SEED = 51
OFFICE_HOURS = ("จันทร์–ศุกร์ 08:30–16:30 น.", "Monday–Friday 08:30–16:30")
DAILY = ("ทุกวัน 07:00–19:00 น.", "Every day 07:00–19:00")
ALWAYS = ("ตลอด 24 ชั่วโมง", "Around the clock")
B = "อาคารรัฐประศาสนภักดี (B)"
A = "อาคารราชบุรีดิเรกฤทธิ์ (A)"

# Thai name, English name, kind, channel, building, floor, address, hours, unit, stages. No digital one serves "become":
# contracts are still signed on paper, and the map says so.
_PLACES = (
    ("เคาน์เตอร์บริการผู้เช่า", "Tenant service counter",
     "physical", "walk_in", B, "ชั้น 2", "", OFFICE_HOURS, "property", ("use", "support", "renew")),
    ("จุดประชาสัมพันธ์โถงกลาง", "Information desk, main hall",
     "physical", "walk_in", B, "ชั้น 1", "", DAILY, "customer-market", ("aware", "support")),
    ("ห้องเจรจาสัญญา", "Contract room",
     "physical", "visit", A, "ชั้น 3", "", OFFICE_HOURS, "customer-market", ("consider", "become")),
    ("การเยี่ยมผู้เช่ารายโซน", "Zone visits to tenants",
     "physical", "visit", B, "ทุกชั้น", "", OFFICE_HOURS, "property", ("use", "bonded")),
    ("ห้องประชุมและจัดเลี้ยง", "Meeting and banquet rooms",
     "physical", "walk_in", B, "ชั้น 4", "", DAILY, "customer-market", ("use",)),
    ("ลานจอดรถชั้นใต้ดิน", "Basement car park",
     "physical", "walk_in", B, "ชั้น B1", "", ALWAYS, "building-services", ("use",)),
    ("เว็บไซต์บริษัท", "Company website",
     "digital", "web", "", "", "https://www.dad.example", ALWAYS, "customer-market", ("aware", "consider")),
    ("LINE บัญชีทางการ", "LINE official account",
     "digital", "line", "", "", "", DAILY, "customer-market", ("aware", "support", "bonded")),
    ("ศูนย์บริการทางโทรศัพท์", "Telephone centre",
     "digital", "phone", "", "", "", OFFICE_HOURS, "complaint-centre", ("consider", "support")),
    ("ระบบแจ้งซ่อมออนไลน์", "Online repair requests",
     "digital", "web", "", "", "https://repair.dad.example", ALWAYS, "building-services", ("use",)),
    ("จดหมายข่าวผู้เช่าทางอีเมล", "Tenant newsletter by e-mail",
     "digital", "email", "", "", "", ALWAYS, "customer-market", ("renew",)),
)  # fmt: skip
# One that was closed, so that its history shows.
_CLOSED = (
    "จุดบริการชั่วคราวอาคาร C", "Temporary desk, building C", "physical", "walk_in", "อาคาร C", "ชั้น 1", "",
    OFFICE_HOURS, "property", ("support",),
)  # fmt: skip
_TALKS = {
    "aware": "สอบถามว่ามีพื้นที่ให้เช่าประเภทใดบ้าง ให้แผ่นพับและที่อยู่เว็บไซต์",
    "consider": "ขอเปรียบเทียบราคาพื้นที่สองชั้น นัดเข้าชมวันรุ่งขึ้น",
    "become": "ลงนามสัญญาเช่าและรับมอบกุญแจ อธิบายวิธีแจ้งซ่อม",
    "use": "สอบถามเวลาขนของและบัตรจอดรถ แจ้งขั้นตอนแล้ว",
    "support": "แจ้งไฟทางเดินดับหน้าห้อง ส่งเรื่องให้ช่างประจำโซน",
    "renew": "คุยเรื่องต่อสัญญาและขอพื้นที่เพิ่ม นัดเสนอราคา",
    "bonded": "ร่วมกิจกรรมผู้เช่าสัมพันธ์ และแนะนำร้านใหม่ให้มาเช่าพื้นที่",
}


def build(now: dt.datetime, people: Mapping[str, User]) -> list[Touchpoint]:
    """Nothing where touchpoints exist already. Needs `customer-officer` among the people, and customers."""
    if Touchpoint.objects.exists():
        return []
    officer = people["customer-officer"]
    begun = FiscalQuarter(fiscal_year_of(now) - 1, 1).period.start
    units = {unit.code: unit for unit in Unit.objects.all()}
    stages = {stage.code: stage for stage in LifecycleStage.objects.all()}
    places = [_place(row, units, stages, officer, begun) for row in _PLACES]
    closed = _place(_CLOSED, units, stages, officer, begun)
    services.close_touchpoint(
        touchpoint_id=closed.pk,
        on=timezone.localdate(begun) + dt.timedelta(days=210),
        reason="อาคาร C ปรับปรุงเสร็จ ย้ายไปเคาน์เตอร์บริการผู้เช่า",
        by=officer,
        now=begun + dt.timedelta(days=205),
    )
    _contacts(places, officer, begun, now)
    return places


def _place(
    row: Any, units: Mapping[str, Unit], stages: Mapping[str, LifecycleStage], officer: User, at: dt.datetime
) -> Touchpoint:
    name_th, name_en, kind, channel, building, floor, address, hours, unit, served = row
    values = {
        "name_th": name_th, "name_en": name_en, "kind": kind, "channel": channel, "building": building, "floor": floor,
        "web_address": address, "hours_th": hours[0], "hours_en": hours[1], "owner_unit": units[unit],
        "stages": [stages[code] for code in served], "opened_on": timezone.localdate(at),
    }  # fmt: skip
    return services.add_touchpoint(values=values, by=officer, now=at)


def _contacts(places: list[Touchpoint], officer: User, begun: dt.datetime, now: dt.datetime) -> None:
    """About two hundred contacts that name where they took place; customers' own order keeps it the same each time."""
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    customers = list(Customer.objects.filter(erased_at__isnull=True).order_by("pk"))
    served = {place.pk: list(place.stages.all()) for place in places}
    days = max((now - begun).days - 1, 1)
    for customer in customers + customers[: len(customers) // 3]:
        place = chance.choice(places)
        stage = chance.choice(served[place.pk])
        since = (timezone.localdate(now) - customer.relation_since).days
        at = now - dt.timedelta(days=chance.randrange(max(min(since, days), 1)), hours=chance.randint(1, 6))
        services.log_interaction(
            customer_id=customer.pk,
            channel=Channel(place.channel),
            direction=Direction.INWARD,
            summary=_TALKS[stage.code],
            at=at,
            touchpoint=place,
            stage=stage,
            by=officer,
            now=now,
        )
