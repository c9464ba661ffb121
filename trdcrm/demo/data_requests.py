"""Requests about personal data for a demonstration: one in every state, told through the services at past moments."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.ids import new_tracking_code
from foundation.core.models import Notification
from foundation.privacy import services
from foundation.privacy.models import DataRequest
from foundation.privacy.selectors import notice_in_force
from foundation.privacy.services.held import record_key

HOW = "โทรกลับหมายเลขที่มีในทะเบียน ตอบคำถามถูกต้องสามข้อ"
DAY = timedelta(days=1)


def build(now: datetime, people: Mapping[str, User]) -> None:
    """About fifteen requests of the last year. Nothing where requests exist already."""
    if DataRequest.objects.exists():
        return
    officer, chief = people["data-protection-officer"], people["executive"]
    askers = _askers()
    for days, right, end, words in _STORIES:
        asker = next(askers, None)
        if asker is None:
            return
        _tell(now - days * DAY, right, end, words, asker, officer=officer, chief=chief)
    _read_old_notes(now, officer)


def _read_old_notes(now: datetime, officer: User) -> None:
    """What came in some time ago has been read; the last two wait."""
    newest = Notification.objects.filter(user=officer).order_by("-id")[:2].values("pk")
    Notification.objects.filter(user=officer, read_at__isnull=True).exclude(pk__in=newest).update(read_at=now)


# Days ago, what is asked, how far it came, and what the person wrote.
_STORIES: tuple[tuple[int, str, str, str], ...] = (
    (310, "access", "closed", "ขอทราบว่าบริษัทมีข้อมูลอะไรของฉันบ้าง"),
    (250, "correction", "closed", "นามสกุลสะกดผิด ขอให้แก้ตามบัตรประชาชน"),
    (205, "access", "late", "ขอดูบันทึกการติดต่อของปีที่แล้ว"),
    (160, "erasure", "refused", "เลิกเช่าแล้ว ขอให้ลบข้อมูลทั้งหมด"),
    (120, "withdrawal", "closed", "ไม่อยากรับข่าวสารแล้ว"),
    (75, "access", "unverified", "ขอข้อมูลของเพื่อนร่วมงาน"),
    (60, "erasure", "erased", "ไม่ได้ติดต่อกันแล้ว ขอให้ลบข้อมูลของฉัน"),
    (34, "copy", "extended", "ขอสำเนาสัญญาและบันทึกการติดต่อทั้งหมด"),
    (24, "copy", "ready", "ขอสำเนาข้อมูลของฉันเพื่อใช้ยื่นหน่วยงานอื่น"),
    (20, "objection", "partly", "ไม่ให้โทรถามความพึงพอใจ แต่ยังส่งอีเมลได้"),
    (16, "erasure", "proposed", "ย้ายออกแล้ว ขอให้ลบข้อมูลทั้งหมด"),
    (12, "restriction", "working", "ขอให้หยุดใช้ที่อยู่เดิมระหว่างตรวจสอบ"),
    (9, "correction", "verified", "ที่อยู่ใหม่ไม่ตรงกับที่ท่านมี"),
    (6, "access", "withdrawn", "ขอดูข้อมูลของฉัน"),
    (4, "access", "received", "ขอทราบว่าได้หมายเลขโทรศัพท์ของฉันมาจากที่ใด"),
    (2, "withdrawal", "received", "ขอถอนความยินยอมเรื่องข่าวสาร"),
)


def _askers() -> Iterator[Customer]:
    """People of the register with a telephone number, from the newest on."""
    rows = Customer.objects.filter(party="person", erased_at__isnull=True).exclude(phone_hash="")
    return iter(rows.select_related("data_key").order_by("-pk")[:60])


def _tell(at: datetime, right: str, end: str, words: str, asker: Customer, *, officer: User, chief: User) -> None:
    row = services.submit_request(
        wish=services.Wish(right=right, details=words, purposes=["marketing"]),
        asker=services.Asker(name=asker.name, phone=asker.phone or "", email=asker.email or ""),
        channel="portal",
        language="th",
        notice=notice_in_force("data-request", at=at),
        tracking_code=new_tracking_code(),
        now=at,
    )
    if end == "received":
        return
    if end == "withdrawn":
        services.withdraw(request_id=row.pk, now=at + DAY)
        return
    if end == "unverified":
        services.refuse_unverified(
            request_id=row.pk, text="ผู้ขอยืนยันไม่ได้ว่าเป็นเจ้าของข้อมูลหรือผู้รับมอบอำนาจ", by=officer, now=at + 10 * DAY
        )
        return
    services.verify_identity(request_id=row.pk, how=HOW, by=officer, now=at + DAY)
    if end == "verified":
        return
    services.start(request_id=row.pk, by=officer, now=at + 2 * DAY)
    services.add_note(request_id=row.pk, body="ตรวจทุกทะเบียนแล้ว รอหน่วยงานยืนยัน", by=officer, now=at + 3 * DAY)
    _finish(row, at, end, officer=officer, chief=chief)


def _finish(row: DataRequest, at: datetime, end: str, *, officer: User, chief: User) -> None:
    if end == "extended":
        services.extend(
            request_id=row.pk,
            until=timezone.localdate(row.first_due_at) + 20 * DAY,
            reason="ต้องค้นเอกสารสัญญาเดิมจากคลังเอกสาร",
            by=officer,
            now=at + 20 * DAY,
        )
    elif end == "proposed":
        if keys := _free(row):
            services.propose_erasure(request_id=row.pk, records=keys, by=officer, now=at + 5 * DAY)
    elif end == "erased":
        if keys := _free(row):
            services.propose_erasure(request_id=row.pk, records=keys, by=officer, now=at + 5 * DAY)
            services.approve_erasure(request_id=row.pk, by=chief, now=at + 6 * DAY)
            _answer(row, "granted", "", "ลบข้อมูลของท่านแล้ว และจะลืมตัวตนผู้ขอเมื่อปิดเรื่อง", at + 7 * DAY, officer)
            services.close(request_id=row.pk, by=officer, now=at + 8 * DAY)
    elif end == "ready":
        records = [record_key(found) for found in services.found_for(row)]
        export = services.build_export(request_id=row.pk, records=records, by=officer, now=at + 5 * DAY)
        services.pack_export(public_id=export.public_id, now=at + 5 * DAY)
        _answer(row, "granted", "", "สำเนาข้อมูลของท่านพร้อมแล้ว รับได้ที่หน้าติดตามคำขอ", at + 6 * DAY, officer)
    elif end == "partly":
        words = "เราหยุดโทรถามแล้ว แต่การแจ้งตามสัญญายังจำเป็น"
        _answer(row, "partly", "still_needed", words, at + 8 * DAY, officer)
    elif end == "refused":
        words = "สัญญาสิ้นสุดไม่ถึง 10 ปี กฎหมายบัญชีให้เก็บเอกสารไว้"
        _answer(row, "refused", "legal_duty", words, at + 15 * DAY, officer)
        services.close(request_id=row.pk, by=officer, now=at + 20 * DAY)
    elif end in ("closed", "late"):
        answered_at = at + (36 if end == "late" else 12) * DAY
        _answer(row, "granted", "", "ดำเนินการให้ตามคำขอแล้ว รายละเอียดอยู่ในจดหมายที่ส่งถึงท่าน", answered_at, officer)
        services.close(request_id=row.pk, by=officer, now=answered_at + 3 * DAY)


def _answer(row: DataRequest, outcome: str, ground: str, text: str, at: datetime, officer: User) -> None:
    services.answer(request_id=row.pk, outcome=outcome, ground=ground, text=text, by=officer, now=at)


def _free(row: DataRequest) -> list[str]:
    """The records that nothing holds, where nothing at all stands against the person."""
    found = services.found_for(row)
    if any(services.holds_of(each) for each in found):
        return []
    return [record_key(each) for each in found]
