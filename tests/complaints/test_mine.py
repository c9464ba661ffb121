"""My matters: a one-time password to the own address opens complaints and requests, and nothing tells who is known."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.enums import Identity, MessageKind
from complaints.models import Complaint
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.ids import new_tracking_code
from foundation.core.models import OutboxMessage
from foundation.privacy.models import AccessLog
from tests.complaints.factories import Desk
from tests.service_requests.factories import make_kind, receive

Filed = Callable[..., Complaint]
ASK, FIGURES = reverse("complaints:portal-mine"), reverse("complaints:portal-mine-figures")
LIST, OPEN = reverse("complaints:portal-mine-list"), reverse("complaints:portal-mine-open")
CODE, CASE = reverse("complaints:portal-mine-code"), reverse("complaints:portal-case")
EMAIL = "sudarat@example.com"


def sent_figures() -> str:
    """The figures of the letter that went out last."""
    letter = OutboxMessage.objects.select_related("data_key").filter(kind="complaints.one_time").latest("pk")
    found = re.search(r"\b\d{6}\b", letter.body or "")
    assert found
    return found[0]


def proved(email: str = EMAIL) -> Client:
    """A browser that has shown the address to be its own."""
    client = Client()
    assert client.post(ASK, {"contact": email}).headers["Location"] == FIGURES
    assert client.post(FIGURES, {"figures": sent_figures()}).headers["Location"] == LIST
    return client


def test_one_password_opens_complaints_and_requests(filed: Filed) -> None:
    complaint, other = filed(), filed(email="other@example.com")
    request = receive(make_kind(standard=""), email=EMAIL)
    client = proved()
    page = client.get(LIST).content.decode()
    assert complaint.number in page
    assert request.number in page
    assert other.number not in page
    opened = client.post(OPEN, {"kind": "complaint", "matter": complaint.public_id})
    assert opened.headers["Location"] == CASE
    assert complaint.number in client.get(CASE).content.decode()
    opened = client.post(OPEN, {"kind": "request", "matter": request.public_id})
    assert client.get(opened.headers["Location"]).status_code == 200


def test_an_unknown_address_reads_the_same_answer(filed: Filed) -> None:
    filed()
    known, unknown = Client(), Client()
    answers = [
        browser.post(ASK, {"contact": email}, follow=True)
        for browser, email in ((known, EMAIL), (unknown, "nobody@example.com"))
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    texts = [answer.content.decode().partition("<main")[2].partition("</main>")[0] for answer in answers]
    tokenless = [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text) for text in texts]
    assert tokenless[0] == tokenless[1] != ""
    assert OutboxMessage.objects.filter(kind="complaints.one_time").count() == 1
    assert unknown.post(FIGURES, {"figures": sent_figures()}).status_code == 422


def test_without_the_password_nothing_opens(filed: Filed) -> None:
    complaint = filed()
    client = Client()
    named = {"kind": "complaint", "matter": complaint.public_id}
    for address in (OPEN, CODE):
        assert client.post(address, named).headers["Location"] == ASK
    assert client.get(LIST).headers["Location"] == ASK
    client.cookies["my_matters"] = "forged"
    assert client.get(LIST).headers["Location"] == ASK


def test_another_persons_matter_does_not_open(filed: Filed) -> None:
    filed()
    other = filed(email="other@example.com")
    client = proved()
    for kind in ("complaint", "request", "nonsense"):
        for address in (OPEN, CODE):
            response = client.post(address, {"kind": kind, "matter": other.public_id})
            assert response.headers["Location"] == ASK
    other.refresh_from_db()
    assert client.get(CASE).status_code == 302


def test_an_anonymous_complaint_is_never_among_them(filed: Filed, desk: Desk) -> None:
    filed()
    secret = filed(identity=Identity.ANONYMOUS)
    assert secret.number not in proved().get(LIST).content.decode()
    with pytest.raises(NotAllowed):
        services.reissue_code(
            complaint_id=secret.pk, tracking_code=new_tracking_code(), by=desk.officer, now=timezone.now(), reason="ก"
        )
    with pytest.raises(NotAllowed):
        services.reissue_code(complaint_id=secret.pk, tracking_code=new_tracking_code(), by=None, now=timezone.now())


def test_a_lost_code_is_replaced_and_the_old_one_is_dead(filed: Filed, desk: Desk) -> None:
    complaint = filed()
    old = desk.codes[complaint.pk]
    tracking = reverse("complaints:portal-track")
    holder = Client()
    assert holder.post(tracking, {"number": complaint.number, "code": old}).status_code == 302
    page = proved().post(CODE, {"kind": "complaint", "matter": complaint.public_id}).content.decode()
    found = re.search(r'id="tracking-code">([0-9A-Z-]+)<', page)
    assert found
    assert holder.get(CASE).status_code == 302  # what was open with the old code is shut
    assert Client().post(tracking, {"number": complaint.number, "code": old}).status_code == 422
    assert Client().post(tracking, {"number": complaint.number, "code": found[1]}).status_code == 302
    assert complaint.messages.filter(kind=MessageKind.NOTICE).count() == 1


def test_at_the_counter_an_officer_says_how_the_person_showed_who_it_is(
    filed: Filed, desk: Desk, officer: Client
) -> None:
    complaint = filed()
    address = reverse("complaints:staff-code", args=[complaint.number])
    assert officer.post(address, {"reason": ""}).status_code == 422
    response = officer.post(address, {"reason": "แสดงบัตรประชาชนที่เคาน์เตอร์"})
    assert response.headers["Cache-Control"] == "no-store"
    assert "tracking-code" in response.content.decode()
    record = complaint.history.first()
    assert (record.history_user, record.history_change_reason) == (desk.officer, "แสดงบัตรประชาชนที่เคาน์เตอร์")
    with pytest.raises(Incomplete):
        services.reissue_code(
            complaint_id=complaint.pk, tracking_code=new_tracking_code(), by=desk.officer, now=timezone.now()
        )
    assert not AccessLog.objects.filter(reason__contains="-").exists()


def test_guessing_is_slowed_down(filed: Filed) -> None:
    filed()
    client = Client()
    for _n in range(5):
        client.post(ASK, {"contact": EMAIL})
    assert client.post(ASK, {"contact": EMAIL}).status_code == 429
    wrong = f"{(int(sent_figures()) + 1) % 1_000_000:06d}"
    for _n in range(5):
        assert client.post(FIGURES, {"figures": wrong}).status_code == 422
    assert client.post(FIGURES, {"figures": sent_figures()}).status_code == 422


def test_the_list_is_closed_again(filed: Filed) -> None:
    filed()
    client = proved()
    client.post(reverse("complaints:portal-mine-leave"))
    assert client.get(LIST).headers["Location"] == ASK


def test_the_list_costs_the_same_for_many(filed: Filed, django_assert_max_num_queries: Callable[[int], object]) -> None:
    for _n in range(4):
        filed()
    client = proved()
    with django_assert_max_num_queries(4):
        client.get(LIST)
