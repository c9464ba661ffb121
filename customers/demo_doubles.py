"""Demo: a caller was recorded a second time, and one pair was joined and can be taken apart."""

from datetime import datetime

from customers import services
from customers.models import Customer
from foundation.accounts.models import User


def build(customer: Customer, officer: User, now: datetime) -> None:
    """Two doubles of a customer: one waits to be looked at, one was joined."""
    known = {name: getattr(customer, name) for name in ("title_th", "name_th", "family_th", "phone", "language")}
    facts = {"party": customer.party, "relation": "prospect", **known}
    waiting, joined = (
        services.create_customer(values={**facts, **more}, by=officer, now=now)
        for more in ({"postcode": "10210"}, {"address": "88 ถนนแจ้งวัฒนะ"})
    )
    services.put_side_by_side(numbers=(customer.number, waiting.number), by=officer, now=now)
    customer.refresh_from_db()
    services.merge_customers(
        survivor_id=customer.pk,
        merged_id=joined.pk,
        shown_versions={customer.pk: customer.version, joined.pk: joined.version},
        taken=("address",),
        reason="โทรยืนยันแล้วว่าเป็นคนเดียวกัน ลงทะเบียนซ้ำจากเคาน์เตอร์",
        by=officer,
        now=now,
    )
    services.start_scan(by=officer, now=now)
