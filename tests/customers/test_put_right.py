"""An entry of the timeline put right by another one: both stay readable, one counts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from customers import selectors, services
from customers.models import Customer, Interaction
from customers.touchpoint_metrics import CONTACTS
from foundation.accounts.models import User
from foundation.core.errors import Refused
from foundation.core.metrics import Period
from tests.customers.factories import NOW, make_interaction, make_organisation, make_person, make_touchpoint, stage
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
YESTERDAY = timezone.now() - DAY


@pytest.fixture
def officer(client_as: Callable[..., Client]) -> Client:
    return client_as("customer-officer")


def address(entry: Interaction, customer: Customer | None = None) -> str:
    return reverse("customers:put-right", args=[(customer or entry.customer).public_id, entry.public_id])


def page_of(client: Client, customer: Customer) -> str:
    return client.get(reverse("customers:staff-detail", args=[customer.public_id])).content.decode()


def written(customer: Customer, **values: Any) -> Interaction:
    told = {"at": YESTERDAY, "now": YESTERDAY, "by": someone("customer-officer")}
    entry: Interaction = make_interaction(customer, **{**told, **values})
    return entry


def counted(by: str | None = None) -> dict[str, Any]:
    now = timezone.now()
    return {key: value.value for key, value in CONTACTS.measure(Period(now - 30 * DAY, now + DAY), by).items()}


def answers(page: Any) -> dict[str, Any]:
    """What the form of the page would send as it stands."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "uploads"} | {
        "on": form.fields["on"].widget.format_value(form["on"].value())
    }


def test_from_the_timeline_to_an_entry_that_counts_in_place_of_the_old_one(officer: Client) -> None:
    customer, counter = make_organisation(), make_touchpoint("use", "support")
    contact = services.add_contact(customer_id=customer.pk, values={"name": "สุดา มีสุข"}, by=None, now=NOW)
    entry = written(
        customer, channel="walk_in", touchpoint=counter, stage=stage("support"), contact=contact, summary="ขอห้อง 12"
    )
    assert address(entry) in page_of(officer, customer)
    page = officer.get(address(entry))
    assert "ขอห้อง 12" in page.content.decode()
    form = answers(page)
    sent = officer.post(address(entry), {**form, "summary": "ขอห้อง 21", "channel": "phone"})
    assert sent.status_code == 302, sent.context["form"].errors
    new = Interaction.objects.get(corrects=entry)
    facts = (new.at, new.contact, new.touchpoint, new.stage, new.direction, new.by)
    assert facts == (entry.at, contact, counter, stage("support"), "in", officer.user)
    shown = page_of(officer, customer)
    assert "ขอห้อง 12" in shown
    assert "ขอห้อง 21" in shown
    assert f'href="#entry-{entry.public_id}"' in shown
    assert f'href="#entry-{new.public_id}"' in shown
    assert address(entry) not in shown
    assert address(new) in shown
    assert counted() == {"": 1}
    assert counted("contact_channel") == {"phone": 1}
    assert counted("crossing") == {f"{counter.code}:support": 1}
    assert selectors.touch_of(customer, now=timezone.now()).total == 1
    assert selectors.contacts_at(counter) == (1, [new])


def test_another_day_keeps_the_hour_and_is_never_to_come(officer: Client) -> None:
    late = timezone.localtime(YESTERDAY).replace(hour=23, minute=59, second=0, microsecond=0)
    entry = written(make_person(), at=late, now=late)
    form = answers(officer.get(address(entry)))
    today = timezone.localdate()
    assert officer.post(address(entry), {**form, "on": f"{today:%d/%m/%Y}"}).status_code == 302
    new = Interaction.objects.get(corrects=entry)
    assert (timezone.localdate(new.at), new.at <= timezone.now()) == (today, True)
    tomorrow = today + DAY
    refused = officer.post(address(new), {**form, "once": "", "on": f"{tomorrow:%d/%m/%Y}"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"on"})


def test_an_entry_is_put_right_once_and_the_newer_one_again(officer: Client) -> None:
    customer = make_person()
    entry = written(customer)
    second = written(customer, corrects=entry)
    with pytest.raises(Refused):
        written(customer, corrects=entry)
    facts: dict[str, Any] = {"channel": "phone", "direction": "in", "summary": "ก", "data_key": entry.data_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(customer=customer, corrects=entry, **facts)
    written(customer, corrects=second)
    assert counted() == {"": 1}
    assert officer.get(address(entry)).status_code == 302
    typed = {"summary": "พิมพ์ไว้แล้ว", "channel": "phone", "direction": "in", "on": "1/1/2569"}
    late = officer.post(address(entry), typed)
    assert late.status_code == 422
    assert "พิมพ์ไว้แล้ว" in late.content.decode()


def test_of_another_customer_it_is_not_there(officer: Client) -> None:
    entry, other = written(make_person()), make_person()
    assert officer.get(address(entry, other)).status_code == 404
    with pytest.raises(Refused):
        written(other, corrects=entry)


def test_who_only_reads_is_offered_nothing(client_as: Callable[..., Client]) -> None:
    entry = written(make_person())
    assert address(entry) not in page_of(client_as("auditor"), entry.customer)


def test_programs_put_right_too_and_what_they_do_not_name_stays(person: Callable[..., User]) -> None:
    api = APIClient()
    api.force_authenticate(person("customer-officer"))
    counter, customer = make_touchpoint("use"), make_person()
    entry = written(customer, touchpoint=counter)
    body = {
        "customer": customer.public_id, "channel": "visit", "direction": "out", "summary": "แก้แล้ว",
        "corrects": entry.public_id,
    }  # fmt: skip
    made = api.post("/api/v1/interactions/", body, format="json")
    assert (made.status_code, made.json()["corrects"]) == (201, entry.public_id)
    new = Interaction.objects.get(corrects=entry)
    assert (new.at, new.touchpoint, new.stage) == (entry.at, counter, stage("use"))
    rows = {row["public_id"]: row for row in api.get("/api/v1/interactions/").json()["results"]}
    assert rows[entry.public_id]["put_right_by"] == new.public_id
    assert rows[new.public_id]["put_right_by"] is None
    assert api.post("/api/v1/interactions/", body, format="json").status_code == 409
    elsewhere = {**body, "customer": make_person().public_id}
    refused = api.post("/api/v1/interactions/", elsewhere, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "corrects")


def test_records_taken_apart_keep_an_entry_with_what_put_it_right() -> None:
    keep, gone, by = make_person(), make_person(), someone("customer-officer")
    entry = written(gone)
    merge = services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="คนเดียวกัน",
        by=by, now=NOW,
    )  # fmt: skip
    entry.refresh_from_db()
    new = written(keep, corrects=entry)
    newest = written(keep, corrects=new)
    services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=by, now=NOW)
    assert set(gone.interactions.values_list("pk", flat=True)) == {entry.pk, new.pk, newest.pk}
    assert not keep.interactions.exists()
