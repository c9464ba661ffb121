"""A partner whose system brings complaints: two cases, and what it was told, one telling of which did not arrive."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from complaints import services
from complaints.enums_partners import AttemptError, DeliveryState, WebhookEvent
from complaints.models import Category, Complaint, PartnerGate, WebhookAttempt, WebhookDelivery
from complaints.services import partners, webhooks
from foundation.accounts.models import User
from foundation.core.ids import new_public_id, new_tracking_code
from foundation.privacy.selectors import notice_in_force
from service_charter.models import Partner

CHANNELS = ["api", "hotline_1111"]
TOLD = (
    ("hotline_1111", "1111-690412", "building", "ลิฟต์ฝั่งลานจอดรถค้างบ่อย ผู้สูงอายุขึ้นลงลำบาก"),
    ("api", "CC-20691", "parking", "โทรถามเรื่องที่จอดรถสามครั้ง ได้คำตอบไม่ตรงกันสักครั้ง"),
)
ADDRESS = "https://contact-centre.example/trdcrm"


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Nothing where a partner brings complaints already, or before there is a partner."""
    partner = Partner.objects.filter(is_active=True).order_by("code").first()
    if partner is None or PartnerGate.objects.exists():
        return
    manager, officer, since = people["complaint-manager"], people["complaint-officer"], now - timedelta(days=2)
    gate = partners.let_in(partner=partner, by=manager, now=since)
    partners.set_gate(gate_id=gate.pk, channels=CHANNELS, is_open=True, by=manager, now=since, shown_version=None)
    cases = [_bring(partner, *told, now=now - timedelta(hours=5)) for told in TOLD]
    services.acknowledge(complaint_id=cases[0].pk, by=officer, now=now - timedelta(hours=4))
    hook, _secret = webhooks.subscribe(
        gate_id=gate.pk, url=ADDRESS, events=list(WebhookEvent.values), by=manager, now=since
    )
    for case, state, status, error in (
        (cases[0], DeliveryState.DELIVERED, 200, AttemptError.NONE),
        (cases[1], DeliveryState.GIVEN_UP, 503, AttemptError.STATUS),
    ):
        public_id = new_public_id()
        row = WebhookDelivery.objects.create(
            public_id=public_id,
            webhook=hook,
            complaint=case,
            key=f"demo:{case.pk}",
            event=WebhookEvent.MESSAGE,
            payload=webhooks.payload_of(case, WebhookEvent.MESSAGE, public_id, now),
            state=state,
            tried=1,
            created_at=now - timedelta(hours=4),
            finished_at=now - timedelta(hours=4),
        )
        WebhookAttempt.objects.create(delivery=row, at=now - timedelta(hours=4), status_code=status, error=error)


def _bring(partner: Partner, channel: str, reference: str, category: str, story: str, *, now: datetime) -> Complaint:
    return services.register_complaint(
        identity="named",
        story=services.Story(category=Category.objects.get(code=category), description=story),
        contact=services.Contact(name="อรุณี แสงทอง", phone="+66812224455", reply_by="phone"),
        door=services.Door(
            channel=channel, external_reference=reference, partner=partner, notice=notice_in_force("complaint", at=now)
        ),
        tracking_code=new_tracking_code(),
        by=None,
        now=now,
    )
