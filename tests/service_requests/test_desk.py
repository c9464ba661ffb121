"""What only the desk sees: notes among ourselves, alerts about dates; a holiday declared after the clock started."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.calendar_changes import declare_day
from foundation.core.calendars import default_calendar
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import Job, Notification, OutboxMessage
from service_charter import personal_data
from service_charter.enums import WaitKind
from service_charter.models import Measurement, RequestAlert, RequestNote, RequestStep, ServiceRequest
from service_charter.services import request_talk as talk
from service_charter.services import requests as services
from service_charter.services.request_erasure import erase_customer
from service_charter.services.request_measuring import tell_missed
from service_charter.services.request_overdue import sweep
from tests.accounts.signing_in import sign_in
from tests.people import someone
from tests.service_requests.factories import advance, designer, officer, receive

pytestmark = pytest.mark.django_db
NOTE = "ลูกค้ารายนี้เคยขอเรื่องเดียวกันเมื่อปีก่อน"
CODE = "K7QF-2MXD-AAAA-BBBB-CCCC-DDDD-8Z"


def at(name: str, **kwargs: str) -> str:
    return reverse(f"service_charter:{name}", kwargs=kwargs or None)


class TestNotes:
    def test_a_note_is_for_the_desk_alone(self) -> None:
        row = advance(receive(code=CODE), "working")
        sent = OutboxMessage.objects.count()
        client = Client()
        sign_in(client, officer())
        act = at("requests-act", number=row.number, step="note")
        assert client.post(act, {"body": " "}).status_code == 422
        assert client.post(act, {"body": NOTE}).status_code == 302
        assert NOTE in client.get(at("requests-detail", number=row.number)).content.decode()
        customer = Client()
        customer.post(at("request-track"), {"number": row.number, "code": CODE})
        page = customer.get(at("request-case"))
        assert page.status_code == 200
        assert NOTE not in page.content.decode()
        assert NOTE not in str(personal_data.describe(row.public_id))
        assert OutboxMessage.objects.count() == sent, "nothing leaves the house"
        row.refresh_from_db()
        assert row.met_at is None, "a note is no word to the customer"

    def test_who_may_not_note_and_what_is_no_note(self) -> None:
        row, now = receive(), timezone.now()
        with pytest.raises(NotAllowed):
            talk.add_note(request_id=row.pk, body=NOTE, by=someone("auditor"), now=now)
        for body in (" ", "ก" * 4001):
            with pytest.raises(Incomplete):
                talk.add_note(request_id=row.pk, body=body, by=officer(), now=now)
        assert not RequestNote.objects.exists()

    def test_a_note_stays_as_written_and_falls_silent_with_its_customer(self) -> None:
        row, now = receive(), timezone.now()
        note = talk.add_note(request_id=row.pk, body=NOTE, by=officer(), now=now)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            RequestNote.objects.filter(pk=note.pk).update(body="อื่น")
        advance(row, "closed")
        erase_customer(request_id=row.pk, by=designer(), now=now)
        note.refresh_from_db()
        assert NOTE not in note.body


class TestAlerts:
    def told(self, row: ServiceRequest) -> list[str]:
        found = Notification.objects.filter(url=row.get_absolute_url(), key__startswith="request-due:")
        return sorted(found.values_list("user__username", flat=True))

    def test_a_near_date_is_told_to_the_officer_once(self) -> None:
        person = officer("nok")
        someone("charter-owner", "head")
        row = advance(receive(), "working", by=person)
        assert row.due_at
        near = row.due_at - dt.timedelta(hours=2)
        assert sweep(now=near - dt.timedelta(days=2)) == {"after": 0, "before": 0}
        assert sweep(now=near) == {"after": 0, "before": 1}
        assert sweep(now=near) == {"after": 0, "before": 0}
        assert self.told(row) == ["nok"]

    def test_a_late_one_goes_up_as_well_once(self) -> None:
        person, head = officer("nok"), someone("charter-owner", "head")
        elsewhere = someone("charter-owner", "elsewhere")
        row = advance(receive(), "working", by=person)
        User.objects.filter(pk=head.pk).update(unit=row.unit)
        User.objects.filter(pk=elsewhere.pk).update(unit=Unit.objects.exclude(pk=row.unit_id).first())
        assert row.due_at
        late = row.due_at + dt.timedelta(minutes=1)
        assert sweep(now=late) == {"after": 1, "before": 0}
        assert sweep(now=late) == {"after": 0, "before": 0}
        assert self.told(row) == ["head", "nok"]

    def test_nobody_in_charge_means_the_officers_of_the_unit(self) -> None:
        person, other = officer("nok"), officer("far")
        row = receive()
        User.objects.filter(pk=person.pk).update(unit=row.unit)
        User.objects.filter(pk=other.pk).update(unit=Unit.objects.exclude(pk=row.unit_id).first())
        assert row.due_at
        sweep(now=row.due_at - dt.timedelta(hours=1))
        assert self.told(row) == ["nok"]

    def test_a_clock_that_stands_warns_nobody_and_a_moved_date_warns_anew(self) -> None:
        row = advance(receive(), "working")
        assert row.due_at
        near = row.due_at - dt.timedelta(hours=1)
        sweep(now=near)
        services.pause(request_id=row.pk, kind=WaitKind.OTHER, reason="รออะไหล่", by=officer(), now=near)
        assert sweep(now=near + dt.timedelta(days=9)) == {"after": 0, "before": 0}
        row = services.resume(request_id=row.pk, by=officer(), now=near + dt.timedelta(days=9))
        assert row.due_at
        assert sweep(now=row.due_at - dt.timedelta(minutes=1)) == {"after": 0, "before": 1}
        assert RequestAlert.objects.filter(request=row, stage="before").count() == 2


class TestHoliday:
    MONDAY = dt.datetime(2026, 11, 9, 3, tzinfo=dt.UTC)  # 10 o'clock in Bangkok

    def declare(self, day: dt.date, now: dt.datetime) -> None:
        declare_day(
            calendar_id=default_calendar().pk,
            date=day,
            kind="closed",
            name_th="วันหยุดพิเศษ",
            name_en="Special holiday",
            reason="มติคณะรัฐมนตรี",
            by=designer(),
            now=now,
        )

    def test_declared_after_the_clock_started_it_moves_the_date_and_the_history_says_so(
        self, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        row = advance(receive(at=self.MONDAY), "working", now=self.MONDAY)
        before, now = row.due_at, self.MONDAY + dt.timedelta(hours=2)
        with django_capture_on_commit_callbacks(execute=True):
            self.declare(dt.date(2026, 11, 10), now)
        job = Job.objects.get(kind="service_charter.recompute")
        since = dt.datetime.fromisoformat(job.params["since"])
        assert services.recompute_candidates(since=since) == [row.pk]
        assert services.recompute_for_calendar(request_id=row.pk, now=now)
        assert not services.recompute_for_calendar(request_id=row.pk, now=now)
        row.refresh_from_db()
        assert before
        assert row.due_at
        assert row.due_at > before
        assert row.queue_at == row.due_at
        step = RequestStep.objects.get(request=row, move="calendar")
        assert (step.actor, step.by, " → " in step.reason) == ("system", None, True)
        client = Client()
        sign_in(client, officer())
        page = client.get(at("requests-detail", number=row.number)).content.decode()
        assert step.reason in page

    def test_declared_after_the_date_passed_it_takes_the_miss_back(self) -> None:
        row = advance(receive(at=self.MONDAY), "working", now=self.MONDAY)
        assert row.due_at
        late = row.due_at + dt.timedelta(hours=1)
        tell_missed(now=late)
        assert sum(Measurement.objects.values_list("n", flat=True)) == 1
        self.declare(dt.date(2026, 11, 10), late)
        assert services.recompute_for_calendar(request_id=row.pk, now=late)
        assert sum(Measurement.objects.values_list("n", flat=True)) == 0
