"""Articles linked to any record: found by an address, seen within rights on both pages, never twice, with a history."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Complaint
from foundation.accounts.models import Unit, User
from foundation.core import references
from foundation.core.errors import NotAllowed, Refused
from foundation.knowledge import rules, services
from foundation.knowledge.enums import Status
from foundation.knowledge.models import Article, ArticleLink
from service_charter.selectors.requests import suggested_articles
from service_charter.services import start_version
from tests.complaints.factories import make_desk
from tests.customers.factories import make_touchpoint
from tests.governance.convening import planned
from tests.knowledge.factories import make_article, somebody
from tests.service_requests import factories as requests

pytestmark = pytest.mark.django_db

ClientAs = Callable[..., Client]


def link(article: Article, kind: str, public_id: str, by: User | None = None) -> ArticleLink:
    """Linked by its author, or by somebody else."""
    record = references.Reference(kind, public_id, "", "")
    return services.link_article(article_id=article.pk, record=record, by=by or article.author, now=timezone.now())


def secret_case() -> Complaint:
    """A complaint of misconduct."""
    return make_desk().file(category="misconduct", description="สินบนจัดซื้อ")


def test_pasted_addresses_become_links_and_the_records_show_the_article(client_as: ClientAs) -> None:
    article = make_article(Status.PUBLISHED, title_th="ลิฟต์ค้างทำอย่างไร")
    case, place = make_desk().file(), make_touchpoint()
    manager = client_as("complaint-manager")
    pages = {
        reverse("complaints:staff-following", args=[case.number]): manager,
        place.get_absolute_url(): client_as("customer-officer"),
    }
    for address in pages:
        answer = manager.post(
            reverse("knowledge:staff-link", args=[article.public_id]), {"address": f"https://crm.example{address}?a=1"}
        )
        assert answer.status_code == 302, answer.content.decode()
    assert {(row.kind, row.record_id) for row in article.links.all()} == {
        ("complaint", case.public_id),
        ("touchpoint", place.public_id),
    }
    for address, reader in pages.items():
        assert "ลิฟต์ค้างทำอย่างไร" in reader.get(address).content.decode()
    page = manager.get(article.get_absolute_url()).content.decode()
    assert case.subject in page
    assert place.name in page
    assert "เชื่อมโยงกับ: " in page  # the history says that something was linked, by its kind


@pytest.mark.parametrize("address", ["", "ไม่ใช่ที่อยู่", "/staff/complaints/C-2569-000001-0/", "http://[", "/portal/"])
def test_what_is_no_address_of_ours_is_kindly_refused_and_kept(client_as: ClientAs, address: str) -> None:
    article = make_article(Status.PUBLISHED)
    answer = client_as("complaint-manager").post(
        reverse("knowledge:staff-link", args=[article.public_id]), {"address": address}
    )
    assert answer.status_code == 422
    assert f'value="{address}"' in answer.content.decode() or not address
    assert not ArticleLink.objects.exists()


def test_a_number_in_an_address_finds_only_what_the_person_may_see() -> None:
    case = secret_case()
    address = reverse("complaints:staff-detail", args=[case.number])
    assert references.by_address(somebody("complaint-manager"), address) is None
    found = references.by_address(somebody("misconduct-officer"), address)
    assert found is not None
    assert found.public_id == case.public_id


@pytest.mark.parametrize("role", ["auditor", "customer-officer"])
def test_only_who_may_edit_an_article_links_it(role: str) -> None:
    article, place = make_article(Status.PUBLISHED), make_touchpoint()
    with pytest.raises(NotAllowed):
        link(article, "touchpoint", place.public_id, by=somebody(role))
    row = link(article, "touchpoint", place.public_id)
    with pytest.raises(NotAllowed):
        services.unlink_article(article_id=article.pk, link_id=row.public_id, by=somebody(role), now=timezone.now())
    link(make_article(Status.PUBLISHED), "touchpoint", place.public_id, by=somebody("complaint-manager"))


def test_a_record_is_linked_once_and_an_article_not_to_itself() -> None:
    article, place = make_article(), make_touchpoint()
    row = link(article, "touchpoint", place.public_id)
    for kind, public_id in (("touchpoint", place.public_id), ("article", article.public_id)):
        with pytest.raises(Refused):
            link(article, kind, public_id)
    for bad in ({"kind": row.kind, "record_id": row.record_id}, {"kind": "", "record_id": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ArticleLink.objects.create(article=article, **bad)


def test_what_a_lesson_was_drawn_from_is_not_linked_again() -> None:
    owner = somebody("customer-officer")
    lesson = services.ask_for_lesson(
        kind="project", public_id="1" * 26, about="โครงการ", owner=owner, by=owner, now=timezone.now()
    )
    with pytest.raises(Refused):
        link(lesson, "project", "1" * 26)


def test_links_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LINKS_LIMIT", 1)
    article = make_article()
    link(article, "touchpoint", make_touchpoint().public_id)
    with pytest.raises(Refused):
        link(article, "touchpoint", make_touchpoint().public_id)


def test_a_link_that_is_taken_off_leaves_its_history(client_as: ClientAs) -> None:
    article, place, manager = make_article(Status.PUBLISHED), make_touchpoint(), client_as("complaint-manager")
    row = link(article, "touchpoint", place.public_id)
    address = reverse("knowledge:staff-unlink", args=[article.public_id, row.public_id])
    assert manager.get(address).status_code == 405
    assert manager.post(address).status_code == 302
    assert manager.post(address).status_code == 404
    kept = list(ArticleLink.history.filter(article_id=article.pk).order_by("history_id"))
    assert [(one.history_type, one.history_user) for one in kept] == [("+", article.author), ("-", manager.user)]  # type: ignore[attr-defined]
    page = manager.get(article.get_absolute_url()).content.decode()
    assert "นำการเชื่อมโยงออก" in page
    assert article.title not in manager.get(place.get_absolute_url()).content.decode()


def test_a_secret_record_is_counted_and_not_named_nor_taken_off(client_as: ClientAs) -> None:
    case, article = secret_case(), make_article(Status.PUBLISHED)
    row = link(article, "complaint", case.public_id)
    manager = client_as("complaint-manager")
    page = manager.get(article.get_absolute_url()).content.decode()
    assert "1 รายการที่บทบาทของท่านไม่เห็น" in page
    for word in (case.number, case.subject, case.public_id):
        assert word not in page
    assert manager.post(reverse("knowledge:staff-unlink", args=[article.public_id, row.public_id])).status_code == 404
    trusted = client_as("misconduct-officer", unit=Unit.objects.get(code="legal-compliance"))
    assert case.number in trusted.get(article.get_absolute_url()).content.decode()


def test_drafts_stand_beside_a_record_for_their_author_alone(client_as: ClientAs) -> None:
    place = make_touchpoint()
    article = make_article(title_th="ยังร่างอยู่")
    link(article, "touchpoint", place.public_id)
    assert references.cited_by(somebody("strategist"), "touchpoint", place.public_id) == []
    [(group, [seen])] = references.cited_by(article.author, "touchpoint", place.public_id)
    assert (group.key, seen.public_id) == ("articles", article.public_id)
    assert "ยังร่างอยู่" not in client_as("customer-officer").get(place.get_absolute_url()).content.decode()


def test_customers_see_no_links(client: Client) -> None:
    article = make_article(Status.PUBLISHED, kind="guide", for_public=True)
    place = make_touchpoint()
    link(article, "touchpoint", place.public_id)
    assert place.name not in client.get(article.get_help_url()).content.decode()


def test_requests_meetings_and_charters_are_found_by_their_addresses() -> None:
    charter = requests.make_charter()
    request = requests.receive()
    meeting = planned()
    addresses = {
        request.get_absolute_url(): (requests.officer(), "service_charter.request"),
        meeting.get_absolute_url(): (somebody("board-secretary"), "governance.meeting"),
        reverse("service_charter:staff-detail", args=[charter.number]): (
            somebody("charter-owner"),
            "service_charter.charter",
        ),
    }
    for address, (reader, kind_name) in addresses.items():
        found = references.by_address(reader, address)
        assert found is not None, address
        assert found.kind == kind_name
        assert references.resolve(reader, found.kind, found.public_id) == found


def test_a_promise_is_linked_by_its_page_and_shows_the_article_whatever_version_follows(client_as: ClientAs) -> None:
    charter = requests.make_charter()
    standard = charter.standards.order_by("number")[0]
    page = reverse("service_charter:staff-measured", args=[standard.code])
    manager, article = client_as("complaint-manager"), make_article(Status.PUBLISHED, title_th="วิธีรักษาคำมั่นนี้")
    answer = manager.post(reverse("knowledge:staff-link", args=[article.public_id]), {"address": page})
    assert answer.status_code == 302
    assert article.links.get().record_id == standard.public_id
    assert "วิธีรักษาคำมั่นนี้" in manager.get(page).content.decode()
    start_version(by=requests.designer(), now=timezone.now())  # a draft of the next version changes nothing
    assert "วิธีรักษาคำมั่นนี้" in manager.get(page).content.decode()


def test_an_article_linked_to_a_request_is_not_suggested_beside_it_again() -> None:
    requests.make_charter()
    row = requests.receive()
    article = make_article(Status.PUBLISHED, title_th=row.form.title_th, body_th="ขั้นตอน")
    reader = requests.officer()
    assert suggested_articles(reader, row, at=timezone.now()) == [article]
    link(article, "service_charter.request", row.public_id)
    assert suggested_articles(reader, row, at=timezone.now()) == []
    [(_group, [seen])] = references.cited_by(reader, "service_charter.request", row.public_id)
    assert seen.public_id == article.public_id


def test_the_page_asks_one_statement_more_for_each_link(
    client_as: ClientAs, django_assert_max_num_queries: Callable[..., object]
) -> None:
    article, manager = make_article(Status.PUBLISHED), client_as("complaint-manager")
    for _n in range(3):
        link(article, "touchpoint", make_touchpoint().public_id)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        manager.get(article.get_absolute_url())
