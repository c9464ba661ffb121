"""What administrators set up for the register is reached by links alone, with the shipped roles alone; how a feed is
read takes an officer who proposes and an administrator who decides."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from customers.enums import Receipt
from customers.models import AttributeDefinition, Feed, ImportRun, Tag
from customers.services import feed_readings, imports
from foundation.accounts.models import Role
from foundation.core import job_runner
from foundation.core.errors import Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from tests.customers.factories import NOW
from tests.customers.feeding import HEADER, csv_of, deliver, make_feed, make_proposed_feed, make_refused_delivery
from tests.people import someone
from tests.walking import Walk

pytestmark = pytest.mark.django_db
A = ["A1", "นายสมชาย ใจดี", "0812345678", "10210"]
ROOM = "/staff/customers/"


def to(name: str, *args: Any) -> str:
    return reverse(f"customers:{name}", args=args)


def test_the_shipped_roles_set_up_tags_fields_and_a_feed_by_links_alone(client_as: Any) -> None:
    admin = Walk(client_as("system-administrator"))
    admin.follow(to("settings")).follow(to("tags")).follow(to("tag-new")).send(name_th="รายสำคัญ", name_en="Key account")
    admin.follow(to("settings")).follow(to("fields")).follow(to("field-new"))
    admin.send(label_th="วันครบรอบ", label_en="Anniversary", kind="date", rank="10")
    admin.follow(to("settings")).follow(to("feeds")).follow(to("feed-new"))
    admin.send(code="billing", name_th="ระบบบัญชี", name_en="Billing", system="billing")
    assert Tag.objects.filter(name_en="Key account").exists()
    assert AttributeDefinition.objects.filter(label_en="Anniversary").exists()
    feed = Feed.objects.get(code="billing")

    officer = Walk(client_as("customer-officer"))
    officer.follow(ROOM).follow(to("imports")).send(file=SimpleUploadedFile("a.csv", csv_of(A)), source="billing")
    run = ImportRun.objects.get()
    assert to("feed-propose", run.public_id) not in officer.html, "the columns are not confirmed yet"
    officer.send()
    run.refresh_from_db()
    assert run.job is not None
    job_runner.run(run.job.pk)
    officer.reload().send(to("feed-propose", run.public_id))
    assert not Feed.objects.get().is_mapped, "the officer alone changes nothing"

    admin.home().follow(feed.get_absolute_url())
    assert "สมชาย" not in admin.html
    assert HEADER[1] in admin.html
    admin.send(to("feed-reading-accept", "billing"))
    feed.refresh_from_db()
    assert (feed.header, feed.is_proposed) == (HEADER, False)
    assert deliver(feed, A).receipt == Receipt.TAKEN


def test_no_link_of_these_pages_leads_an_administrator_nowhere(client_as: Any) -> None:
    delivery = make_refused_delivery()
    make_proposed_feed()
    admin = Walk(client_as("system-administrator"))
    for steps in (["settings"], ["settings", "tags"], ["settings", "fields"], ["settings", "feeds"]):
        admin.home()
        for step in steps:
            admin.follow(to(step))
        assert admin.dead_ends(ROOM) == {}
    admin.follow(delivery.feed.get_absolute_url())
    assert admin.dead_ends(ROOM) == {}
    assert delivery.name in admin.html


def test_nobody_decides_on_the_own_proposal() -> None:
    feed, officer = make_proposed_feed(), someone("customer-officer")
    with pytest.raises(NotAllowed):
        feed_readings.accept_reading(feed_id=feed.pk, shown_version=feed.version, by=officer, now=NOW)
    officer.roles.add(Role.objects.get(key="system-administrator"))
    both = type(officer).objects.get(pk=officer.pk)
    with pytest.raises(NotAllowed):
        feed_readings.accept_reading(feed_id=feed.pk, shown_version=feed.version, by=both, now=NOW)
    assert not Feed.objects.get(pk=feed.pk).is_mapped


def test_another_proposal_meanwhile_is_not_accepted_unseen(client_as: Any) -> None:
    feed = make_proposed_feed()
    shown = feed.version
    run = imports.open_import(file=ContentFile(csv_of(A)), name="b.csv", by=None, now=NOW)
    officer, admin = someone("customer-officer"), someone("system-administrator")
    feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=officer, now=NOW)
    with pytest.raises(StaleVersion):
        feed_readings.accept_reading(feed_id=feed.pk, shown_version=shown, by=admin, now=NOW)
    client = client_as("system-administrator")
    client.post(to("feed-reading-accept", feed.code), {"version": shown})
    client.post(to("feed-reading-accept", feed.code), {"version": "x"})
    assert not Feed.objects.get(pk=feed.pk).is_mapped


def test_a_declined_reading_changes_nothing_and_its_officer_hears_why(client_as: Any) -> None:
    feed = make_feed()
    run = imports.open_import(
        file=ContentFile(csv_of(["B"], header=["รหัสลูกค้า"])), name="b.csv", by=None, now=NOW
    )  # fmt: skip
    with pytest.raises(Refused):
        feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=someone("customer-officer"), now=NOW)
    feed = make_proposed_feed()
    admin = Walk(client_as("system-administrator")).follow(feed.get_absolute_url())
    decline = to("feed-reading-decline", feed.code)
    assert admin.client.post(decline, {"version": feed.version, "reason": ""}).status_code == 422
    admin.send(decline, reason="คอลัมน์เบอร์โทรผิด")
    feed.refresh_from_db()
    assert (feed.is_mapped, feed.is_proposed) == (False, False)
    assert feed.history.latest().history_change_reason == "คอลัมน์เบอร์โทรผิด"
    note = Notification.objects.get(user=someone("customer-officer"))
    assert ("คอลัมน์เบอร์โทรผิด" in note.text, note.url) == (True, feed.get_absolute_url())
    with pytest.raises(Refused):
        feed_readings.accept_reading(
            feed_id=feed.pk, shown_version=feed.version, by=someone("system-administrator"), now=NOW
        )
    with pytest.raises(Incomplete):
        feed_readings.decline_reading(
            feed_id=feed.pk, shown_version=feed.version, reason=" ", by=someone("system-administrator"), now=NOW
        )


def test_who_does_not_import_proposes_nothing() -> None:
    feed = make_feed(mapped=False)
    run = imports.open_import(file=ContentFile(csv_of(A)), name="b.csv", by=None, now=NOW)
    for role in ("system-administrator", "voc-analyst"):
        with pytest.raises(NotAllowed):
            feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=someone(role), now=NOW)
