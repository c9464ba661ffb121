"""Pages of privacy: notices as the public reads them, logs as the officer and the auditor do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.privacy import selectors, services
from foundation.privacy.models import NOTICE_PARTS, Notice, NoticeVersion

pytestmark = pytest.mark.django_db

TEXTS = {f"{part}_{language}": f"{part} {language}" for part in NOTICE_PARTS for language in ("th", "en")}


@pytest.fixture
def officer(client_as):
    return client_as("data-protection-officer")


def look(by, count: int = 1, public_id: str = "c1") -> None:
    for number in range(count):
        reason = f"โทรแจ้งผลการซ่อม {number}"
        services.log_access(
            by=by, kind="customer", public_id=public_id, fields=["phone"], reason=reason, now=timezone.now()
        )


def publish(user, *, effective_at) -> NoticeVersion:
    notice = Notice.objects.get(key="complaint")
    return services.publish_notice(notice=notice, texts=TEXTS, effective_at=effective_at, by=user)


# --- the portal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("th", "ถอนความยินยอม"), ("en", "withdraw consent")])
def test_a_notice_is_read_in_the_readers_language(client, language, word):
    client.cookies["django_language"] = language
    assert word in client.get("/portal/privacy/complaint/").content.decode()


def test_earlier_versions_stay_readable_and_say_so(client, person):
    publish(person("data-protection-officer"), effective_at=timezone.now() - timedelta(hours=1))
    now, before = client.get("/portal/privacy/complaint/"), client.get("/portal/privacy/complaint/1/")
    assert (now.context["version"].number, before.context["version"].number) == (2, 1)
    assert before.context["current"].number == 2


def test_a_version_to_come_is_not_shown(client, person):
    publish(person("data-protection-officer"), effective_at=timezone.now() + timedelta(days=1))
    assert client.get("/portal/privacy/complaint/").context["version"].number == 1
    assert client.get("/portal/privacy/complaint/2/").status_code == 404


@pytest.mark.parametrize("url", ["/portal/privacy/no-such/", "/portal/privacy/complaint/99/"])
def test_an_unknown_notice_is_not_found(client, url):
    assert client.get(url).status_code == 404


# --- publishing -----------------------------------------------------------------------------------------------------


def test_the_officer_publishes_the_next_version(officer):
    response = officer.post("/staff/privacy/notices/complaint/new/", TEXTS | {"effective_on": "1/10/2568"})
    assert response.status_code == 302
    version = NoticeVersion.objects.get(notice__key="complaint", number=2)
    assert (version.published_by, version.why_en) == (officer.user, "why en")
    assert timezone.localtime(version.effective_at).isoformat() == "2025-10-01T00:00:00+07:00"


def test_an_incomplete_notice_comes_back_with_what_was_typed(officer):
    response = officer.post("/staff/privacy/notices/complaint/new/", TEXTS | {"rights_en": " ", "effective_on": "?"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"rights_en", "effective_on"}
    assert "why th" in response.content.decode()
    assert NoticeVersion.objects.filter(notice__key="complaint").count() == 1


def test_the_form_starts_from_the_last_version(officer):
    page = officer.get("/staff/privacy/notices/complaint/new/").content.decode()
    assert selectors.notice_in_force("complaint").must_give_en[:30] in page


def test_the_auditor_reads_and_is_offered_nothing_to_write(client_as):
    page = client_as("auditor").get("/staff/privacy/notices/")
    assert not page.context["may_publish"]
    assert "/new/" not in page.content.decode()


# --- the logs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_asks_the_same_number_of_queries(officer, person, count, django_assert_num_queries):
    look(person("customer-officer"), count)
    officer.get("/staff/privacy/looks/")
    with django_assert_num_queries(6):
        officer.get("/staff/privacy/looks/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_the_same_number_of_queries(officer, count, django_assert_num_queries):
    for number in range(count):
        services.record_consents(
            purposes={"marketing": True},
            notice=selectors.notice_in_force("marketing"),
            subject_kind="customer",
            subject_public_id=f"c{number}",
            channel="portal",
            now=timezone.now(),
        )
    officer.get("/staff/privacy/consents/")
    with django_assert_num_queries(5):
        assert len(officer.get("/staff/privacy/consents/").context["lines"]) == count


def test_the_log_is_filtered_by_who_looked_and_by_whom(officer, person):
    one, two = person("customer-officer"), person("complaint-officer")
    look(one, public_id="c1")
    look(two, 2, public_id="c2")

    def shown(query: str) -> int:
        return len(officer.get(f"/staff/privacy/looks/{query}").context["lines"])

    assert (shown(""), shown(f"?by={two.public_id}"), shown("?kind=customer&of=c1")) == (3, 2, 1)
    assert shown("?by=nobody") == 3  # a choice that is not offered counts as none


def test_a_long_log_has_pages(officer, person):
    look(person("customer-officer"), 26)
    first = officer.get("/staff/privacy/looks/")
    second = officer.get(f"/staff/privacy/looks/?after={first.context['page'].next}")
    assert (len(first.context["lines"]), len(second.context["lines"])) == (25, 1)


def test_opened_records_stand_in_the_log_and_can_be_left_out(officer, person):
    by = person("customer-officer")
    look(by)
    services.log_views(by=by, kind="customer", public_ids=["c1"], now=timezone.now())
    page = officer.get("/staff/privacy/looks/")
    assert len(page.context["lines"]) == 2
    assert "หน้าของทะเบียน" in page.content.decode()
    assert len(officer.get("/staff/privacy/looks/?what=reasoned").context["lines"]) == 1
    assert len(officer.get("/staff/privacy/looks/?kind=customer&of=c1").context["lines"]) == 2


def test_reasons_are_shown_as_text(officer, person):
    services.log_access(
        by=person("customer-officer"),
        kind="customer",
        public_id="c1",
        fields=[],
        reason="<script>alert(1)</script>",
        now=timezone.now(),
    )
    assert "<script>alert(1)" not in officer.get("/staff/privacy/looks/").content.decode()
