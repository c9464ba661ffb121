"""Makers of feeds and deliveries; every one goes through the services."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from customers.models import Feed, FeedDelivery, ImportRun
from customers.services import feed_readings, feeds, imports
from foundation.core import job_runner
from tests.customers.factories import NOW
from tests.people import someone

HEADER = ["รหัสลูกค้า", "ชื่อ-นามสกุล", "โทรศัพท์", "รหัสไปรษณีย์"]
A_FEED = {
    "code": "rent", "name_th": "ระบบสัญญาเช่า", "name_en": "Lease system", "system": "lease", "is_complete": "on",
    "is_active": "on",
}  # fmt: skip
_serial = count(1)


def make_feed(*, code: str = "", mapped: bool = True, **values: Any) -> Feed:
    """A feed that hands everything over each day; read by the usual header."""
    admin = someone("system-administrator")
    given = {
        "code": code or f"feed-{next(_serial)}", "name_th": "ระบบสัญญาเช่า", "name_en": "Lease system",
        "system": "lease", "is_complete": True, "is_active": True, "every_hours": 24,
    }  # fmt: skip
    feed = feeds.add_feed(values={**given, **values}, by=admin, now=NOW)
    if not mapped:
        return feed
    run = imports.open_import(file=ContentFile(csv_of(["A", "ก", "", ""])), name="ตัวอย่าง.csv", by=None, now=NOW)
    return teach(feed, run)


def teach(feed: Feed, run: ImportRun) -> Feed:
    """Have the feed read as this import is: an officer proposes it, an administrator accepts."""
    feed = propose(feed, run)
    admin = someone("system-administrator")
    return feed_readings.accept_reading(feed_id=feed.pk, shown_version=feed.version, by=admin, now=NOW)


def propose(feed: Feed, run: ImportRun) -> Feed:
    """Propose that the feed be read as this import is."""
    officer = someone("customer-officer")
    return feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=officer, now=NOW)


def make_proposed_feed() -> Feed:
    """A feed for which a reading waits."""
    run = imports.open_import(file=ContentFile(csv_of(["A", "ก", "", ""])), name="ตัวอย่าง.csv", by=None, now=NOW)
    return propose(make_feed(mapped=False, every_hours=None), run)


def csv_of(*rows: list[str], header: list[str] = HEADER) -> bytes:
    """A file of the feed."""
    return "".join(f"{','.join(row)}\n" for row in [header, *rows]).encode()


def deliver(feed: Feed, *rows: list[str], door: str = "folder", **options: Any) -> FeedDelivery:
    """Hand rows over and have them imported."""
    file = ContentFile(csv_of(*rows, **options))
    delivery = feeds.receive(feed_id=feed.pk, file=file, name="ลูกค้า.csv", door=door, by=None, now=NOW)
    if delivery.run and delivery.run.job and not delivery.run.job.is_final:
        job_runner.run(delivery.run.job.pk)
        delivery.run.refresh_from_db()
    return delivery


def make_refused_delivery() -> FeedDelivery:
    """A delivery that could not be read as a whole."""
    feed = make_feed(mapped=False, every_hours=None)
    return feeds.receive(
        feed_id=feed.pk, file=ContentFile(csv_of(["A", "ก", "", ""])), name="ลูกค้า.csv", door="folder", by=None, now=NOW
    )
