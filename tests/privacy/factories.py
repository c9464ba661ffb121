"""Makers of requests about personal data, through the services."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from foundation.core.ids import new_tracking_code
from foundation.privacy import selectors, services
from foundation.privacy.models import DataRequest
from tests.people import someone

PHONE, EMAIL, NATIONAL_ID = "+66812345678", "somsri@example.org", "1234545678781"
HOW = "โทรกลับหมายเลขที่มีในทะเบียน ตอบคำถามตรงสามข้อ"


def make_request(right: str = "access", *, now: datetime | None = None, code: str = "", **changes: Any) -> DataRequest:
    """A received request of สมศรี."""
    asker = {"name": "สมศรี ใจดี", "phone": PHONE, "email": EMAIL, "national_id": NATIONAL_ID}
    wish = {"right": right, "details": "ขอดูว่ามีอะไรบ้าง", "purposes": ["marketing"]}
    return services.submit_request(
        wish=services.Wish(**{**wish, **{k: v for k, v in changes.items() if k in services.Wish.__annotations__}}),
        asker=services.Asker(**{**asker, **{k: v for k, v in changes.items() if k in services.Asker.__annotations__}}),
        channel=changes.get("channel", "portal"),
        language="th",
        notice=selectors.notice_in_force("data-request"),
        tracking_code=code or new_tracking_code(),
        now=now or timezone.now(),
    )


def bring(row: DataRequest, status: str, *, now: datetime | None = None, **said: Any) -> DataRequest:
    """The request, brought to a status by the officer."""
    now, by = now or timezone.now(), someone("data-protection-officer")
    path = {"verified": 1, "working": 2, "answered": 3, "closed": 4}[status]
    acts = [
        lambda: services.verify_identity(request_id=row.pk, how=HOW, by=by, now=now),
        lambda: services.start(request_id=row.pk, by=by, now=now),
        lambda: services.answer(
            request_id=row.pk,
            outcome=said.get("outcome", "granted"),
            ground=said.get("ground", ""),
            text=said.get("text", "ส่งข้อมูลให้ท่านแล้ว"),
            by=by,
            now=now,
        ),
        lambda: services.close(request_id=row.pk, by=by, now=now),
    ]
    order = ["received", "verified", "working", "answered"]
    for act in acts[order.index(row.status) : path]:
        row = act()
    return DataRequest.objects.get(pk=row.pk)
