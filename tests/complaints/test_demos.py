"""The demonstration of what came last: told once, however often it is built."""

from django.utils import timezone

from complaints import demo_help, demo_partners
from complaints.models import Complaint, Help, PartnerGate, WebhookDelivery
from service_charter.models import Partner
from tests.complaints.factories import Desk


def test_partners_and_help_are_shown_once(desk: Desk) -> None:
    now = timezone.now()
    people = {"complaint-manager": desk.manager, "complaint-officer": desk.officer}
    demo_partners.build(now, people)
    assert not PartnerGate.objects.exists()  # there is no partner yet
    Partner.objects.create(code="care", name_th="ผู้ให้บริการ", name_en="Care")
    for _n in range(2):
        demo_partners.build(now, people)
        demo_help.build(now, people)
    assert PartnerGate.objects.count() == 1
    assert sorted(WebhookDelivery.objects.values_list("state", flat=True)) == ["delivered", "given_up"]
    assert Complaint.objects.count() == 3
    assert sorted(Help.objects.values_list("state", flat=True)) == ["given", "given", "waiting"]
