"""Which customer asks, where, and who does it: said by officers, undoable, never told to the one who asked."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import Customer, Touchpoint
from customers.panels import panels_for
from customers.services import merge_customers, undo_merge
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.privacy.models import AccessLog
from foundation.privacy.personal_data import Person
from service_charter import features, personal_data, running
from service_charter.enums import Facet, Source
from service_charter.models import DaySum, Measurement, Partner, RequestStep, ServiceRequest
from service_charter.selectors.request_customers import likely
from service_charter.services import request_linking as linking
from service_charter.services import requests as services
from service_charter.services.measurement import rebuild_sums
from service_charter.services.request_erasure import erase_customer
from service_charter.services.request_measuring import tell_missed
from tests.customers.factories import make_organisation, make_person
from tests.people import someone
from tests.service_charter.committing import partner
from tests.service_requests.factories import ANSWERS, PERSON, advance, make_kind, officer, published, receive
from tests.service_requests.test_pages import at, send, signed_in

pytestmark = pytest.mark.django_db
CODE = "K7QF-2MXD-AAAA-BBBB-CCCC-DDDD-8Z"
PHONE, EMAIL = "+66812345678", "s@example.com"


def place(**values: Any) -> Touchpoint:
    given = {"name_th": "เคาน์เตอร์อาคาร B", "name_en": "Counter, Building B", "building": "B", "kind": "physical"}
    given |= {"channel": "walk_in", "owner_unit": Unit.objects.get(code="property")}
    return Touchpoint.objects.create(**{**given, "opened_on": dt.date(2020, 1, 1), **values})


def link(row: ServiceRequest, customer: Customer, by: User | None = None) -> ServiceRequest:
    return linking.link_customer(
        request_id=row.pk, number=customer.number.lower(), by=by or officer(), now=timezone.now()
    )


class TestCustomer:
    def test_the_same_telephone_or_mail_is_offered_and_links_only_when_confirmed(self) -> None:
        row = receive()
        by_phone, by_mail = make_person(phone=PHONE), make_person(email=EMAIL.upper())
        make_person(phone="+66899999999")
        offered = {each.customer: [str(word) for word in each.why] for each in likely(officer(), row)}
        assert set(offered) == {by_phone, by_mail}
        assert all(len(words) == 1 for words in offered.values())
        row.refresh_from_db()
        assert row.customer is None, "nothing links by itself"
        page = signed_in(officer()).get(row.get_absolute_url()).content.decode()
        assert by_phone.name in page
        assert by_mail.name in page
        answer = signed_in(officer()).post(
            at("requests-act", number=row.number, step="link"), {"customer_number": by_phone.number}
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.customer == by_phone
        assert row.history.first().history_user == officer()
        assert RequestStep.objects.filter(request=row, move="link", by=officer()).count() == 1
        link(row, by_phone)
        assert RequestStep.objects.filter(request=row, move="link").count() == 1, "said twice it changes nothing"
        with pytest.raises(IllegalMove):
            link(row, by_mail)
        assert likely(officer(), ServiceRequest.objects.get(pk=row.pk)) == []

    def test_who_may_not_link_and_whom(self) -> None:
        row, customer = receive(), make_person(phone=PHONE)
        for by in (someone("auditor"), someone("board-member")):
            with pytest.raises(NotAllowed):
                link(row, customer, by)
        for number in ("", "C-0", "ก" * 300):
            with pytest.raises(Incomplete):
                linking.link_customer(request_id=row.pk, number=number, by=officer(), now=timezone.now())
        hidden = make_person(phone=PHONE)
        Customer.objects.filter(pk=hidden.pk).update(is_limited=True, unit=Unit.objects.get(code="complaint-centre"))
        assert hidden not in [each.customer for each in likely(officer(), row)]
        with pytest.raises(Incomplete):
            link(row, hidden)
        row.refresh_from_db()
        assert row.customer is None

    def test_a_link_is_taken_off_with_a_reason_alone(self) -> None:
        row, customer, now = receive(), make_person(phone=PHONE), timezone.now()
        with pytest.raises(IllegalMove):
            linking.unlink_customer(request_id=row.pk, reason="อื่น", by=officer(), now=now)
        link(row, customer)
        client, act = signed_in(officer()), at("requests-act", number=row.number, step="unlink")
        assert client.post(act, {"reason": " "}).status_code == 422
        assert client.post(act, {"reason": "คนละคนที่ใช้เบอร์เดียวกัน"}).status_code == 302
        row.refresh_from_db()
        assert row.customer is None
        with pytest.raises(NotAllowed):
            linking.unlink_customer(request_id=row.pk, reason="อื่น", by=someone("auditor"), now=now)

    def test_the_one_who_asked_is_told_nothing_of_it(self, client: Client) -> None:
        row, customer = receive(code=CODE), make_organisation(phone=PHONE)
        link(row, customer)
        client.post(at("request-track"), {"number": row.number, "code": CODE})
        page = client.get(at("request-case")).content.decode()
        assert row.number in page
        assert customer.name not in page
        assert customer.number not in page

    def test_the_page_of_the_customer_shows_it_to_who_may_see_requests(self) -> None:
        row, customer = receive(), make_person(phone=PHONE)
        link(row, customer)
        shown = {panel.key: panel.context for panel in panels_for(officer(), customer)}
        assert shown["requests"]["requests"] == [row]
        assert shown["requests"]["counts"] == {"open": 1, "all": 1}
        assert "requests" not in {panel.key for panel in panels_for(someone("voc-analyst"), customer)}
        page = signed_in(officer()).get(f"/staff/customers/{customer.public_id}/")
        assert row.number in page.content.decode()

    def test_it_follows_a_joining_and_comes_back(self) -> None:
        row, gone, keep, now = receive(), make_person(), make_person(), timezone.now()
        link(row, gone)
        versions = {customer.pk: customer.version for customer in (gone, keep)}
        merge = merge_customers(
            survivor_id=keep.pk,
            merged_id=gone.pk,
            shown_versions=versions,
            taken=(),
            reason="คนเดียวกัน",
            by=officer(),
            now=now,
        )
        row.refresh_from_db()
        assert row.customer_id == keep.pk
        undo_merge(merge_id=merge.pk, reason="ไม่ใช่", by=officer(), now=now)
        row.refresh_from_db()
        assert row.customer_id == gone.pk

    def test_it_is_found_for_the_customer_and_falls_silent_with_the_request(self) -> None:
        row, customer, now = receive(phone="+66800000001", email=""), make_person(phone=PHONE), timezone.now()
        link(row, customer)
        assert personal_data.find(Person(public_id=customer.public_id)) == [row.public_id]
        advance(row, "closed")
        erase_customer(request_id=row.pk, by=officer(), now=now)
        row.refresh_from_db()
        assert row.customer is None
        assert not row.history.filter(customer__isnull=False).exists()
        assert personal_data.find(Person(public_id=customer.public_id)) == []
        with pytest.raises(IllegalMove):
            link(row, customer)

    def test_studies_are_offered_how_much_a_customer_asks(self) -> None:
        customer, other, today = make_person(), make_person(), timezone.localdate()
        for _n in range(2):
            link(receive(), customer)
        rated = advance(receive(), "done")
        link(rated, customer)
        services.rate(request_id=rated.pk, score=4, comment="", now=timezone.now())
        receive()
        everybody = Customer.objects.all()
        assert dict(features.requests_of_a_year(everybody, today)) == {customer.pk: 3}
        assert dict(features.rating_of_a_year(everybody, today)) == {customer.pk: 4.0}
        assert not list(features.requests_of_a_year(everybody.filter(pk=other.pk), today))
        assert not list(features.requests_of_a_year(everybody, today - dt.timedelta(days=1)))


class TestIntake:
    def typed(self, **changes: Any) -> dict[str, Any]:
        kind = make_kind()
        desk = {"door": "phone", "language": "th", "key": "page", "shown": published(kind).public_id}
        return {**ANSWERS, **PERSON, **desk, **changes}

    def test_who_calls_is_found_by_name_or_telephone_chosen_and_linked(self) -> None:
        twins = [make_person(name_th="วรรณา", family_th="ทองดี", phone=f"+6689111222{n}") for n in range(2)]
        spot = place()
        empty = {"name": "", "phone": "", "email": "", "touchpoint": spot.pk}
        typed = self.typed(customer_number="วรรณา", look="1", **empty)
        client, address = signed_in(officer()), at("requests-new", code="repair")
        page = client.post(address, typed)
        assert page.status_code == 200
        assert list(page.context["may_be"]) == twins
        assert not AccessLog.objects.exists(), "no contact is shown before somebody is chosen"
        chosen = client.post(address, {**typed, "look": twins[1].number})
        assert chosen.context["form"].initial["customer_number"] == twins[1].number
        assert AccessLog.objects.get().subject_public_id == twins[1].public_id
        by_phone = client.post(address, {**typed, "customer_number": "089 111 2220"})
        assert by_phone.context["form"].initial["customer_number"] == twins[0].number
        assert client.post(address, {**typed, "customer_number": "ไม่มีใคร"}).status_code == 422
        del typed["look"]
        assert client.post(address, typed).status_code == 422, "a name is no customer yet"
        assert client.post(address, {**typed, **PERSON, "customer_number": twins[1].number}).status_code == 200
        row = ServiceRequest.objects.get()
        assert (row.customer, row.touchpoint) == (twins[1], spot)

    def test_nobody_names_a_customer_from_outside(self) -> None:
        row = services.receive_request(
            form=published(make_kind()),
            answers={},
            customer=services.Customer(name="ก", phone=PHONE),
            language="th",
            notice=None,
            tracking_code=CODE,
            now=timezone.now(),
            known=make_person(),
        )
        assert row.customer is None


class TestPlace:
    def late(self, spot: Touchpoint | None) -> ServiceRequest:
        row = receive(at=timezone.now() - dt.timedelta(days=60))
        linking.set_place(request_id=row.pk, touchpoint=spot, partner=None, by=officer(), now=timezone.now())
        return row

    def test_late_now_is_told_by_touchpoint_and_partner(self) -> None:
        spot, firm = place(), partner()
        row = self.late(spot)
        linking.set_place(request_id=row.pk, touchpoint=spot, partner=firm, by=officer(), now=timezone.now())
        assert row.standard
        loads = running.load_at(timezone.now(), [row.standard.pk])
        wanted = {Facet.UNIT: row.unit_id, Facet.TOUCHPOINT: spot.pk, Facet.PARTNER: firm.pk}
        assert {(facet, str(key)) for facet, key in wanted.items()} <= loads.keys()
        assert all(load.late == 1 for load in loads.values())

    def test_a_told_result_moves_with_the_place_and_counts_once(self) -> None:
        spot, firm = place(), partner()
        row = self.late(None)
        tell_missed(now=timezone.now())
        before = list(Measurement.objects.values_list("n", "touchpoint"))
        assert before == [(1, None)]
        linking.set_place(request_id=row.pk, touchpoint=spot, partner=firm, by=officer(), now=timezone.now())
        sums = DaySum.objects.filter(n__gt=0)
        assert {(s.facet, s.n) for s in sums if s.facet in ("all", "touchpoint", "partner")} == {
            ("all", 1),
            ("touchpoint", 1),
            ("partner", 1),
        }
        tell_missed(now=timezone.now())
        assert sum(Measurement.objects.filter(source=Source.REQUEST).values_list("n", flat=True)) == 1
        kept = set(DaySum.objects.filter(n__gt=0).values_list("facet", "key", "n", "kept"))
        rebuild_sums()
        assert set(DaySum.objects.filter(n__gt=0).values_list("facet", "key", "n", "kept")) == kept

    def test_only_places_of_that_day_and_partners_of_ours(self) -> None:
        row, now = receive(), timezone.now()
        young = place(opened_on=timezone.localdate() + dt.timedelta(days=3))
        gone = Partner.objects.create(code="gone", name_th="เก่า", name_en="Former", is_active=False)
        for spot, firm, said in ((young, None, "touchpoint"), (None, gone, "partner")):
            with pytest.raises(Incomplete) as refused:
                linking.set_place(request_id=row.pk, touchpoint=spot, partner=firm, by=officer(), now=now)
            assert set(refused.value.missing) == {said}
        with pytest.raises(NotAllowed):
            linking.set_place(request_id=row.pk, touchpoint=None, partner=None, by=someone("auditor"), now=now)
        client, act = signed_in(officer()), at("requests-act", number=row.number, step="place")
        assert client.post(act, {"touchpoint": young.pk}).status_code == 422
        spot = place()
        assert client.post(act, {"touchpoint": spot.pk}).status_code == 302
        assert "เคาน์เตอร์อาคาร B" in client.get(row.get_absolute_url()).content.decode()

    def test_the_code_on_the_wall_says_where(self, client: Client) -> None:
        kind, spot = make_kind(), place()
        closed = place(closed_on=dt.date(2021, 1, 1))
        page = client.get(at("request-list"), {"at": spot.code.upper()}).content.decode()
        assert f"{at('request-new', code=kind.code)}?at={spot.code}" in page
        assert spot.name in page
        assert closed.name not in client.get(at("request-list"), {"at": closed.code}).content.decode()
        assert client.get(at("request-list"), {"at": "';--\x00" * 20}).status_code == 200
        form = client.get(f"{at('request-new', code=kind.code)}?at={spot.code}")
        assert spot.name in form.content.decode()
        client.post(
            f"{at('request-new', code=kind.code)}?at={spot.code}",
            {**ANSWERS, **PERSON, "shown": published(kind).public_id},
        )
        assert spot.name in client.get(at("request-check")).content.decode()
        send(client)
        assert ServiceRequest.objects.get().touchpoint == spot
