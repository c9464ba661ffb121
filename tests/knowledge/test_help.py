"""Help for customers: who reads what, Thai search, answers without a name, and what a page costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.core.errors import Incomplete
from foundation.core.metrics import Period
from foundation.knowledge import metrics, selectors, services
from foundation.knowledge.enums import Kind, Status
from foundation.knowledge.models import Article, Usefulness
from foundation.knowledge.views.portal import ANSWERS
from tests.knowledge.factories import make_article, somebody

pytestmark = pytest.mark.django_db

HELP = "/portal/help/"


def make_help(**values: Any) -> Article:
    """A guide that customers may read."""
    words = {"kind": Kind.GUIDE, "title_th": "ยกเลิกการจองห้องประชุม", "body_th": "แจ้งก่อนสามวันทำการ", "for_public": True}
    return make_article(Status.PUBLISHED, **(words | values))


def test_customers_read_what_is_meant_for_them_published_and_in_force(client: Client) -> None:
    now = timezone.now()
    shown = make_help()
    hidden = [
        make_article(Status.PUBLISHED, kind=Kind.GUIDE, title_th="ในบ้าน"),
        make_article(Status.IN_REVIEW, kind=Kind.GUIDE, title_th="รอตรวจ", for_public=True),
        make_article(Status.WITHDRAWN, kind=Kind.GUIDE, title_th="เลิกใช้", for_public=True),
        make_help(title_th="หมดอายุ", now=now - services.HOLDS_FOR - timedelta(days=1)),
    ]
    page = client.get(HELP).content.decode()
    assert shown.title_th in page
    for article in hidden:
        assert article.title_th not in page
        assert client.get(article.get_help_url()).status_code == 404
        assert client.post(reverse("knowledge:portal-useful", args=[article.public_id])).status_code == 404


def test_names_of_staff_stay_in_the_house(client: Client) -> None:
    article = make_help()
    page = client.get(article.get_help_url()).content.decode()
    assert "แจ้ง" in page.split("<main")[1]
    assert article.author.username not in page
    assert str(article.published_by) not in page


@pytest.mark.parametrize("kind", [Kind.LESSON, Kind.FACT])
def test_a_lesson_is_not_for_customers(kind: str) -> None:
    with pytest.raises(Incomplete):
        make_article(kind=kind, for_public=True)
    article = make_article(Status.PUBLISHED, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(for_public=True)


@pytest.mark.parametrize(("needle", "n"), [("ห้องประชุม ยกเลิก", 1), ("จองห้อง", 1), ("ห้องประชุม ใบอนุญาต", 0), ("", 2)])
def test_every_word_of_a_search_is_found_within_thai(needle: str, n: int) -> None:
    make_help()
    make_help(kind=Kind.QUESTION, title_th="ขอใบอนุญาตติดป้ายใช้เอกสารใด", body_th="สำเนาสัญญาเช่า")
    assert selectors.help_for_customers(needle, at=timezone.now()).count() == n


def test_a_visitor_counts_once_and_the_last_answer_holds(client: Client) -> None:
    article, other = make_help(), make_help(title_th="อื่น")
    address = reverse("knowledge:portal-useful", args=[article.public_id])
    for helped in ("yes", "yes", "no"):
        assert client.post(address, {"helped": helped}).status_code == 302
    client.post(reverse("knowledge:portal-useful", args=[other.public_id]), {"helped": "yes"})
    Client().post(address, {"helped": "yes"})
    assert selectors.helped_counts(article) == (1, 2)
    rows = Usefulness.objects.filter(user__isnull=True)
    assert rows.count() == 3
    assert len(set(rows.values_list("visitor", flat=True))) == 3  # the same session can't be followed across articles
    assert str(client.session.session_key) not in set(rows.values_list("visitor", flat=True))
    assert "aria-pressed" in client.get(article.get_help_url()).content.decode()


def test_one_network_can_not_flood_the_count() -> None:
    article = make_help()
    for _n in range(ANSWERS.attempts + 5):
        Client().post(reverse("knowledge:portal-useful", args=[article.public_id]), {"helped": "no"})
    assert selectors.helped_counts(article)[1] == ANSWERS.attempts


def test_visitors_and_staff_are_one_figure() -> None:
    article, now = make_help(), timezone.now()
    services.answer_usefulness(article_id=article.pk, helped=True, by=somebody("strategist"), now=now)
    services.answer_as_visitor(article_id=article.pk, helped=False, session_key="หนึ่ง", now=now)
    value = metrics.HELPFUL.measure(Period(now - timedelta(hours=1), now + timedelta(hours=1)))[""]
    assert (value.n, value.value) == (2, 50)


def test_the_database_refuses_an_answer_of_nobody_and_of_two() -> None:
    article, now = make_help(), timezone.now()
    for user, visitor in ((None, ""), (somebody("strategist"), "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Usefulness.objects.create(article=article, user=user, visitor=visitor, helped=True, at=now)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_a_constant_number_of_statements(
    client: Client, count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(count):
        make_help(title_th=f"คู่มือ {n}")
    with django_assert_max_num_queries(4):
        client.get(HELP)


def test_an_author_offers_a_guide_to_customers_by_the_form(client_as: Callable[..., Client]) -> None:
    officer = client_as("complaint-officer")
    words = {"kind": "lesson", "title_th": "จองห้อง", "body_th": "ขั้นตอน", "for_public": "on"}
    assert officer.post(reverse("knowledge:staff-new"), words).status_code == 422
    assert officer.post(reverse("knowledge:staff-new"), words | {"kind": "question"}).status_code == 302
    assert Article.objects.get().for_public
