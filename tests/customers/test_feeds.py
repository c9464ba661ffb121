"""Systems of record: what they hand over comes in once; what can't be read says why; what differs is shown."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from customers import services
from customers.enums import Receipt
from customers.models import Customer, Feed, FeedDelivery, FeedDifference, SourceKey
from customers.selectors import feeds as reads
from customers.services import feed_folder, feeds, undoing
from customers.services.erasure import erase_customer
from foundation.core import job_runner
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import Job
from tests.customers.factories import NOW
from tests.customers.feeding import HEADER, csv_of, deliver, make_feed, propose
from tests.people import someone

pytestmark = pytest.mark.django_db
API = "/api/v1/feed-deliveries/"
A = ["A1", "นายสมชาย ใจดี", "0812345678", "10210"]
B = ["B2", "นางสุดา มีสุข", "0823456789", "10220"]


def test_a_delivery_is_read_as_was_learnt_whatever_the_order_of_its_columns() -> None:
    feed = make_feed()
    header = ["ใหม่", *reversed(HEADER)]
    delivery = deliver(feed, ["x", *reversed(A)], header=header)
    customer = Customer.objects.get(source_keys__source=feed.code)
    assert (delivery.receipt, customer.family_th, customer.postcode) == (Receipt.TAKEN, "ใจดี", "10210")
    assert Feed.objects.get().last_delivery_at == NOW


def test_the_same_content_comes_in_once_and_again_after_undoing() -> None:
    feed = make_feed()
    first = deliver(feed, A)
    again = deliver(feed, A)
    assert (again.receipt, again.run) == (Receipt.REPEATED, first.run)
    job = undoing.start_undo(run_id=first.run.pk, reason="ทดสอบ", by=someone("customer-officer"), now=NOW)
    job_runner.run(job.pk)
    assert deliver(feed, A).receipt == Receipt.TAKEN


@pytest.mark.parametrize(
    ("mapped", "header", "told"),
    [(False, HEADER, ""), (True, HEADER[:3], HEADER[3]), (True, ["อื่น", *HEADER[1:]], HEADER[0])],
    ids=["not-learnt", "column-gone", "column-renamed"],
)
def test_what_cannot_be_read_is_kept_as_refused_with_its_reason(mapped: bool, header: list[str], told: str) -> None:
    feed = make_feed(mapped=mapped)
    delivery = deliver(feed, A[: len(header)], header=header)
    assert (delivery.receipt, delivery.run, Customer.objects.count()) == (Receipt.REFUSED, None, 0)
    assert told in delivery.refusal
    assert delivery.refusal
    assert list(reads.deliveries_waiting()) == [delivery]


def test_corrected_here_and_unchanged_there_is_shown_and_not_overwritten() -> None:
    feed = make_feed()
    deliver(feed, A, B)
    customer = Customer.objects.get(source_keys__key="A1")
    services.update_customer(
        customer_id=customer.pk,
        shown_version=1,
        values={"family_th": "ใจงาม", "phone": "0899999999"},
        by=None,
        now=timezone.now(),
    )
    delivery = deliver(feed, A, [*B[:3], "10230"])
    customer.refresh_from_db()
    assert (customer.family_th, delivery.run.counts["differs"]) == ("ใจงาม", 2)
    shown = reads.differences_of(delivery.run, someone("customer-officer"))
    assert {(row.theirs, row.ours) for row in shown} == {("ใจดี", "ใจงาม"), ("08x xxx 5678", "08x xxx 9999")}


def test_put_right_here_it_differs_no_more_and_forgotten_it_falls_silent() -> None:
    feed = make_feed()
    deliver(feed, A, B)
    customer = Customer.objects.get(source_keys__key="A1")
    services.update_customer(
        customer_id=customer.pk, shown_version=1, values={"postcode": "10900"}, by=None, now=timezone.now()
    )
    run = deliver(feed, A).run
    assert run is not None
    officer = someone("customer-officer")
    assert len(reads.differences_of(run, officer)) == 1
    services.update_customer(
        customer_id=customer.pk, shown_version=2, values={"postcode": "10210"}, by=None, now=timezone.now()
    )
    assert reads.differences_of(run, officer) == []
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    assert FeedDifference.objects.select_related("data_key").get().theirs is None


def test_whom_a_complete_delivery_names_no_more_is_missing_and_comes_back() -> None:
    feed = make_feed()
    deliver(feed, A, B)
    delivery = deliver(feed, A)
    assert delivery.run is not None
    missing, n = reads.missing_at(feed, someone("customer-officer"))
    assert ([row.key for row in missing], n, delivery.run.counts["missing"]) == (["B2"], 1, 1)
    deliver(feed, A, [*B[:3], "10230"])
    assert not SourceKey.objects.filter(missing_since__isnull=False).exists()


def test_a_line_that_is_refused_is_not_missing() -> None:
    feed = make_feed()
    deliver(feed, A, B)
    delivery = deliver(feed, A, [*B[:2], "12", "10220"])
    assert delivery.run is not None
    assert (delivery.run.counts["refused"], delivery.run.counts["missing"]) == (1, 0)


def test_a_feed_of_parts_says_of_nobody_that_they_are_missing() -> None:
    feed = make_feed(is_complete=False)
    deliver(feed, A, B)
    assert "missing" not in (deliver(feed, A).run or Feed()).counts
    assert not SourceKey.objects.filter(missing_since__isnull=False).exists()


def test_late_by_its_own_promise_and_never_without_one() -> None:
    feed = make_feed(every_hours=24)
    assert not feed.is_late(NOW + timedelta(hours=24))
    assert feed.is_late(NOW + timedelta(hours=25))
    deliver(feed, A)
    feed.refresh_from_db()
    feed.every_hours = None
    assert not feed.is_late(NOW + timedelta(days=999))


def test_refused_rows_wait_until_somebody_says_what_was_done() -> None:
    delivery = deliver(make_feed(), A, ["C3", "นายก ข", "12", "10210"])
    officer = someone("customer-officer")
    assert list(reads.deliveries_waiting()) == [delivery]
    with pytest.raises(Incomplete):
        feeds.settle_delivery(delivery_id=delivery.pk, note=" ", by=officer, now=NOW)
    with pytest.raises(NotAllowed):
        feeds.settle_delivery(delivery_id=delivery.pk, note="แก้แล้ว", by=someone("voc-analyst"), now=NOW)
    feeds.settle_delivery(delivery_id=delivery.pk, note="แก้แล้ว", by=officer, now=NOW)
    assert list(reads.deliveries_waiting()) == []


@pytest.mark.parametrize("code", ["", "New", "../up", "a b", "new", "deliveries", "-x"])
def test_a_code_that_is_no_folder_is_refused(code: str) -> None:
    with pytest.raises(Incomplete):
        make_feed_with(code)


def make_feed_with(code: str) -> Feed:
    values = {"code": code, "name_th": "ก", "name_en": "a", "system": "lease"}
    return feeds.add_feed(values=values, by=someone("system-administrator"), now=NOW)


def test_only_administrators_set_feeds_up() -> None:
    with pytest.raises(NotAllowed):
        feeds.add_feed(values={"code": "rent"}, by=someone("customer-officer"), now=NOW)


# The watched folder


@pytest.fixture
def watched(settings: Any, tmp_path: Path) -> Feed:
    settings.FEEDS_ROOT = tmp_path
    return make_feed(code="rent", is_watched=True)


def put(name: str, data: bytes, *, rested: bool = True) -> Path:
    from django.conf import settings

    path = Path(settings.FEEDS_ROOT) / "rent" / name
    path.write_bytes(data)
    if rested:
        old = (timezone.now() - timedelta(minutes=5)).timestamp()
        os.utime(path, (old, old))
    return path


def test_a_whole_file_is_taken_in_and_moved(watched: Feed, tmp_path: Path) -> None:
    put("ลูกค้า.csv", csv_of(A))
    assert feed_folder.sweep(now=timezone.now()) == 1
    job_runner.run(Job.objects.get(kind="customers.import").pk)
    assert Customer.objects.count() == 1
    assert [path.name.endswith("ลูกค้า.csv") for path in (tmp_path / "rent" / "done").iterdir()] == [True]
    assert feed_folder.sweep(now=timezone.now()) == 0


def test_a_file_taken_in_but_not_moved_before_the_power_went_is_not_taken_in_twice(watched: Feed) -> None:
    put("a.csv", csv_of(A))
    feed_folder.sweep(now=timezone.now())
    put("a.csv", csv_of(A))
    feed_folder.sweep(now=timezone.now())
    assert list(FeedDelivery.objects.order_by("pk").values_list("receipt", flat=True)) == ["taken", "repeated"]
    assert Job.objects.filter(kind="customers.import").count() == 1


def test_what_is_half_written_hidden_or_a_link_is_left_alone(watched: Feed, tmp_path: Path) -> None:
    put("new.csv", csv_of(A), rested=False)
    put("a.csv.part", csv_of(A))
    put(".hidden.csv", csv_of(A))
    secret = tmp_path / "secret.csv"
    secret.write_bytes(csv_of(B))
    (tmp_path / "rent" / "link.csv").symlink_to(secret)
    assert feed_folder.sweep(now=timezone.now()) == 0
    assert secret.exists()
    assert not FeedDelivery.objects.exists()


def test_a_refused_file_lies_apart_with_its_reason(watched: Feed, tmp_path: Path) -> None:
    put("a.csv", b"\x00\x01")
    feed_folder.sweep(now=timezone.now())
    names = sorted(path.name for path in (tmp_path / "rent" / "refused").iterdir())
    assert len(names) == 2
    assert names[1] == names[0] + feed_folder.REASON


def test_a_folder_out_of_use_is_not_looked_into(watched: Feed) -> None:
    put("a.csv", csv_of(A))
    Feed.objects.update(is_active=False)
    assert feed_folder.sweep(now=timezone.now()) == 0


# The door for programs


@pytest.fixture
def api() -> APIClient:
    client = APIClient()
    client.force_authenticate(someone("customer-officer"))
    return client


def rows_of(*rows: list[str]) -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in rows]


def test_rows_are_taken_in_once_by_their_key(api: APIClient) -> None:
    feed = make_feed()
    body = {"source": feed.code, "rows": rows_of(A, B)}
    first = api.post(API, body, format="json", headers={"Idempotency-Key": "d-1"})
    again = api.post(API, body, format="json", headers={"Idempotency-Key": "d-1"})
    assert (first.status_code, first.json()["public_id"]) == (202, again.json()["public_id"])
    job_runner.run(Job.objects.get(kind="customers.import").pk)
    told = api.get(f"{API}{first.json()['public_id']}/").json()
    assert (told["state"], told["counts"]["new"], told["issues"]) == ("imported", 2, [])
    other = api.post(API, {"source": feed.code, "rows": rows_of(A)}, format="json", headers={"Idempotency-Key": "d-1"})
    assert other.status_code == 409


def test_a_file_is_taken_in_too_and_what_is_wrong_is_told(api: APIClient) -> None:
    feed = make_feed()
    file = ContentFile(csv_of(A, [*B[:2], "12", "10220"]), name="a.csv")
    sent = api.post(API, {"source": feed.code, "file": file}, format="multipart", headers={"Idempotency-Key": "f-1"})
    job_runner.run(Job.objects.get(kind="customers.import").pk)
    issues = api.get(f"{API}{sent.json()['public_id']}/").json()["issues"]
    assert [(issue["line"], issue["column"]) for issue in issues] == [(3, "โทรศัพท์")]


@pytest.mark.parametrize(
    ("body", "key", "code"),
    [
        ({"source": "rent", "rows": [{"x": "1"}]}, "", 400),
        ({"source": "other", "rows": [{"x": "1"}]}, "k", 400),
        ({"source": "rent"}, "k", 400),
        ({"source": "rent", "rows": []}, "k", 409),
        ({"source": "rent", "rows": [{"x": "1"}]}, "k", 422),
    ],
    ids=["no-key", "no-feed", "nothing", "empty", "unreadable"],
)
def test_bad_deliveries_are_refused_with_the_right_code(api: APIClient, body: Any, key: str, code: int) -> None:
    make_feed(code="rent")
    assert api.post(API, body, format="json", headers={"Idempotency-Key": key} if key else {}).status_code == code


# The pages


def test_pages_of_a_feed_show_what_is_what(client_as: Any) -> None:
    feed = make_feed()
    deliver(feed, A, B)
    delivery = deliver(feed, A, ["C3", "นายก ข", "12", "10210"])
    officer = client_as("customer-officer")
    page = officer.get("/staff/customers/feeds/").content.decode()
    assert "ระบบสัญญาเช่า" in page
    page = officer.get(f"/staff/customers/feeds/{feed.code}/").content.decode()
    assert "สุดา" in page  # missing there now
    page = officer.get(delivery.get_absolute_url()).content.decode()
    assert "โทรศัพท์" in page
    assert officer.post(delivery.get_absolute_url(), {"note": "แจ้งระบบเช่าแล้ว"}).status_code == 302
    assert "แจ้งระบบเช่าแล้ว" in officer.get(delivery.get_absolute_url()).content.decode()


def test_an_administrator_sets_a_feed_up_and_changes_it(client_as: Any) -> None:
    admin = client_as("system-administrator")
    values = {
        "code": "billing", "name_th": "ระบบบัญชี", "name_en": "Billing", "system": "billing", "is_active": "on",
        "is_complete": "on",
    }  # fmt: skip
    assert admin.post("/staff/customers/feeds/new/", values).status_code == 302
    stale = admin.post("/staff/customers/feeds/billing/edit/", {**values, "version": "0"})
    assert stale.status_code == 409


def test_no_reading_is_proposed_from_row_numbers() -> None:
    from customers.importing.columns import ColumnMap
    from customers.services.imports import confirm_columns, open_import

    feed = make_feed(mapped=False)
    run = open_import(file=ContentFile("ชื่อ\nก\n".encode()), name="a.csv", by=None, now=NOW)
    mapping = ColumnMap({0: "name_th"}, {"party": "person"}, key_from_line=True)
    confirm_columns(run_id=run.pk, mapping=mapping, source="x", by=None, now=NOW)
    with pytest.raises(Refused):
        propose(feed, run)


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_of_feeds_costs_the_same_however_many_there_are(
    client_as: Any, many: int, django_assert_max_num_queries: Any
) -> None:
    for _n in range(many):
        make_feed()
    officer = client_as("customer-officer")
    officer.get("/staff/customers/feeds/")
    with django_assert_max_num_queries(12):
        officer.get("/staff/customers/feeds/")
