"""The subjects that the product ships; the administrator edits them, and an upgrade keeps those edits."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ShippedCategory:
    """A subject as shipped; `unit` is the code of the unit it is most often about."""

    code: str
    name_th: str
    name_en: str
    hint_th: str
    hint_en: str
    unit: str
    is_misconduct: bool = False


SHIPPED_CATEGORIES = (
    ShippedCategory(
        "building",
        "อาคารและสิ่งอำนวยความสะดวก",
        "Building and facilities",
        "ลิฟต์ แอร์ น้ำรั่ว ไฟฟ้า ห้องน้ำ",
        "Lifts, air conditioning, leaks, lighting, toilets",
        "building-services",
    ),
    ShippedCategory(
        "cleanliness",
        "ความสะอาดและกลิ่น",
        "Cleanliness and smells",
        "ขยะ ห้องน้ำไม่สะอาด กลิ่นรบกวน",
        "Waste, dirty toilets, smells",
        "building-services",
    ),
    ShippedCategory(
        "safety",
        "ความปลอดภัย",
        "Safety and security",
        "พื้นลื่น ของชำรุดที่อาจเป็นอันตราย รักษาความปลอดภัย",
        "Slippery floors, dangerous damage, guards",
        "building-services",
    ),
    ShippedCategory(
        "parking",
        "ที่จอดรถและการเดินทาง",
        "Parking and getting here",
        "ที่จอดเต็ม ค่าจอด รถรับส่ง ทางเข้าออก",
        "Full car parks, fees, shuttles, entrances",
        "property",
    ),
    ShippedCategory(
        "staff",
        "การให้บริการของเจ้าหน้าที่",
        "Service by our staff",
        "พูดจา รอนาน ไม่ได้รับคำตอบ",
        "Manners, long waits, no answer",
        "customer-market",
    ),
    ShippedCategory(
        "contract",
        "สัญญาเช่าและการเรียกเก็บเงิน",
        "Leases and invoices",
        "ใบแจ้งหนี้ เงินประกัน เงื่อนไขสัญญา",
        "Invoices, deposits, terms",
        "property",
    ),
    ShippedCategory(
        "works",
        "งานก่อสร้างและปรับปรุง",
        "Construction and renovation",
        "เสียงดัง ฝุ่น งานไม่เสร็จตามกำหนด",
        "Noise, dust, works not finished in time",
        "property",
    ),
    ShippedCategory(
        "accessibility",
        "การเข้าถึงของผู้พิการและผู้สูงอายุ",
        "Access for people with disabilities and elders",
        "ทางลาด ที่จอดเฉพาะ ลิฟต์ ป้ายบอกทาง",
        "Ramps, reserved parking, lifts, signs",
        "building-services",
    ),
    ShippedCategory(
        "information",
        "ข้อมูล เว็บไซต์ และระบบออนไลน์",
        "Information, website and online services",
        "ข้อมูลไม่ถูกต้อง ใช้ระบบไม่ได้",
        "Wrong information, systems that do not work",
        "customer-market",
    ),
    ShippedCategory(
        "misconduct",
        "ทุจริตหรือประพฤติมิชอบของเจ้าหน้าที่",
        "Misconduct or corruption",
        "เรียกรับผลประโยชน์ ใช้อำนาจในทางที่ผิด ไปทางช่องทางลับ มีเพียงผู้รับผิดชอบที่เห็น",
        "Bribes, abuse of power. By a confidential route that only those responsible see",
        "",
        is_misconduct=True,
    ),
    ShippedCategory(
        "other", "เรื่องอื่น", "Something else", "เล่าให้เราฟัง เราจะส่งให้ถูกหน่วยงาน", "Tell us; we find the right unit", ""
    ),
)


def ship_categories(category_model: Any, unit_model: Any) -> None:
    """Write the shipped subjects that are not there yet."""
    units = {unit.code: unit for unit in unit_model.objects.all()}
    known = {column.name for column in category_model._meta.get_fields()}  # an early migration knows fewer
    for place, category in enumerate(SHIPPED_CATEGORIES, start=1):
        fields = asdict(category)
        fields = {name: value for name, value in fields.items() if name in known}
        fields["unit"] = units.get(fields.pop("unit"))
        category_model.objects.get_or_create(code=fields.pop("code"), defaults={**fields, "place_in_list": place * 10})
