"""Demo: the words by which officers group customers, and who bears them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from customers import services
from customers.models import Customer
from foundation.accounts.models import User

TAGS = (
    ("ลูกค้ารายสำคัญ", "Key account"),
    ("ต้องการพื้นที่เพิ่ม", "Wants more space"),
    ("สนใจห้องประชุม", "Meeting rooms"),
    ("ติดตามต่อสัญญา", "Renewal due"),
    ("อ้างอิงได้", "Gives references"),
)
SEED = 2571


def build(made: Sequence[Customer], people: Mapping[str, User], now: datetime) -> None:
    """Five tags; about a third of the customers bear one or two. Nothing without an administrator among `people`."""
    admin, officer = people.get("system-administrator"), people["customer-officer"]
    if admin is None:
        return
    codes = [services.add_tag(name_th=th, name_en=en, by=admin, now=now).code for th, en in TAGS]
    chance = Random(SEED)  # noqa: S311  demonstration data, no secret
    for row in made:
        if chance.random() < 0.35:
            row.refresh_from_db(fields=["version"])
            services.update_customer(
                customer_id=row.pk, shown_version=row.version, by=officer, now=now,
                values={"tags": chance.sample(codes, chance.randint(1, 2))},
            )  # fmt: skip
