"""Recognition: the clearest team that the measurements propose is recognised, where there is one."""

import datetime as dt
from collections.abc import Mapping, Sequence

from foundation.accounts.models import User
from service_charter.models import Recognition
from service_charter.selectors.recognition import Candidate, candidates
from service_charter.services import recognition as services
from service_charter.services import recognition_withdrawal as withdrawals


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where something was decided already, or where chance explains every result."""
    executive = people["executive"]
    proposed = [row for row in candidates(now) if row.unit.pk != executive.unit_id]
    if Recognition.objects.exists() or not proposed:
        return
    _take_back(proposed[1:], executive, people["charter-owner"], now)
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


def _take_back(others: Sequence[Candidate], executive: User, owner: User, now: dt.datetime) -> None:
    """A second team, where one is proposed, was recognised by mistake; two people took that back."""
    found = next((row for row in others if row.unit.pk not in {owner.unit_id, executive.unit_id}), None)
    if found is None:
        return
    row = services.decide(
        unit_id=found.unit.pk,
        code=found.standard.code,
        verdict="given",
        reason="ผลสูงกว่าเป้าหมายตลอดปี",
        words_th="ขอบคุณทีมที่รักษาคำมั่นได้ทุกไตรมาส",
        words_en="Thank you for keeping the promise in every quarter.",
        is_public=True,
        by=executive,
        now=now,
    )
    withdrawal = withdrawals.ask_back(
        recognition_id=row.pk,
        reason="มีการนับผลซ้ำจากตัวอย่างที่กรอกด้วยมือในไตรมาสที่สอง",
        words_th="เรานับผลของทีมนี้ซ้ำบางส่วน จึงเพิกถอนการยกย่อง ขออภัยทีมงานและลูกค้า",
        words_en="We counted some of this team's results twice, so the recognition is taken back. We apologise.",
        by=executive,
        now=now,
    )
    withdrawals.look_again(
        withdrawal_id=withdrawal.pk, confirm=True, note="เทียบกับบัญชีผลแล้ว พบรายการซ้ำจริง", by=owner, now=now
    )
