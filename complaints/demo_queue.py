"""Demo: queues that a manager and an officer saved, and a change of many cases at the start of a day."""

from collections.abc import Mapping
from datetime import datetime

from complaints import services
from complaints.enums import Priority
from complaints.models import BulkChange, Complaint, SavedQueue
from complaints.selectors.saved_queues import SHELF
from foundation.accounts.models import User
from foundation.accounts.saved_lists import Filters, save_list

QUEUES = (
    ("complaint-manager", "เรื่องรุนแรงที่ยังไม่จบ", "everyone", {"view": "todo", "severity": "3"}),
    ("complaint-officer", "ไม่รับผล รอช่องทางต่อไป", "unit", {"view": "rejected"}),
    ("complaint-officer", "มาทางเว็บ ยังไม่มีผู้รับ", "private", {"view": "unassigned", "channel": "portal"}),
)
AT_ONCE = 3


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Once: three saved queues, and assessed cases that were put first together."""
    if not SavedQueue.objects.exists():
        for role, name, audience, filters in (each for each in QUEUES if each[0] in people):
            shared = audience if audience != "unit" or people[role].unit_id else "private"
            save_list(SHELF, name=name, audience=shared, asked=Filters(filters), by=people[role], now=now)
    manager = people["complaint-manager"]
    open_ones = Complaint.objects.visible_to(manager).open().filter(assessed_at__isnull=False)
    numbers = list(open_ones.order_by("queue_at", "pk").values_list("number", flat=True)[:AT_ONCE])
    if numbers and not BulkChange.objects.exists():
        services.change_many(
            numbers=numbers, wanted=services.Wanted(priority=Priority.HIGH), by=manager, now=now,
            reason="เร่งให้เสร็จก่อนวันหยุดยาว",
        )  # fmt: skip
