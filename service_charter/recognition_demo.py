"""Recognition: the clearest team that the measurements propose is recognised, where there is one."""

import datetime as dt
from collections.abc import Mapping

from foundation.accounts.models import User
from service_charter.models import Recognition
from service_charter.selectors.recognition import candidates
from service_charter.services import recognition as services


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where something was decided already, or where chance explains every result."""
    executive = people["executive"]
    proposed = [row for row in candidates(now) if row.unit.pk != executive.unit_id]
    if Recognition.objects.exists() or not proposed:
        return
    first = proposed[0]
    services.decide(
        unit_id=first.unit.pk,
        code=first.standard.code,
        verdict="given",
        reason="ดูเรื่องที่ยากประกอบแล้ว ผลมาจากวิธีทำงานที่เปลี่ยน ไม่ใช่จากการเลือกเรื่องง่าย",
        words_th="ขอบคุณทีมที่รักษาคำมั่นกับลูกค้าได้ตลอดทั้งปี และบอกลูกค้าก่อนทุกครั้งที่รู้ว่าจะช้า",
        words_en="Thank you for keeping the promise to customers all year, and for telling them first when late.",
        is_public=True,
        by=executive,
        now=now,
    )
