"""Help with filing: somebody waits to be called back, somebody was helped through an interpreter, a daughter files for
her mother."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from complaints import services
from complaints.enums_help import HelpKind
from complaints.models import Category, Complaint, Help
from foundation.accounts.models import User
from foundation.core.ids import new_tracking_code
from foundation.privacy.selectors import notice_in_force


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Nothing where somebody asked for help already."""
    if Help.objects.exists():
        return
    officer, notice = people["complaint-officer"], notice_in_force("complaint", at=now)
    waiting = services.Need(
        kinds=[HelpKind.CALL_BACK], name="คุณยายบัว", phone="+66815550142", words="อ่านตัวหนังสือเล็กไม่ถนัด"
    )
    services.ask_help(need=waiting, now=now - timedelta(hours=2), notice=notice)
    called = services.Need(kinds=[HelpKind.CALL_BACK, HelpKind.ACCESS], name="คุณธนา", phone="+66815550177")
    row = services.ask_help(need=called, now=now - timedelta(days=6), notice=notice)
    services.answer_help(
        help_id=row.pk,
        outcome="given",
        note="โทรกลับแล้ว นัดพบที่เคาน์เตอร์ทางลาด",
        by=officer,
        now=now - timedelta(days=5, hours=20),
    )
    services.register_complaint(
        identity="named",
        story=services.Story(
            category=Category.objects.get(code="building"), description="ทางลาดหน้าอาคารชันเกินไป แม่ใช้รถเข็นขึ้นเองไม่ได้"
        ),
        contact=services.Contact(
            name="มะลิ ดีงาม",
            phone="+66815550199",
            representative="บัว ดีงาม",
            relation="relative",
            proof="declared",
            reply_by="phone",
        ),
        door=services.Door(notice=notice),
        tracking_code=new_tracking_code(),
        by=None,
        now=now - timedelta(hours=3),
    )
    case = Complaint.objects.ordinary().open().filter(handler=officer).order_by("pk").first()
    if case is not None:
        spoken = services.Need(kinds=[HelpKind.INTERPRETER, HelpKind.WRITING], spoken="เมียนมา")
        services.help_given(need=spoken, complaint=case, by=officer, now=case.received_at)
