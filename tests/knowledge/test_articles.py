"""Articles: the path to readers, who may take it, search, reminders, figures and evidence."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.evidence import Verdict
from foundation.core.metrics import Period
from foundation.core.models import Notification
from foundation.core.search import holding
from foundation.knowledge import evidence, metrics, selectors, services
from foundation.knowledge.enums import Kind, Status
from foundation.knowledge.lifecycle import MOVES
from foundation.knowledge.models import Article
from tests.knowledge.factories import make_article, somebody

pytestmark = pytest.mark.django_db

ILLEGAL = [(name, status) for name, move in MOVES.items() for status in Status.values if status not in move.sources]


@pytest.mark.parametrize(("move", "status"), ILLEGAL)
def test_a_step_from_another_state_is_refused(move: str, status: str) -> None:
    article = make_article(status)
    with pytest.raises(IllegalMove):
        services.move_article(
            article_id=article.pk, move=move, by=somebody("complaint-manager"), now=timezone.now(), reason="x"
        )
    assert Article.objects.get().status == status


def test_nobody_publishes_what_they_wrote() -> None:
    manager, now = somebody("complaint-manager"), timezone.now()
    article = services.write_article(
        values={"kind": "lesson", "title_th": "บทเรียน", "body_th": "เนื้อหา"}, by=manager, now=now
    )
    services.move_article(article_id=article.pk, move="submit", by=manager, now=now)
    with pytest.raises(NotAllowed):
        services.move_article(article_id=article.pk, move="publish", by=manager, now=now)


def test_the_reviewer_who_rewrites_a_draft_becomes_its_author() -> None:
    article, manager = make_article(), somebody("complaint-manager")
    services.edit_article(
        article_id=article.pk,
        shown_version=article.version,
        values={"kind": "guide", "title_th": "ใหม่", "body_th": "เนื้อหาใหม่"},
        by=manager,
        now=timezone.now(),
    )
    services.move_article(article_id=article.pk, move="submit", by=manager, now=timezone.now())
    with pytest.raises(NotAllowed):
        services.move_article(article_id=article.pk, move="publish", by=manager, now=timezone.now())


def test_a_draft_without_text_is_not_sent_for_review() -> None:
    article = make_article(body_th="")
    with pytest.raises(Incomplete):
        services.move_article(article_id=article.pk, move="submit", by=article.author, now=timezone.now())


def test_a_stale_save_changes_nothing() -> None:
    article = make_article()
    words = {"kind": "lesson", "title_th": "ก่อน", "body_th": "ก"}
    services.edit_article(article_id=article.pk, shown_version=1, values=words, by=article.author, now=timezone.now())
    with pytest.raises(StaleVersion):
        services.edit_article(
            article_id=article.pk,
            shown_version=1,
            values=words | {"title_th": "หลัง"},
            by=article.author,
            now=timezone.now(),
        )
    assert Article.objects.get().title_th == "ก่อน"


def test_the_database_refuses_a_published_article_without_a_date() -> None:
    article = make_article(Status.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(expires_at=None)


def test_the_database_refuses_an_author_who_publishes() -> None:
    article = make_article(Status.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(author=article.published_by)


def test_drafts_are_seen_by_their_author_and_by_reviewers_alone() -> None:
    article = make_article()
    assert article in Article.objects.visible_to(somebody("complaint-officer"))
    assert article in Article.objects.visible_to(somebody("complaint-manager"))
    assert article not in Article.objects.visible_to(somebody("customer-officer"))


@pytest.mark.parametrize("needle", ["ลิฟต์", "แจ้งผู้ใช้", "ค้างตอน"])
def test_thai_within_words_is_found(needle: str) -> None:
    article = make_article(Status.PUBLISHED)
    make_article(Status.PUBLISHED, title_th="อื่น", body_th="อื่น")
    assert list(holding(Article.objects.all(), needle)) == [article]


def test_a_record_that_ended_is_asked_for_its_lesson_once() -> None:
    owner, now = somebody("customer-officer"), timezone.now()
    ask = {"kind": "project", "public_id": "0" * 26, "about": "โครงการ", "owner": owner}
    first = services.ask_for_lesson(**ask, by=somebody("strategist"), now=now)
    assert services.ask_for_lesson(**ask, by=somebody("strategist"), now=now) == first
    assert first.status == Status.DRAFT
    assert first.title_th == "บทเรียน: โครงการ"
    assert Notification.objects.filter(user=owner).count() == 1


def test_a_lesson_that_is_written_already_goes_to_review() -> None:
    owner, now = somebody("customer-officer"), timezone.now()
    lesson = services.ask_for_lesson(
        kind="project", public_id="1" * 26, about="โครงการ", owner=owner, by=owner, now=now, text="ทำก่อนถาม"
    )
    assert lesson.status == Status.IN_REVIEW
    assert selectors.lesson_asked_of("project", "1" * 26) == owner
    assert selectors.lesson_asked_of("project", "2" * 26) is None


def test_owners_are_reminded_once_before_the_date() -> None:
    published = timezone.now()
    make_article(Status.PUBLISHED, now=published)
    assert services.remind_owners(now=published + timedelta(days=100)) == 0
    soon = published + services.HOLDS_FOR - timedelta(days=10)
    assert services.remind_owners(now=soon) == 1
    assert services.remind_owners(now=soon) == 0


def test_figures_against_values_counted_by_hand() -> None:
    now = timezone.now()
    article = make_article(Status.PUBLISHED, now=now)
    make_article(Status.PUBLISHED, now=now, kind=Kind.GUIDE)
    make_article(Status.IN_REVIEW, now=now)
    for role, helped in (("strategist", True), ("executive", True), ("customer-officer", False)):
        services.answer_usefulness(article_id=article.pk, helped=helped, by=somebody(role), now=now)
    services.answer_usefulness(article_id=article.pk, helped=True, by=somebody("customer-officer"), now=now)
    services.answer_usefulness(article_id=article.pk, helped=False, by=somebody("executive"), now=now)
    period = Period(now - timedelta(hours=1), now + timedelta(hours=1))
    assert metrics.PUBLISHED.measure(period)[""].value == 2
    assert {k: v.value for k, v in metrics.PUBLISHED.measure(period, "article_kind").items()} == {
        "lesson": 1,
        "guide": 1,
    }
    value = metrics.HELPFUL.measure(period)[""]
    assert (value.n, round(value.value)) == (3, 67)


def _verdict(at: datetime) -> Verdict:
    return evidence.KEPT.find(at).verdict


def test_evidence_is_red_then_green_then_amber() -> None:
    now = timezone.now()
    assert _verdict(now) == Verdict.RED
    make_article(Status.PUBLISHED, now=now)
    assert _verdict(now + timedelta(days=1)) == Verdict.GREEN
    make_article(Status.PUBLISHED, now=now - timedelta(days=100))
    assert _verdict(now + services.HOLDS_FOR - timedelta(days=50)) == Verdict.AMBER


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_statements(
    client_as: Callable[..., Client], count: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _n in range(count):
        make_article(Status.PUBLISHED)
    client = client_as("auditor")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("knowledge:staff-list"))


def test_the_way_through_the_pages(client_as: Callable[..., Client]) -> None:
    officer, manager = client_as("complaint-officer"), client_as("complaint-manager")
    words = {"kind": "lesson", "title_th": "<b>ลิฟต์</b>", "body_th": "หนึ่ง\n\nสอง <script>"}
    written = officer.post(reverse("knowledge:staff-new"), words)
    article = Article.objects.get()
    assert written.url == article.get_absolute_url()
    own = officer.post(reverse("knowledge:staff-move", args=[article.public_id, "submit"]))
    assert own.status_code == 302
    assert officer.post(reverse("knowledge:staff-move", args=[article.public_id, "publish"])).status_code == 403
    assert manager.post(reverse("knowledge:staff-move", args=[article.public_id, "publish"])).status_code == 302
    assert manager.post(reverse("knowledge:staff-move", args=[article.public_id, "publish"])).status_code == 409
    page = manager.get(article.get_absolute_url()).content.decode()
    assert "&lt;script&gt;" in page
    assert "<b>ลิฟต์</b>" not in page


def test_a_stale_form_shows_both_sides(client_as: Callable[..., Client]) -> None:
    officer = client_as("complaint-officer")
    article = services.write_article(
        values={"kind": "lesson", "title_th": "เดิม", "body_th": "ก"}, by=officer.user, now=timezone.now()
    )
    words = {"kind": "lesson", "title_th": "ของฉัน", "body_th": "ก", "version": "0"}
    answer = officer.post(reverse("knowledge:staff-edit", args=[article.public_id]), words)
    assert answer.status_code == 409
    assert "ของฉัน" in answer.content.decode()
    assert Article.objects.get().title_th == "เดิม"


def test_the_title_is_thai_where_there_is_no_english() -> None:
    article = Article(title_th="ไทย", title_en="", body_th="เนื้อ", body_en="Text")
    with translation.override("en"):
        assert (article.title, article.body, article.body_language) == ("ไทย", "Text", "en")
    with translation.override("th"):
        assert (article.title, article.body, article.body_language) == ("ไทย", "เนื้อ", "th")
