"""Files of the timeline: taken in with their contact, given out to who sees the record, each fetch written down."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from customers import services
from customers.enums import Channel
from customers.files import FILE_OWNER
from customers.models import Customer, Interaction
from customers.personal_data import describe_customer
from customers.services.erasure import erase_customer
from foundation.accounts.models import Unit
from foundation.core.models import Attachment, ScanState
from foundation.privacy.models import AccessLog
from tests.counting import statements
from tests.customers.factories import NOW, make_person

pytestmark = pytest.mark.django_db
LOG = {"summary": "ส่งแผนผังพื้นที่มาให้", "channel": "email", "direction": "in"}


def a_pdf(name: str = "แผนผัง.pdf") -> SimpleUploadedFile:
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def log(client: Client, customer: Customer, **given: object) -> int:
    address = reverse("customers:staff-log", args=[customer.public_id])
    return client.post(address, {**LOG, **given}).status_code


def record(customer: Customer) -> str:
    return reverse("customers:staff-detail", args=[customer.public_id])


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> Client:
    return client_as("customer-officer")


def test_a_file_comes_with_its_contact_and_each_fetch_is_a_look(officer: Client) -> None:
    customer = make_person()
    assert log(officer, customer, uploads=[a_pdf(), a_pdf("สัญญา.pdf")]) == 302
    entry, file = Interaction.objects.get(), Attachment.objects.order_by("pk")[0]
    assert (file.owner_kind, file.owner_public_id, file.name) == (FILE_OWNER, entry.public_id, "แผนผัง.pdf")
    assert len(file.sha256) == 64
    address = reverse("core:file", args=[file.public_id])
    assert address in officer.get(record(customer)).content.decode()
    assert not AccessLog.objects.filter(viewed_on__isnull=True).exists()
    fetched = officer.get(address)
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    look = AccessLog.objects.get(viewed_on__isnull=True)
    assert (look.subject_public_id, look.fields, look.by) == (customer.public_id, ["file"], officer.user)
    assert file.sha256[:12] in look.reason


def test_a_file_that_is_not_taken_leaves_nothing_behind_and_keeps_the_words(officer: Client) -> None:
    customer = make_person()
    address = reverse("customers:staff-log", args=[customer.public_id])
    page = officer.post(address, {**LOG, "uploads": [a_pdf(), SimpleUploadedFile("a.pdf", b"MZ not a pdf")]})
    assert page.status_code == 422
    assert LOG["summary"] in page.content.decode()
    assert not Interaction.objects.exists()
    assert not Attachment.objects.exists()


def test_nobody_fetches_a_file_of_a_record_out_of_sight(officer: Client, client_as: Callable[..., Client]) -> None:
    customer = make_person()
    log(officer, customer, uploads=[a_pdf()])
    address = reverse("core:file", args=[Attachment.objects.get().public_id])
    assert client_as("board-member").get(address).status_code == 404
    limited = {"is_limited": True, "unit": Unit.objects.get(code="property")}
    services.update_customer(customer_id=customer.pk, shown_version=1, values=limited, by=None, now=NOW)
    assert officer.get(address).status_code == 404
    assert not AccessLog.objects.exists()


def test_a_file_that_the_scanner_holds_is_named_but_not_given_out(officer: Client) -> None:
    customer = make_person()
    log(officer, customer, uploads=[a_pdf()])
    Attachment.objects.update(scan_state=ScanState.HELD)
    address = reverse("core:file", args=[Attachment.objects.get().public_id])
    page = officer.get(record(customer)).content.decode()
    assert "แผนผัง.pdf" in page
    assert address not in page
    assert officer.get(address).status_code == 404


def test_forgetting_a_person_takes_the_files_along(officer: Client) -> None:
    customer = make_person(phone="0812345678")
    log(officer, customer, uploads=[a_pdf()])
    assert "แผนผัง.pdf" in describe_customer(customer.public_id).values()
    erase_customer(customer_id=customer.pk, by=officer.user, now=NOW)
    assert not Attachment.objects.exists()


def test_files_cost_one_statement_however_many(officer: Client) -> None:
    customer = make_person()
    log(officer, customer, uploads=[a_pdf()])
    few = statements(officer, record(customer))
    for _n in range(3):
        log(officer, customer, uploads=[a_pdf(), a_pdf("สอง.pdf")])
    assert statements(officer, record(customer)) == few <= 25


def test_two_keys_lead_to_the_words_of_every_way_of_contact(officer: Client) -> None:
    """L opens the form; a digit chooses call, visit, counter, e-mail, LINE or letter, and the cursor is in the text."""
    page = officer.get(record(make_person())).content.decode()
    assert 'href="#id_channel_0" data-key="l"' in page
    assert {"phone", "visit", "walk_in", "email", "line", "letter"} <= set(Channel.values)
    for place, channel in enumerate(Channel.values, 1):
        assert f'data-key="{place}" data-then="#id_summary"' in page
        assert f'value="{channel}"' in page
