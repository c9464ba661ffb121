"""Demo: lists that officers saved, for their unit and for everyone."""

from datetime import datetime

from customers import services
from customers.services.saved_views import Asked
from foundation.accounts.models import User

VIEWS = (
    ("อดีตลูกค้าที่ควรติดต่อกลับ", "everyone", Asked({"relation": "former"}, ("since", "unit", "owner"), "newest")),
    ("ผู้ที่อาจเป็นลูกค้า (องค์กร)", "everyone",
     Asked({"relation": "prospect", "party": "organisation"}, ("kind", "owner", "created"))),
    ("ต้องการพื้นที่เพิ่ม", "everyone", Asked({"tag": "wants-more-space"}, ("relation", "owner", "unit", "tags"))),
    ("ตัวแทนและผู้ซื้อไปขายต่อ", "private", Asked({"kind": "resale"}, ("relation", "tax_id", "unit"))),
)  # fmt: skip


def build(officer: User, now: datetime) -> None:
    """Four views of one officer."""
    for name, audience, asked in VIEWS:
        services.save_view(name=name, audience=audience, asked=asked, by=officer, now=now)
