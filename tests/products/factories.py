"""Ideas, products and projects, made the way people make them."""

import datetime as dt
from typing import Any

from foundation.accounts.models import User
from foundation.privacy.selectors import notice_in_force
from products import services
from products.models import Idea
from tests.people import someone

NOW = dt.datetime(2026, 11, 9, 3, 0, tzinfo=dt.UTC)  # a Monday, 10:00 in Bangkok
DAY = dt.timedelta(days=1)


def make_idea(by: User | None = None, **facts: Any) -> Idea:
    """An idea of a member of staff."""
    given = {"title": "ติดตั้งตู้น้ำดื่มทุกชั้น", "description": "ลูกค้าถามหาทุกวัน", "source": None, "now": NOW, **facts}
    return services.submit_idea(by=by or someone("customer-officer"), **given)


def make_public_idea(*, key: str = "k1", **facts: Any) -> Idea:
    """An idea from the public form, with an e-mail address."""
    given: dict[str, Any] = {
        "title": "เปิดจองห้องประชุมผ่านเว็บ",
        "description": "จะได้ไม่ต้องโทรถาม",
        "contact": services.Contact(name="สมศรี", email="somsri@example.com"),
        "agrees": True,
        "notice": notice_in_force("idea", at=NOW),
        "language": "th",
        "now": NOW,
        **facts,
    }
    return services.submit_public_idea(key=key, **given)


def answer(idea: Idea, move: str = "accept", **facts: Any) -> Idea:
    """An answer by the product manager, a day later."""
    given: dict[str, Any] = {"answer": "ตรงกับแผนปีนี้", "by": someone("product-manager"), "now": NOW + DAY, **facts}
    return services.answer_idea(idea_id=idea.pk, move=move, **given)
