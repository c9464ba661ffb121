"""Requests taken down for somebody, notes among colleagues, and who is told of a date."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import Notification
from foundation.privacy.personal_data import Person
from service_charter import personal_data
from service_charter.enums import RequestDoor
from service_charter.models import RequestAlert, RequestNote, ServiceRequest
from service_charter.services import request_notes as notes
from service_charter.services import request_overdue as overdue
from service_charter.services import requests as services
from tests.accounts.signing_in import sign_in
from tests.customers.factories import make_organisation
from tests.people import someone
from tests.service_requests import factories as make

pytestmark = pytest.mark.django_db
NEW = "/staff/requests/new/"


def officer_of_property() -> Client:
    client = Client()
    sign_in(client, make.officer())
    return client


def filled(key: str = "k1", **changes: str) -> dict[str, str]:
    kind = make.make_kind() if not ServiceRequest.objects.exists() else None
    asked = make.published(kind) if kind else ServiceRequest.objects.latest("id").form
    person = {**make.PERSON, "door": "phone", "language": "th", "key": key, "shown": asked.public_id}
    return {**make.ANSWERS, **person, **changes}


def test_a_request_is_taken_down_at_the_telephone_for_a_known_customer() -> None:
    customer = make_organisation()
    sent = filled(customer_number=customer.number)
    client = officer_of_property()
    answer = client.post(f"{NEW}repair/", sent)
    row = ServiceRequest.objects.get()
    assert answer.status_code == 200
    assert row.number in answer.content.decode()
    assert (row.door, row.taken_by, row.customer) == (RequestDoor.PHONE, make.officer(), customer)
    assert row.due_at is not None
    again = client.post(f"{NEW}repair/", sent)  # sent twice, it is written once
    assert again["Location"] == row.get_absolute_url()
    assert ServiceRequest.objects.count() == 1
    page = client.get(f"/staff/customers/{customer.public_id}/").content.decode()
    assert row.number in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"phone": "", "email": ""}, "phone"), ({"q1": ""}, "q1")],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(changes: dict[str, str], field: str) -> None:
    answer = officer_of_property().post(f"{NEW}repair/", filled(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert make.ANSWERS["q3"] in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_a_number_of_no_customer_is_told() -> None:
    answer = officer_of_property().post(f"{NEW}repair/", filled(customer_number="C-0000"))
    assert (answer.status_code, set(answer.context["door"].errors)) == (422, {"customer_number"})


def test_the_customer_is_looked_up_while_talking() -> None:
    make.make_kind()
    customer = make_organisation(name_th="ร้านกาแฟริมคลอง")
    client = officer_of_property()
    page = client.get(f"{NEW}repair/", {"q": "ริมคลอง"}).content.decode()
    assert f"?customer={customer.number}" in page
    assert customer.number in client.get(f"{NEW}repair/", {"customer": customer.number}).content.decode()
    assert client.get(NEW).status_code == 200
    assert client.get(f"{NEW}no-such-kind/").status_code == 404


def test_the_queue_is_cut_by_the_customers_of_a_segment() -> None:
    from tests.relationships.factories import make_segments

    customer = make_organisation()
    [segment] = make_segments([customer])
    officer_of_property().post(f"{NEW}repair/", filled(customer_number=customer.number))
    officer_of_property().post(f"{NEW}repair/", filled("k2"))
    seer = Client()
    sign_in(seer, someone("auditor"))
    mine, other = (ServiceRequest.objects.get(customer=each) for each in (customer, None))
    page = seer.get("/staff/requests/", {"segment": segment.public_id}).content.decode()
    assert mine.number in page
    assert other.number not in page


def a_request() -> ServiceRequest:
    officer_of_property().post(f"{NEW}repair/", filled())
    return ServiceRequest.objects.get()


def test_a_note_stays_among_colleagues() -> None:
    row = a_request()
    now = timezone.now()
    services.take(request_id=row.pk, by=make.officer(), now=now)
    secret = "ลูกค้ารายนี้ค้างค่าเช่าสองเดือน"
    client = officer_of_property()
    assert client.post(f"{row.get_absolute_url()}note", {"body": ""}).status_code == 422
    assert client.post(f"{row.get_absolute_url()}note", {"body": secret}).status_code == 302
    assert secret in client.get(row.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        notes.add_note(request_id=row.pk, body="ก", by=someone("auditor"), now=now)
    with pytest.raises(Incomplete):
        notes.add_note(request_id=row.pk, body="ก" * 4001, by=make.officer(), now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestNote.objects.update(body="อื่น")
    assert not row.messages.filter(body=secret).exists()
    held = personal_data.describe(row.public_id)
    assert secret in held.values()  # the person may ask what we wrote
    assert personal_data.find(Person(phone=make.PERSON["phone"])) == [row.public_id]


def test_a_note_is_erased_with_its_person() -> None:
    row = a_request()
    now = timezone.now()
    notes.add_note(request_id=row.pk, body="โทรหาคุณสุดารัตน์แล้ว", by=make.officer(), now=now)
    services.withdraw(request_id=row.pk, reason="ไม่ต้องการแล้ว", by=None, now=now)
    personal_data._erase(row.public_id, by=someone("data-protection-officer"), now=now)
    assert "สุดารัตน์" not in RequestNote.objects.get().body


def test_a_date_that_comes_near_or_passes_is_told_once() -> None:
    row = a_request()
    assert row.due_at is not None
    services.take(request_id=row.pk, by=make.officer(), now=timezone.now())
    far, near = row.due_at - dt.timedelta(days=3), row.due_at - dt.timedelta(hours=5)
    late = row.due_at + dt.timedelta(hours=1)
    assert overdue.alert_due(now=far) == {"late": 0, "soon": 0}
    assert overdue.alert_due(now=near) == {"late": 0, "soon": 1}
    assert overdue.alert_due(now=near) == {"late": 0, "soon": 0}
    assert overdue.alert_due(now=late) == {"late": 1, "soon": 0}
    assert overdue.alert_due(now=late) == {"late": 0, "soon": 0}
    assert RequestAlert.objects.count() == 2
    told = Notification.objects.filter(user=make.officer(), url=row.get_absolute_url(), text__contains=row.number)
    assert told.count() >= 2


def test_where_nobody_is_in_charge_the_unit_is_told() -> None:
    row = a_request()
    assert row.due_at is not None
    unit_officer = make.officer("of-the-unit")
    unit_officer.unit = row.unit
    unit_officer.save()
    overdue.alert_due(now=row.due_at - dt.timedelta(hours=2))
    assert Notification.objects.filter(user=unit_officer, url=row.get_absolute_url()).exists()
