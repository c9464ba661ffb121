"""The charter in force handed down: units, partners and most people have signed, some let the day pass."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from foundation.accounts.models import User
from service_charter.commitment_rules import ANSWER_WITHIN
from service_charter.enums import Area, Holder
from service_charter.models import Commitment, Partner
from service_charter.selectors.charter import all_in_force, charter_in_force
from service_charter.services import commitments as services

PARTNERS = (
    ("lift-maintenance", "บริษัทดูแลลิฟต์และระบบอาคาร", "Lift and building systems contractor"),
    ("front-desk", "บริษัทบริการต้อนรับและประชาสัมพันธ์", "Reception and information contractor"),
)
SIGNERS = ("นางสาววารุณี ตั้งใจ", "นายชัยวัฒน์ มั่นสัญญา")
# Who is still asked: two people, of whom one is new.
NOT_YET = ("complaint-officer", "customer-officer-2")


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where something was handed down already, or before the charter is told."""
    charter = charter_in_force(now)
    if charter is None or Commitment.objects.exists():
        return
    _partners(now)
    owner = people["charter-owner"]
    asked_at = now - dt.timedelta(days=18)
    services.hand_down(due_on=timezone.localdate(asked_at + ANSWER_WITHIN), by=owner, now=asked_at)
    rows = Commitment.objects.filter(charter=charter).select_related("charter", "person").order_by("id")
    by_unit = {user.unit_id: user for name, user in people.items() if name not in {"charter-owner", "auditor"}}
    for turn, row in enumerate(rows):
        signed_at = asked_at + dt.timedelta(days=1 + turn % 6, hours=turn % 5)
        if row.kind == Holder.PARTNER:
            token = services.renew_link(commitment_id=row.pk, by=owner, now=asked_at)
            services.accept_by_link(
                token=token,
                shown_hash=row.content_hash,
                name=SIGNERS[turn % len(SIGNERS)],
                position="ผู้จัดการโครงการ",
                now=signed_at,
            )
        elif row.kind == Holder.UNIT and row.unit_id in by_unit:
            _sign(row, by_unit[row.unit_id], signed_at)
        elif row.person and row.person.username not in NOT_YET:
            _sign(row, row.person, signed_at)


def _sign(row: Commitment, by: User, at: dt.datetime) -> None:
    services.accept(commitment_id=row.pk, shown_hash=row.content_hash, by=by, now=at)


def _partners(now: dt.datetime) -> None:
    """Two organisations that serve customers for us, where the register is empty; nobody is written to."""
    if Partner.objects.exists():
        return
    others = all_in_force(at=now).exclude(area=Area.COMPLAINTS).order_by("number")
    codes = list(others.values_list("code", flat=True))[:3]
    for code, name_th, name_en in PARTNERS:
        Partner.objects.create(
            code=code,
            name_th=name_th,
            name_en=name_en,
            standard_codes=codes,
            created_at=now - dt.timedelta(days=500),
        )
