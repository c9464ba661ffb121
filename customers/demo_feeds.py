"""Feeds and enquiries for a demonstration: a lease system that delivers daily, a billing file that could not be
read, and people who ask on the portal.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from customers import services
from customers.enums import Door
from customers.models import Customer, Feed, FeedDelivery, SourceKey
from customers.services import enquiries, feed_readings, feeds, imports
from foundation.accounts.models import Unit, User
from foundation.core import job_runner
from foundation.privacy.selectors import notice_in_force

DAY = timedelta(days=1)
_HEADER = ("รหัสลูกค้า", "ชื่อลูกค้า", "โทรศัพท์", "รหัสไปรษณีย์", "พื้นที่ตามสัญญา")
_TENANTS = (
    ("L-1041", "บริษัท สวนฝนการพิมพ์ จำกัด", "02 555 1041", "10210", "84"),
    ("L-1042", "บริษัท ลมทะเลออกแบบ จำกัด", "02 555 1042", "10210", "120"),
    ("L-1043", "บริษัท ข้าวหอมโภชนา จำกัด", "02 555 1043", "10210", "46"),
    ("L-1044", "บริษัท แพรวาอุปกรณ์สำนักงาน จำกัด", "02 555 1044", "10210", "210"),
)
_NEW = ("L-1045", "บริษัท ตะวันฉายบัญชี จำกัด", "02 555 10", "10210", "60")
_QUESTIONS = (
    ("นายภูผา แก้วมณี", "", "space", "สนใจพื้นที่ราว 60 ตร.ม. ชั้นล่าง ค่าเช่าเดือนละเท่าไร เริ่มได้เมื่อใด", 30, False),
    ("นางสาวรินลดา พงษ์ไพร", "บริษัท ดินดีสัมมนา จำกัด", "meeting", "ขอใบเสนอราคาห้องประชุม 150 ที่นั่ง สองวัน", 5, False),
    ("ณดล เกษมสันต์", "", "other", "เป็นนักเรียน อยากขอพื้นที่ลานกิจกรรมจัดงานดนตรีของโรงเรียน", 3, True),
)  # fmt: skip


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Two feeds with what they delivered, three enquiries."""
    admin, officer = people["system-administrator"], people["customer-officer"]
    unit = Unit.objects.filter(code="customer-market").first()
    lease = _feed("lease", "ระบบสัญญาเช่า", "Lease system", "lease", unit, admin, now - 9 * DAY)
    _learn(lease, officer, admin, now - 9 * DAY)
    _deliver(lease, _TENANTS, now - 2 * DAY)
    corrected = Customer.objects.get(source_keys__source="lease", source_keys__key="L-1042")
    services.update_customer(
        customer_id=corrected.pk, shown_version=corrected.version, values={"phone": "02 555 2042"}, by=officer,
        now=now, reason="ลูกค้าโทรแจ้งเบอร์ใหม่",
    )  # fmt: skip
    _deliver(lease, (*_TENANTS[:3], _NEW), now - timedelta(hours=6))
    billing = _feed("billing", "ระบบใบแจ้งหนี้", "Billing system", "billing", unit, admin, now - 9 * DAY)
    file = ContentFile("งวด;ยอด\n2569/10;1200\n".encode())
    feeds.receive(feed_id=billing.pk, file=file, name="invoices-2569-10.csv", door=Door.FOLDER, by=None, now=now - DAY)
    for serial, (name, organisation, topic, message, hours, is_minor) in enumerate(_QUESTIONS):
        _ask(serial, name, organisation, topic, message, is_minor, now - timedelta(hours=hours))


def _feed(code: str, name_th: str, name_en: str, system: str, unit: Unit | None, admin: User, now: datetime) -> Feed:
    values = {
        "code": code, "name_th": name_th, "name_en": name_en, "system": system, "unit": unit, "is_complete": True,
        "every_hours": 24, "is_watched": False, "is_active": True,
    }  # fmt: skip
    return feeds.add_feed(values=values, by=admin, now=now)


def _learn(feed: Feed, officer: User, admin: User, now: datetime) -> None:
    file = ContentFile(_csv(_TENANTS[:1]))
    run = imports.open_import(file=file, name="lease-sample.csv", by=officer, now=now, source=feed.code)
    proposed = feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=officer, now=now)
    feed_readings.accept_reading(feed_id=feed.pk, shown_version=proposed.version, by=admin, now=now)
    imports.drop_upload(run_id=run.pk, by=officer, now=now)


def _deliver(feed: Feed, rows: Sequence[Sequence[str]], at: datetime) -> FeedDelivery:
    name = f"lease-{at:%Y%m%d}.csv"
    delivery = feeds.receive(
        feed_id=feed.pk, file=ContentFile(_csv(rows)), name=name, door=Door.FOLDER, by=None, now=at
    )  # fmt: skip
    if delivery.run and delivery.run.job:
        job_runner.run(delivery.run.job.pk)
    SourceKey.objects.filter(source=feed.code, seen_at__gt=at).update(seen_at=at)
    return delivery


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([_HEADER, *rows])
    return text.getvalue().encode()


def _ask(serial: int, name: str, organisation: str, topic: str, message: str, is_minor: bool, at: datetime) -> None:
    enquiries.submit_enquiry(
        enquirer=enquiries.Enquirer(
            name=name, organisation=organisation, email=f"enquirer{serial}@portal.example", is_minor=is_minor,
            parent_name="นางอรทัย เกษมสันต์" if is_minor else "", parent_phone="0815550199" if is_minor else "",
        ),
        topic=topic, message=message, agrees=True, wants_news=False, notice=notice_in_force(enquiries.NOTICE, at=at),
        language="th", key=f"demo-{serial}", now=at,
    )  # fmt: skip
