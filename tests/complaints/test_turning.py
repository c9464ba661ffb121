"""A request or a voice becomes a complaint and back: first receipt, one code, both files say it, measured once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import metrics, services
from complaints.models import Category, Complaint, Turned
from complaints.selectors import FILE_OWNER
from foundation.accounts.models import Unit
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attach, attachments_of
from foundation.core.ids import new_tracking_code
from foundation.core.metrics import Period
from foundation.core.models import Notification, OutboxMessage, Visibility
from service_charter import demo as charter_demo
from service_charter.demo_texts import STANDARDS
from service_charter.models import CharterVersion, Measurement, RequestKind, ServiceRequest
from service_charter.selectors import standards_in_force
from service_charter.selectors.requests import FILE_OWNER as REQUEST_FILES
from service_charter.services import request_measuring
from service_charter.services import requests as request_services
from tests.accounts.signing_in import sign_in
from tests.complaints.factories import Desk, make_desk, make_person
from tests.people import someone
from tests.service_requests.factories import advance, make_kind, receive
from tests.service_requests.factories import officer as clerk
from tests.service_requests.test_pages import PNG
from tests.voc.listening import make_voice
from voc.models import Voice
from voc.services.turning import hand_to_complaints
from voc.services.voices import gather_voices

pytestmark = pytest.mark.django_db
CODE = "K7QF-2MXD-AAAA-BBBB-CCCC-DDDD-8Z"
WHY = "ลูกค้าไม่พอใจที่รอนาน"
STORY = "แจ้งซ่อมมาสามครั้งแล้วไม่มีใครมา"
DAY = dt.timedelta(days=1)


@pytest.fixture
def people(db: None) -> Desk:
    """A charter of all areas, a kind of request, and a complaints desk."""
    owner, secretary, held_on = someone("charter-owner"), someone("board-secretary"), dt.date(2024, 9, 1)
    version = charter_demo._drafted(STANDARDS, owner, charter_demo._morning(held_on - 40 * DAY))
    charter_demo._approved(version, held_on, dt.date(2024, 10, 1), owner, secretary, someone("strategist"))
    assert CharterVersion.objects.get(pk=version.pk).status == "published"
    make_kind()
    return make_desk()


def into(row: ServiceRequest, **changes: Any) -> Complaint:
    told = {"category": Category.objects.get(code="building"), "description": STORY, "reason": WHY}
    told |= {"by": clerk(), "now": timezone.now()}
    return services.request_into_complaint(request_id=row.pk, **{**told, **changes})


def counted() -> int:
    """Results that stand: told and not taken back."""
    return sum(Measurement.objects.values_list("n", flat=True))


class TestRequest:
    def test_it_goes_on_as_a_complaint_from_its_first_receipt(self, people: Desk) -> None:
        row = receive(at=timezone.now() - 3 * DAY)
        done = into(row)
        row.refresh_from_db()
        assert (row.status, row.goes_on_as) == ("turned", done.number)
        assert (done.status, done.received_at, done.clock_started_at) == ("received", row.received_at, row.received_at)
        bound = standards_in_force(area="complaints", at=row.received_at)
        assert done.resolve_standard == bound["resolve"]
        assert done.complainant.name == "สุดารัตน์ มีสุข"
        assert row.steps.latest("id").reason.startswith(done.number)
        assert row.number in done.transitions.get().reason
        assert row.number in done.messages.get().body
        assert row.history.first().history_change_reason == WHY
        assert OutboxMessage.objects.filter(template="complaint_message").exists()

    def test_one_of_misconduct_goes_by_the_confidential_route_and_does_not_come_back(self, people: Desk) -> None:
        trusted = make_person("misconduct-officer", "wichai", Unit.objects.get(code="legal-compliance"))
        row = receive()
        done = into(row, category=Category.objects.get(code="misconduct"))
        assert done.is_misconduct
        assert not Complaint.objects.visible_to(people.manager).filter(pk=done.pk).exists()
        assert Complaint.objects.visible_to(trusted).filter(pk=done.pk).exists()
        assert Notification.objects.filter(user=trusted, key__startswith="route:").exists()
        with pytest.raises(NotAllowed):
            services.take_request_back(request_id=row.pk, reason=WHY, by=clerk(), now=timezone.now())
        assert ServiceRequest.objects.get(pk=row.pk).goes_on_as == done.number

    def test_the_one_code_opens_both(self, people: Desk, client: Client) -> None:
        row = receive(code=CODE)
        done = into(row)
        track = reverse("complaints:portal-track")
        assert client.post(track, {"number": done.number, "code": CODE}).status_code == 302
        assert done.number in client.get(reverse("complaints:portal-case")).content.decode()
        other = Client()
        assert (
            other.post(reverse("service_charter:request-track"), {"number": row.number, "code": CODE}).status_code
            == 302
        )
        page = other.get(reverse("service_charter:request-case")).content.decode()
        assert done.number in page
        assert reverse("complaints:portal-from-request") in page
        assert other.get(reverse("complaints:portal-from-request")).url == reverse("complaints:portal-case")
        assert other.get(reverse("complaints:portal-case")).status_code == 200
        wrong = Client().post(track, {"number": done.number, "code": CODE[:-1] + "9"})
        assert wrong.status_code == 422
        assert Client().get(reverse("complaints:portal-from-request")).url == reverse("service_charter:request-track")

    def test_a_new_code_opens_both_and_the_old_one_neither(self, people: Desk) -> None:
        row, fresh = receive(code=CODE), new_tracking_code()
        done = into(row)
        services.reissue_code(
            complaint_id=done.pk, tracking_code=fresh, by=people.officer, now=timezone.now(), reason="บัตรประชาชน"
        )
        for address, number in (
            ("service_charter:request-track", row.number),
            ("complaints:portal-track", done.number),
        ):
            for code, status in ((CODE, 422), (fresh, 302)):
                assert Client().post(reverse(address), {"number": number, "code": code}).status_code == status

    def test_it_is_measured_once_wherever_it_goes_on(self, people: Desk) -> None:
        row = receive(at=timezone.now() - 60 * DAY)
        request_measuring.tell_missed(now=timezone.now())
        assert counted() == 1
        done = into(row)
        row.refresh_from_db()
        told = Measurement.objects.filter(source="request", cancels=None, cancelled_by=None)
        assert not told.exists()
        services.tell_missed(now=timezone.now())
        request_measuring.tell_missed(now=timezone.now())
        as_complaint = counted()
        assert as_complaint == Measurement.objects.filter(source="complaint", cancels=None).count() > 0
        services.turn(complaint_id=done.pk, kind=None, reason=WHY, by=people.officer, now=timezone.now())
        request_measuring.tell_missed(now=timezone.now())
        services.tell_missed(now=timezone.now())
        assert counted() == 1
        assert told.count() == 1

    def test_both_ways_and_again_it_stays_the_same_pair(self, people: Desk, client: Client) -> None:
        row = receive(code=CODE, at=timezone.now() - DAY)
        due, first = row.due_at, into(row)
        services.turn(complaint_id=first.pk, kind=None, reason="ผิดเรื่อง", by=people.officer, now=timezone.now())
        row.refresh_from_db()
        first.refresh_from_db()
        assert (row.status, row.goes_on_as, row.due_at) == ("received", "", due)
        assert first.status == "turned"
        assert (
            client.post(reverse("service_charter:request-track"), {"number": row.number, "code": CODE}).status_code
            == 302
        )
        client.post(reverse("complaints:portal-track"), {"number": first.number, "code": CODE})
        onward = client.get(reverse("complaints:portal-to-request"))
        assert onward.url == reverse("service_charter:request-case")
        again = into(row)
        assert again.pk == first.pk
        assert Complaint.objects.count() == 1
        services.turn(complaint_id=first.pk, kind=None, reason="ผิดเรื่อง", by=people.officer, now=timezone.now())
        services.turn_back(complaint_id=first.pk, reason=WHY, by=people.officer, now=timezone.now())
        row.refresh_from_db()
        assert (row.status, row.goes_on_as) == ("turned", first.number)
        pair = Turned.objects.get()
        assert pair.is_complaint
        assert list(pair.history.order_by("history_id").values_list("is_complaint", flat=True)) == [
            True,
            False,
            True,
            False,
            True,
        ]

    def test_the_desk_of_requests_takes_it_back_until_it_is_in_hand(self, people: Desk) -> None:
        row = receive()
        done = into(row)
        with pytest.raises(Incomplete):
            services.take_request_back(request_id=row.pk, reason=" ", by=clerk(), now=timezone.now())
        with pytest.raises(NotAllowed):
            services.take_request_back(request_id=row.pk, reason=WHY, by=someone("auditor"), now=timezone.now())
        services.take_request_back(request_id=row.pk, reason="ผิดเรื่อง", by=clerk(), now=timezone.now())
        row.refresh_from_db()
        assert row.status == "received"
        with pytest.raises(IllegalMove):
            services.take_request_back(request_id=row.pk, reason=WHY, by=clerk(), now=timezone.now())
        into(row)
        services.acknowledge(complaint_id=done.pk, by=people.officer, now=timezone.now())
        with pytest.raises(IllegalMove):
            services.take_request_back(request_id=row.pk, reason=WHY, by=clerk(), now=timezone.now())
        row.refresh_from_db()
        assert row.status == "turned"

    def test_what_is_refused(self, people: Desk) -> None:
        row = receive()
        for change in ({"reason": " "}, {"description": ""}, {"description": "ก" * 6000}):
            with pytest.raises(Incomplete):
                into(row, **change)
        for by in (someone("auditor"), people.officer):
            with pytest.raises(NotAllowed):
                into(row, by=by)
        answered = advance(receive(), "done")
        with pytest.raises(IllegalMove):
            into(answered)
        into(row)
        with pytest.raises(IllegalMove):
            into(row)
        assert Complaint.objects.count() == 1
        for change in ({"goes_on_as": ""}, {"status": "working"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ServiceRequest.objects.filter(pk=row.pk).update(**change)
        other = receive()
        with pytest.raises(IntegrityError), transaction.atomic():
            Turned.objects.update(request=other, voice="0" * 26)
        with pytest.raises(IllegalMove):
            request_services.take(request_id=row.pk, by=clerk(), now=timezone.now())

    def test_files_go_along_and_come_back(self, people: Desk) -> None:
        row = receive()
        picture = SimpleUploadedFile("broken.png", PNG, "image/png")
        attach(
            owner_kind=REQUEST_FILES,
            owner_public_id=row.public_id,
            upload=picture,
            visibility=Visibility.COMPLAINANT,
        )
        done = into(row)
        assert attachments_of(FILE_OWNER, done.public_id).count() == 1
        assert not attachments_of(REQUEST_FILES, row.public_id).exists()
        services.turn(complaint_id=done.pk, kind=None, reason=WHY, by=people.officer, now=timezone.now())
        assert attachments_of(REQUEST_FILES, row.public_id).count() == 1

    def test_it_is_done_in_the_browser(self, people: Desk) -> None:
        row, client = receive(), Client()
        sign_in(client, clerk())
        address = reverse("complaints:staff-request", args=[row.number])
        assert address in client.get(row.get_absolute_url()).content.decode()
        form = client.get(address)
        assert "อาคาร B" in form.content.decode(), "what was filled in is the first words"
        assert client.post(address, {"description": STORY}).status_code == 422
        given = {"description": STORY, "reason": WHY, "category": Category.objects.get(code="building").pk}
        assert client.post(address, given).url == row.get_absolute_url()
        done = Complaint.objects.get()
        page = client.get(row.get_absolute_url()).content.decode()
        assert done.number in page
        assert address in page
        officer = Client()
        sign_in(officer, people.officer)
        case = officer.get(reverse("complaints:staff-detail", args=[done.number])).content.decode()
        assert row.number in case
        assert client.post(address, {"reason": "ผิดเรื่อง"}).status_code == 302
        assert client.get(reverse("complaints:staff-request", args=["SR-0"])).status_code == 404


class TestComplaint:
    def turn(self, case: Complaint, people: Desk, kind: RequestKind | None) -> Complaint:
        return services.turn(
            complaint_id=case.pk, kind=kind, reason="เป็นการแจ้งซ่อม", by=people.officer, now=timezone.now()
        )

    def test_it_goes_on_as_a_request_and_back(self, people: Desk, client: Client) -> None:
        case = people.file(now=timezone.now() - 2 * DAY)
        code = people.codes[case.pk]
        self.turn(case, people, RequestKind.objects.get())
        row = ServiceRequest.objects.select_related("data_key").get()
        case.refresh_from_db()
        assert (case.status, row.received_at, row.name) == ("turned", case.received_at, "สุดารัตน์ มีสุข")
        assert row.messages.get().body == case.description
        assert case.number in row.steps.latest("id").reason
        assert row.standard
        assert row.standard.code == "transaction-result"
        assert (
            client.post(reverse("service_charter:request-track"), {"number": row.number, "code": code}).status_code
            == 302
        )
        client.post(reverse("complaints:portal-track"), {"number": case.number, "code": code})
        assert row.number in client.get(reverse("complaints:portal-case")).content.decode()
        month = Period(timezone.now() - 30 * DAY, timezone.now())
        assert metrics.received(month)[""].value == 0
        services.turn_back(complaint_id=case.pk, reason=WHY, by=people.officer, now=timezone.now())
        assert metrics.received(month)[""].value == 1
        row.refresh_from_db()
        assert (row.status, row.goes_on_as) == ("turned", case.number)

    def test_confidential_and_anonymous_ones_become_no_request(self, people: Desk) -> None:
        for identity in ("confidential", "anonymous"):
            case = people.file(identity=identity)
            with pytest.raises(Incomplete):
                self.turn(case, people, RequestKind.objects.get())
            case.refresh_from_db()
            assert case.status == "received"
        assert not ServiceRequest.objects.exists()

    def test_a_kind_that_is_not_offered_is_refused(self, people: Desk) -> None:
        RequestKind.objects.update(is_offered=False)
        with pytest.raises(IllegalMove):
            self.turn(people.file(), people, RequestKind.objects.get())

    def test_the_form_of_the_case_offers_it(self, people: Desk, signed_in: Callable[..., Client]) -> None:
        case, client = people.file(), signed_in(people.officer)
        move = reverse("complaints:staff-move", args=[case.number, "turn"])
        assert "แจ้งซ่อม" in client.get(move).content.decode()
        assert client.post(move, {"into": "no-such", "reason": WHY}).status_code == 422
        assert client.post(move, {"into": "repair", "reason": WHY}).status_code == 302
        assert ServiceRequest.objects.count() == 1

    def test_taken_as_a_suggestion_its_voice_says_so_and_back(self, people: Desk) -> None:
        case, now = people.file(), timezone.now()
        gather_voices(now=now)
        assert Voice.objects.get().kind == "complaint"
        self.turn(case, people, None)
        gather_voices(now=now)
        assert Voice.objects.get().kind == "suggestion"
        assert case.number in case.messages.latest("id").body
        services.turn_back(complaint_id=case.pk, reason=WHY, by=people.officer, now=now)
        gather_voices(now=now)
        assert Voice.objects.get().kind == "complaint"


class TestVoice:
    def hand(self, voice: Voice, people: Desk, **changes: Any) -> Complaint:
        told = {"words": voice.text, "category": Category.objects.get(code="building"), "reason": WHY}
        told |= {"by": people.officer, "now": timezone.now()}
        return hand_to_complaints(voice_id=voice.pk, **{**told, **changes})

    def test_it_becomes_a_complaint_without_who_said_it_and_stays_one_voice(self, people: Desk) -> None:
        voice = make_voice()
        done = self.hand(voice, people)
        assert (done.identity, done.customer, done.received_at) == ("anonymous", None, voice.occurred_at)
        assert done.touchpoint_id == voice.touchpoint_id
        assert (done.acknowledge_due_at, done.reply_due_at) == (None, None)
        assert self.hand(voice, people) == done
        gather_voices(now=timezone.now())
        assert Voice.objects.count() == 1, "nobody is counted twice"
        services.turn(complaint_id=done.pk, kind=None, reason="เป็นความเห็น", by=people.officer, now=timezone.now())
        again = self.hand(voice, people)
        assert (again.pk, again.status) == (done.pk, "received")

    def test_who_may_not_and_what_is_refused(self, people: Desk) -> None:
        voice = make_voice()
        for by in (someone("auditor"), someone("board-member")):
            with pytest.raises(NotAllowed):
                self.hand(voice, people, by=by)
        with pytest.raises(Incomplete):
            self.hand(voice, people, reason=" ")
        people.file()
        gather_voices(now=timezone.now())
        with pytest.raises(IllegalMove):
            self.hand(Voice.objects.get(complaint__isnull=False), people)

    def test_it_is_done_in_the_browser(self, people: Desk, signed_in: Callable[..., Client]) -> None:
        voice, client = make_voice(), signed_in(people.officer)
        address = reverse("voc:voice-into-complaint", args=[voice.public_id])
        assert address in client.get(reverse("voc:voice", args=[voice.public_id])).content.decode()
        assert voice.text in client.get(address).content.decode()
        assert client.post(address, {"description": voice.text}).status_code == 422
        given = {"description": voice.text, "reason": WHY, "category": Category.objects.get(code="building").pk}
        assert client.post(address, given).status_code == 302
        done = Complaint.objects.get()
        assert done.number in client.get(reverse("voc:voice", args=[voice.public_id])).content.decode()


def test_a_complaint_told_at_a_touchpoint_counts_for_it(people: Desk, client: Client) -> None:
    from service_charter import running
    from service_charter.enums import Facet
    from tests.customers.factories import make_touchpoint

    spot = make_touchpoint()
    first = client.post(f"{reverse('complaints:portal-new')}?at={spot.code}", {"identity": "anonymous"})
    assert first.status_code == 302
    story = client.get(reverse("complaints:portal-step", args=["story"])).content.decode()
    assert f'value="{spot.code}" selected' in story
    case = people.file(now=timezone.now() - 90 * DAY)
    services.correct_facts(
        complaint_id=case.pk,
        facts={"touchpoint": spot},
        by=people.officer,
        now=timezone.now(),
        shown_version=case.version,
    )
    assert case.resolve_standard_id
    load = running.load_at(timezone.now(), [case.resolve_standard_id])
    assert load[Facet.TOUCHPOINT, str(spot.pk)].late == 1
    services.tell_missed(now=timezone.now())
    assert set(Measurement.objects.filter(cancels=None, cancelled_by=None).values_list("touchpoint", flat=True)) == {
        spot.pk
    }
    assert Unit.objects.exists()
