"""Believable customers for a demonstration: the same ones every time, never in production.

Names are invented. Identity numbers bear fitting check digits under province code 97, which no province has; e-mails
end in .example (RFC 2606).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from customers import demo_bulk, demo_doubles, demo_fields, demo_tags, demo_views, services
from customers.enums import Channel, Direction
from customers.models import AttributeDefinition, Customer
from foundation.accounts.models import Unit, User
from foundation.core.identifiers import check_digit_13

SEED = 2569
START_OF_REGISTER = date(2024, 10, 1)  # FY2568

_AGENCIES = (
    "กรมพัฒนาธุรกรรมดิจิทัล", "สำนักงานส่งเสริมการเรียนรู้ตลอดชีวิต", "กรมอนุรักษ์ทรัพยากรน้ำ", "สำนักงานคดีผู้บริโภค",
    "กรมบริการสุขภาพชุมชน", "สำนักงานสถิติเศรษฐกิจ", "กรมส่งเสริมสหกรณ์เมือง", "สำนักงานพัฒนาข้าราชการรุ่นใหม่",
    "กรมการขนส่งระบบราง", "สำนักงานกองทุนเพื่อการศึกษา", "กรมคุ้มครองสิทธิผู้สูงอายุ", "สำนักงานนวัตกรรมภาครัฐ",
    "กรมวิทยาการอาหาร", "สำนักงานตรวจสอบมาตรฐาน", "กรมพลังงานสะอาด", "สำนักงานบริหารหนี้ครัวเรือน",
    "กรมทะเบียนทรัพย์สิน", "สำนักงานล่ามและแปลภาษา", "กรมส่งเสริมการท่องเที่ยวชุมชน", "สำนักงานความปลอดภัยอาคาร",
)  # fmt: skip
_SHOPS = (
    "ครัวบ้านสวน", "กาแฟดอยสามหมอก", "ร้านยาใกล้ใจ", "พิมพ์ดีไซน์", "อิ่มสุขอาหารตามสั่ง", "เบเกอรี่ปั้นรัก", "น้ำปั่นชื่นใจ",
    "ก๋วยเตี๋ยวเรือป้าแต๋ว", "ข้าวแกงแม่ประนอม", "ซักอบรีดสะอาดดี", "ตัดผมช่างโอ๊ต", "เครื่องเขียนสี่มุม", "แว่นตาคมชัด",
    "ดอกไม้ริมทาง", "ของฝากสี่ภาค", "ขนมไทยย่ายิ้ม", "สลัดผักบ้านนา", "ชาไทยหอมกรุ่น", "ถ่ายเอกสารด่วนจี๋", "มินิมาร์ทเพื่อนบ้าน",
    "คลินิกทันตกรรมยิ้มสวย", "คลินิกกายภาพก้าวใหม่", "ฟิตเนสแข็งแรง", "ศูนย์เด็กเล็กต้นกล้า", "ร้านหนังสือหน้าต่าง",
    "ซ่อมรองเท้าลุงชม", "อาหารเจสุขใจ", "ไก่ย่างห้าแยก", "สุกี้หม้อดิน", "ราเมนเส้นสด", "เวียดนามครัวญวน", "ส้มตำน้ำตก",
)  # fmt: skip
_COMPANIES = (
    "สยามวิจัยตลาด", "เมืองใหม่บริหารอาคาร", "ธารทิพย์เทคโนโลยี", "บัวหลวงการพิมพ์", "นวธานีที่ปรึกษา", "อรุณรักษ์ความปลอดภัย",
    "ปัญญาทิพย์ซอฟต์แวร์", "ฟ้าใสโลจิสติกส์", "เจริญผลจัดประชุม", "ไทยรุ่งอีเวนต์", "กิจไพบูลย์ขนส่ง", "ศรีนครพัฒนาระบบ",
    "ธนวัฒน์ประกันภัยนายหน้า", "เอกอุดมวิศวกรรม", "รัตนสินการบัญชี", "พูนทรัพย์ลีสซิ่ง", "มั่นคงสื่อสาร", "ทวีโชคอุปกรณ์สำนักงาน",
    "วารีรักษ์สิ่งแวดล้อม", "จิตรลดาออกแบบ", "นภาโฆษณา", "ประชาร่วมใจจัดหางาน", "โชติช่วงพลังงาน", "ก้าวไกลการศึกษา",
)  # fmt: skip
_MEN = (
    "สมชาย",
    "ธีรเดช",
    "ณัฐพล",
    "วิชัย",
    "ปกรณ์",
    "อนุชา",
    "ชาญชัย",
    "กิตติ",
    "พงศกร",
    "สุรชัย",
    "ภาณุ",
    "ไพโรจน์",
    "เกรียงไกร",
    "เอกชัย",
)
_WOMEN = (
    "สุดารัตน์",
    "นภัสสร",
    "กชกร",
    "ณิชา",
    "พรทิพย์",
    "วารุณี",
    "จันทนา",
    "ปิยะนุช",
    "ศิริพร",
    "อรทัย",
    "น้ำผึ้ง",
    "ใบเฟิร์น",
    "แก้วตา",
    "เพ็ญศรี",
)
_FAMILIES = (
    "ใจดี", "มีสุข", "กาญจน์", "วัฒนา", "รักษ์ธรรม", "ทองคำ", "ศรีสวัสดิ์", "พูลผล", "บุญมา", "แสงจันทร์", "ภักดี", "เจริญรัตน์",
    "สายชล", "พงษ์ไพร", "อินทรวงศ์", "โชติกุล", "เกษมสันต์", "น้ำเพชร", "ปรีชากุล", "ไกรทอง",
)  # fmt: skip
_TALKS = (
    ("in", "โทรถามเรื่องเวลาขนของเข้าอาคารนอกเวลาทำการ แจ้งขั้นตอนขออนุญาตแล้ว"),
    ("in", "ขอใบแจ้งหนี้ค่าส่วนกลางฉบับสำเนา ส่งให้ทางอีเมลแล้ว"),
    ("in", "สอบถามที่จอดรถรายเดือนเพิ่ม 2 คัน ให้แบบฟอร์มและแจ้งคิว"),
    ("in", "แจ้งแอร์ส่วนกลางหน้าร้านไม่เย็น ส่งเรื่องให้ฝ่ายบริการอาคารแล้ว"),
    ("in", "ถามเงื่อนไขการต่อสัญญาและอัตราค่าเช่าใหม่ นัดคุยสัปดาห์หน้า"),
    ("in", "ขอเพิ่มผู้มีสิทธิเข้าออกอาคาร 3 คน รับเอกสารครบแล้ว"),
    ("in", "ชมเจ้าหน้าที่รักษาความปลอดภัยที่ช่วยตามหาของหาย"),
    ("out", "เยี่ยมพื้นที่หลังปรับปรุง ลูกค้าพอใจ ขอป้ายบอกทางเพิ่มหนึ่งจุด"),
    ("out", "โทรติดตามหลังซ่อมน้ำรั่ว ลูกค้าแจ้งว่าแห้งดีแล้ว"),
    ("out", "แจ้งกำหนดซ้อมอพยพหนีไฟและล้างถังน้ำ พร้อมส่งหนังสือเวียน"),
    ("out", "นัดคุยก่อนต่อสัญญา ลูกค้าขอพื้นที่เก็บของเพิ่ม 12 ตร.ม."),
    ("out", "ส่งแบบสำรวจความพึงพอใจประจำปี ลูกค้ารับปากตอบภายในสัปดาห์"),
)
_ENQUIRIES = (
    ("in", "สอบถามพื้นที่ว่างราว 80 ตร.ม. ชั้นล่าง ให้ข้อมูลราคาและนัดดูพื้นที่"),
    ("in", "ถามห้องประชุม 200 ที่นั่งสำหรับงานสัมมนา ส่งใบเสนอราคาแล้ว"),
    ("out", "พาชมพื้นที่ชั้น 2 อาคาร B ลูกค้าสนใจ ขอเวลาตัดสินใจ"),
    ("out", "โทรติดตามหลังเสนอราคา ลูกค้าเทียบกับอาคารเอกชนใกล้เคียง"),
)
_FIGURES = (
    ("area_sqm", "พื้นที่เช่า", "Leased area", "ตร.ม.", "m²"),
    ("rent_month", "ค่าเช่าต่อเดือน", "Rent a month", "บาท", "baht"),
    ("parking", "ที่จอดรถรายเดือน", "Monthly parking", "คัน", "cars"),
    ("meeting_year", "ค่าห้องประชุมต่อปี", "Meeting rooms a year", "บาท", "baht"),
)


_PLACES = (
    {"subdistrict": "ทุ่งสองห้อง", "district": "หลักสี่", "province": "กรุงเทพมหานคร"},
    {"subdistrict": "ทุ่งสองห้อง", "district": "หลักสี่", "province": "กรุงเทพมหานคร"},
    {"subdistrict": "คลองเกลือ", "district": "ปากเกร็ด", "province": "นนทบุรี"},
    {"subdistrict": "ลุมพินี", "district": "ปทุมวัน", "province": "กรุงเทพมหานคร"},
    {"subdistrict": "สุเทพ", "district": "เมืองเชียงใหม่", "province": "เชียงใหม่"},
)


@dataclass(frozen=True)
class Recipe:
    """A group of demo customers."""

    party: str
    kind: str
    relation: str
    unit: str
    title: str
    suffix: str
    area: tuple[int, int]
    talks: tuple[int, int]


_RECIPES: Mapping[str, Recipe] = {
    "agency": Recipe("organisation", "agency", "current", "property", "", "", (600, 9000), (4, 14)),
    "shop": Recipe("organisation", "direct", "current", "property", "ร้าน", "", (24, 140), (3, 12)),
    "company": Recipe("organisation", "direct", "current", "property", "บริษัท", " จำกัด", (80, 900), (2, 9)),
    "resale": Recipe("organisation", "resale", "current", "customer-market", "บริษัท", " จำกัด", (60, 400), (1, 6)),
    "visitor": Recipe("person", "direct", "current", "customer-market", "", "", (0, 0), (1, 5)),
    "prospect": Recipe("organisation", "direct", "prospect", "customer-market", "บริษัท", " จำกัด", (0, 0), (1, 4)),
    "person": Recipe("person", "direct", "prospect", "customer-market", "", "", (0, 0), (1, 3)),
    "former": Recipe("organisation", "direct", "former", "property", "บริษัท", " จำกัด", (0, 0), (1, 4)),
    "competitor": Recipe("organisation", "direct", "competitor", "customer-market", "บริษัท", " จำกัด", (0, 0), (0, 2)),
}
# How many of each; the sum is about 180.
_HOW_MANY = {
    "agency": 20, "shop": 32, "company": 24, "resale": 12, "visitor": 38, "prospect": 18, "person": 14,
    "former": 14, "competitor": 10,
}  # fmt: skip


@transaction.atomic
def build(now: datetime, people: Mapping[str, User]) -> list[Customer]:
    """Write the demo register, its contact persons and two fiscal years of timeline. `people` maps roles to users.

    Gives the customers in the order they were made; none where there are customers already. Deterministic for a
    given `now`.
    """
    if Customer.objects.exists():
        return []
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    units = {unit.code: unit for unit in Unit.objects.all()}
    officer = people["customer-officer"]
    _define_figures()
    made: list[Customer] = []
    for group, count in _HOW_MANY.items():
        for index in range(count):
            customer = _customer(chance, group, index, len(made), now, units, officer)
            _contacts(chance, customer, officer, now)
            _timeline(chance, customer, _RECIPES[group], officer, now)
            made.append(customer)
    demo_tags.build(made, people, now)
    demo_fields.build(made, people, now)
    demo_views.build(officer, now)
    demo_bulk.build(officer, now)
    demo_doubles.build(chance.choice([row for row in made if row.party == "person"]), officer, now)
    return made


def _define_figures() -> None:
    for key, label_th, label_en, unit_th, unit_en in _FIGURES:
        fields = {"label_th": label_th, "label_en": label_en, "unit_th": unit_th, "unit_en": unit_en, "kind": "number"}
        AttributeDefinition.objects.get_or_create(key=key, defaults=fields)


def _customer(
    chance: Random, group: str, index: int, serial: int, now: datetime, units: Mapping[str, Unit], officer: User
) -> Customer:
    recipe = _RECIPES[group]
    today = timezone.localdate(now)
    since = START_OF_REGISTER + timedelta(days=chance.randrange(max((today - START_OF_REGISTER).days - 20, 1)))
    values: dict[str, Any] = {
        "party": recipe.party,
        "kind": recipe.kind,
        "relation": "prospect"
        if recipe.relation in {"current", "former"} and chance.random() < 0.5
        else recipe.relation,
        "relation_since": since,
        "unit": units.get(recipe.unit),
        "owner": officer if chance.random() < 0.7 else None,
        "phone": f"08{chance.choice('169')}{chance.randrange(10**5):05d}{serial % 100:02d}",
        "email": f"contact{serial:03d}@{group}.example",
        "attributes": _figures(chance, recipe),
        **(_person(chance) if recipe.party == "person" else _organisation(group, index, recipe, serial)),
    }
    if values["relation"] == "former":
        values["relation"] = "current"
    customer = services.create_customer(values=values, by=officer, now=now)
    return _aged(chance, customer, recipe, today, officer, now)


def _aged(chance: Random, customer: Customer, recipe: Recipe, today: date, officer: User, now: datetime) -> Customer:
    """The way to the present relation: a prospect becomes current, some leave again."""
    steps = {"prospect": ["current", "former"], "current": ["former"]}.get(customer.relation, [])
    wanted = steps[: steps.index(recipe.relation) + 1] if recipe.relation in steps else []
    for step in wanted:
        room = (today - customer.relation_since).days
        day = customer.relation_since + timedelta(days=chance.randrange(1, max(room, 2)))
        reason = "ครบสัญญา ย้ายออก" if step == "former" else "ลงนามสัญญาเช่า"
        customer = services.change_relation(
            customer_id=customer.pk, relation=step, since=min(day, today), by=officer, now=now, reason=reason
        )
    return customer


def _person(chance: Random) -> dict[str, Any]:
    title, names = chance.choice((("นาย", _MEN), ("นาง", _WOMEN), ("นางสาว", _WOMEN)))
    twelve = f"197{chance.randrange(10**9):09d}"
    return {
        "title_th": title,
        "name_th": chance.choice(names),
        "family_th": chance.choice(_FAMILIES),
        "national_id": f"{twelve}{check_digit_13(twelve)}",
    }


def _organisation(group: str, index: int, recipe: Recipe, serial: int) -> dict[str, Any]:
    names: Sequence[str] = {"agency": _AGENCIES, "shop": _SHOPS}.get(group, _COMPANIES)
    name = names[(index + 7 * len(group)) % len(names)]
    place = {"resale": "เทรดดิ้ง", "prospect": "กรุ๊ป", "former": "อินเตอร์", "competitor": "เซอร์วิส"}.get(group, "")
    twelve = f"097{serial:09d}"
    return {
        "title_th": recipe.title if not name.startswith(recipe.title or " ") else "",
        "name_th": f"{name}{place}{recipe.suffix}",
        "tax_id": f"{twelve}{check_digit_13(twelve)}",
        "tax_branch": "00000",
        "address": f"{1 + serial} ถนนแจ้งวัฒนะ",
        **_PLACES[serial % len(_PLACES)],
    }


def _figures(chance: Random, recipe: Recipe) -> dict[str, Any]:
    if not recipe.area[1]:
        return {}
    area = chance.randint(*recipe.area)
    rate = {"agency": 430, "direct": 780, "resale": 650}.get(recipe.kind, 600)
    return {
        "area_sqm": area,
        "rent_month": round(area * rate * chance.uniform(0.85, 1.2), -2),
        "parking": chance.randint(0, 2 + area // 60),
        "meeting_year": round(
            chance.expovariate(1 / 40_000) if recipe.kind == "agency" else chance.expovariate(1 / 6_000), -2
        ),
    }


def _contacts(chance: Random, customer: Customer, officer: User, now: datetime) -> None:
    if not customer.is_organisation:
        return
    for role in ("ผู้ประสานงาน", "ฝ่ายบัญชี")[: chance.randint(1, 2)]:
        values = {
            "name": f"{chance.choice(_MEN + _WOMEN)} {chance.choice(_FAMILIES)}",
            "role": role,
            "phone": f"08{chance.choice('159')}{chance.randrange(10**7):07d}",
        }
        services.add_contact(customer_id=customer.pk, values=values, by=officer, now=now)


def _timeline(chance: Random, customer: Customer, recipe: Recipe, officer: User, now: datetime) -> None:
    talks = _ENQUIRIES if recipe.relation in {"prospect", "competitor"} else _TALKS
    first = datetime.combine(customer.relations.earliest("starts_on").starts_on, datetime.min.time())
    begin = timezone.make_aware(first)
    minutes = max(int((now - begin).total_seconds() // 60) - 60, 1)
    for _n in range(chance.randint(*recipe.talks)):
        direction, summary = chance.choice(talks)
        at = (begin + timedelta(minutes=chance.randrange(minutes))).replace(hour=chance.randint(9, 16))
        services.log_interaction(
            customer_id=customer.pk,
            channel=chance.choice(Channel.values),
            direction=Direction(direction),
            summary=summary,
            at=min(at, now),
            by=officer,
            now=now,
        )
