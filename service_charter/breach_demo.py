"""Broken promises of the demo: one mended and waiting to be closed, one that waits for its cause."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from foundation.accounts.models import User
from foundation.governance import services as governance
from service_charter import services
from service_charter.enums import BreachState, Source
from service_charter.models import Breach
from service_charter.selectors import charter_in_force
from service_charter.services import breaches

DAY = dt.timedelta(days=1)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a breach exists or no charter binds. The samples are drawn from files at the counters."""
    charter = charter_in_force(now)
    if charter is None or Breach.objects.exists():
        return
    _mended(now, people)
    _new(now, people)


def _mended(now: dt.datetime, people: Mapping[str, User]) -> None:
    _sample("information-documents", 11, 20, now - 48 * DAY, people)
    breaches.find_breaches(now=now - 45 * DAY)
    _answer_others(now, people)
    breach = Breach.objects.filter(standard_code="information-documents").first()
    if breach is None:
        return
    owner = people["product-manager"]
    breach = breaches.act_on_breach(
        breach_id=breach.pk,
        shown_version=breach.version,
        cause="แฟ้มเอกสารเผยแพร่กระจายอยู่สามที่ เจ้าหน้าที่หาไม่พบภายในวัน",
        action="รวมเอกสารไว้ในคลังเดียวและติดดัชนี พร้อมสอนเจ้าหน้าที่เคาน์เตอร์ทุกคน",
        owner=owner,
        due_on=timezone.localdate(now - 25 * DAY),
        by=people["charter-owner"],
        now=now - 40 * DAY,
    )
    if breach.action_id is None:
        return
    done = "รวมเอกสาร 214 รายการ อบรมครบ 12 คน"
    governance.complete_action(action_id=breach.action_id, note=done, by=owner, now=now - 28 * DAY)
    _sample("information-documents", 19, 20, now - 9 * DAY, people)
    governance.verify_action(
        action_id=breach.action_id,
        effective=True,
        note="สุ่มขอเอกสาร 5 ครั้ง ได้ภายในวันทุกครั้ง",
        by=people["strategist"],
        now=now - 8 * DAY,
    )


def _answer_others(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Whatever else was broken then, such as what a partner reported, has its cause and an action under way."""
    for breach in Breach.objects.filter(state=BreachState.OPEN).exclude(standard_code="information-documents"):
        breaches.act_on_breach(
            breach_id=breach.pk,
            shown_version=breach.version,
            cause="ช่วงวันหยุดยาวมีผู้ปฏิบัติงานไม่ครบเวร เรื่องที่รับไว้จึงค้างถึงวันทำการถัดไป",
            action="เพิ่มเวรสำรองในวันหยุด และให้หัวหน้าเวรตรวจเรื่องค้างทุกเช้า",
            owner=people["product-manager"],
            due_on=timezone.localdate(now + 20 * DAY),
            by=people["charter-owner"],
            now=now - 41 * DAY,
        )


def _new(now: dt.datetime, people: Mapping[str, User]) -> None:
    _sample("transaction-check", 14, 20, now - 6 * DAY, people)
    breaches.find_breaches(now=now - 5 * DAY)


def _sample(code: str, kept: int, n: int, at: dt.datetime, people: Mapping[str, User]) -> None:
    charter = charter_in_force(at)
    standard = charter.standards.filter(code=code).first() if charter else None
    if standard is None:
        return
    entry = services.Entry(
        standard_id=standard.pk,
        source=Source.SAMPLE,
        key=f"demo-{code}-{timezone.localdate(at)}",
        occurred_at=at,
        kept=kept,
        n=n,
        note="สุ่มแฟ้มที่เคาน์เตอร์",
    )
    services.enter(entry, by=people["charter-owner"], now=at + dt.timedelta(hours=5))
