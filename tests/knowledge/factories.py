"""Articles in each state, and the people who write and publish them."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Role, User
from foundation.knowledge import services
from foundation.knowledge.enums import Status
from foundation.knowledge.models import Article

WAY = {Status.DRAFT: (), Status.IN_REVIEW: ("submit",), Status.PUBLISHED: ("submit", "publish")}


def somebody(role: str) -> User:
    """A person of the role, the same one every time."""
    user, made = User.objects.get_or_create(username=f"knowledge-{role}")
    if made:
        user.roles.add(Role.objects.get(key=role))
    return user


def make_article(status: str = Status.DRAFT, *, now: datetime | None = None, **values: Any) -> Article:
    """An article that an officer wrote and a manager took further."""
    now = now or timezone.now()
    author, reviewer = somebody("complaint-officer"), somebody("complaint-manager")
    words = {"kind": "lesson", "title_th": "ลิฟต์ค้างตอนเช้า", "body_th": "แจ้งผู้ใช้อาคารก่อน"} | values
    article = services.write_article(values=words, by=author, now=now)
    way = WAY.get(Status(status), ("submit", "publish", "withdraw"))
    for move in way:
        by = author if move == "submit" else reviewer
        article = services.move_article(article_id=article.pk, move=move, by=by, now=now, reason="เลิกใช้แล้ว")
    return article
