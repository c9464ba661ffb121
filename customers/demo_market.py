"""Demo: what officers know of possible customers, and an organisation with two branches."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from customers import services
from customers.enums import MarketAnswer, MarketTestKind, Relation
from customers.models import Customer, GroupTie, MarketTest
from foundation.accounts.models import User

_KNOWN = {
    MarketTestKind.NEED: (MarketAnswer.YES, "ร้านเดิมคับแคบ ต้องการพื้นที่ราว 80 ตร.ม. ชั้นล่าง"),
    MarketTestKind.POWER: (MarketAnswer.YES, "งบการเงินปีล่าสุดมีกำไร วางเงินประกันได้"),
    MarketTestKind.WILLINGNESS: (MarketAnswer.UNCLEAR, "เทียบกับอาคารใกล้เคียง ขอเวลาตัดสินใจ"),
    MarketTestKind.RIGHT: (MarketAnswer.YES, "จดทะเบียนนิติบุคคลแล้ว กรรมการลงนามได้"),
}
_WANTS = {MarketTestKind.WILLINGNESS: (MarketAnswer.YES, "ขอร่างสัญญาแล้ว นัดลงนามเดือนหน้า")}
# A market but for one doubt, one of whom little is known, a market.
_FIRMS = (_KNOWN, dict(list(_KNOWN.items())[:1]), _KNOWN | _WANTS)


@transaction.atomic
def build(now: datetime, people: Mapping[str, User]) -> list[MarketTest]:
    """Answers for the first possible customers; none where there are some."""
    if MarketTest.objects.exists() or GroupTie.objects.exists():
        return []
    officer = people["customer-officer"]
    firms = Customer.objects.filter(party="organisation", is_limited=False).order_by("pk")
    asked = firms.filter(relation=Relation.PROSPECT)[: len(_FIRMS)]
    made = [
        services.note_market_test(customer_id=firm.pk, test=test, verdict=verdict, why=why, by=officer, now=now)
        for firm, known in zip(asked, _FIRMS, strict=False)
        for test, (verdict, why) in known.items()
    ]
    for head in firms.filter(relation=Relation.CURRENT, title_th="บริษัท")[:1]:
        for branch in firms.filter(relation=Relation.CURRENT, title_th="ร้าน")[:2]:
            services.set_parent(customer_id=branch.pk, parent_number=head.number, reason="", by=officer, now=now)
    return made
