"""One service request that became a complaint: the customer waited too long for a repair."""

from datetime import datetime

from complaints import services
from complaints.models import Category, Turned
from service_charter.models import ServiceRequest

STORY = "แจ้งเรื่องนี้แล้วรอนาน โทรถามสองครั้งก็ไม่มีใครบอกได้ว่าจะเสร็จเมื่อไร ขอให้ผู้รับผิดชอบชี้แจงด้วย"
WHY = "ลูกค้าไม่พอใจที่รอนานและขอคำชี้แจง"


def build(now: datetime) -> None:
    """Nothing where something turned already, or before there are requests in hand."""
    rows = ServiceRequest.objects.filter(status="working", is_paused=False, handler__isnull=False)
    row = rows.select_related("handler").order_by("received_at").first()
    category = Category.objects.filter(code="building").first()
    if row is None or row.handler is None or category is None or Turned.objects.exists():
        return
    services.request_into_complaint(
        request_id=row.pk, category=category, description=STORY, reason=WHY, by=row.handler, now=now
    )
