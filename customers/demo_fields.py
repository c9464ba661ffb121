"""Demo: fields that an administrator designed, and what some customers answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from customers import services
from customers.models import Customer
from foundation.accounts.models import User

FIELDS: Sequence[Mapping[str, Any]] = (
    {"label_th": "ระดับการดูแล", "label_en": "Care level", "kind": "choice", "rank": 10,
     "choices": "ใกล้ชิด | Close\nปกติ | Usual\nติดต่อเมื่อจำเป็น | On demand"},
    {"label_th": "เยี่ยมล่าสุด", "label_en": "Last visited", "kind": "date", "rank": 20, "party": "organisation"},
    {"label_th": "รับใบแจ้งหนี้ทางอิเล็กทรอนิกส์", "label_en": "Electronic invoices", "kind": "yes_no", "rank": 30},
)  # fmt: skip
SEED = 2572


def build(made: Sequence[Customer], people: Mapping[str, User], now: datetime) -> None:
    """Three fields; a third of the organisations answer. Nothing without an administrator among `people`."""
    admin, officer = people.get("system-administrator"), people["customer-officer"]
    if admin is None:
        return
    level, visited, invoices = (services.add_field(values=values, by=admin, now=now).key for values in FIELDS)
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    for row in made:
        if row.is_organisation and chance.random() < 0.33:
            day = (now - timedelta(days=chance.randint(3, 300))).date()
            facts = {level: chance.choice(("close", "usual")), visited: day, invoices: chance.choice(("yes", "no"))}
            row.refresh_from_db(fields=["version", "attributes", "tags"])
            services.update_customer(
                customer_id=row.pk, shown_version=row.version, values={"facts": facts}, by=officer, now=now
            )
