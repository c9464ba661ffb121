"""The board as shipped: seats without names, and the common rule for a quorum. The secretary changes both."""

import datetime as dt
from typing import Any

SINCE = dt.date(2000, 1, 1)

# Position, Thai, English.
SEATS = (
    (1, "ประธานกรรมการ", "Chair"),
    *((position, f"กรรมการ (ที่นั่ง {position})", f"Director (seat {position})") for position in range(2, 8)),
)
QUORUM = {
    "since": SINCE,
    "numerator": 1,
    "denominator": 2,
    "minimum": 3,
    "basis": "ไม่น้อยกว่ากึ่งหนึ่งของจำนวนกรรมการทั้งหมด ผู้มีส่วนได้เสียไม่นับในวาระนั้น",
}


def ship_board(apps: Any, schema_editor: Any) -> None:
    """Write seats and rule where there are none; the models are a migration's historical ones."""
    seats, rules = (apps.get_model("governance", name).objects for name in ("BoardSeat", "QuorumRule"))
    if not seats.exists():
        seats.bulk_create(
            seats.model(position=position, title_th=title_th, title_en=title_en, since=SINCE)
            for position, title_th, title_en in SEATS
        )
    if not rules.exists():
        rules.create(**QUORUM)
