"""What a standard says beyond its promise, where it holds, and the charter on paper."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from foundation.accounts.models import User
from foundation.governance.models import Resolution
from service_charter import selectors, services
from service_charter.charter_pdf import charter_pdf
from service_charter.content import LATER_FIELDS, LIST_FIELDS
from service_charter.demo_texts import STANDARDS
from service_charter.models import CharterVersion, Standard
from tests.counting import statements
from tests.customers.factories import make_touchpoint
from tests.governance.factories import NOW
from tests.papers import text_of
from tests.service_charter import measuring
from tests.service_charter.factories import add_standard, decide, make_draft, make_published, submit_and_review
from tests.strategy.factories import a_unit

pytestmark = pytest.mark.django_db

ClientAs = Callable[..., Client]
LATER = dt.datetime(2026, 12, 2, 9, 0, tzinfo=NOW.tzinfo)
WORDS = {
    "audience_th": "ผู้เช่าทุกราย",
    "audience_en": "Every tenant",
    "clock_rule_th": "นับเฉพาะเวลาทำการ",
    "clock_rule_en": "Working time only",
    "complain_th": "อาคาร B ชั้น 1",
    "complain_en": "Building B, floor 1",
    "because_th": "ผู้เช่าบอกว่ารอนาน",
    "because_en": "Tenants say that they wait long",
}


@pytest.fixture
def owner(person: Callable[..., User]) -> User:
    return person("charter-owner")


@pytest.fixture
def secretary(person: Callable[..., User]) -> User:
    return person("board-secretary")


def typed(standard: Standard, **more: object) -> dict[str, object]:
    facts = {name: getattr(standard, name) for name in services.STANDARD_FIELDS if name != "owner_unit"}
    facts = {name: value for name, value in facts.items() if value is not None and value is not False}
    return {**facts, "evidence": "", "version": standard.version, **more}


def test_the_form_keeps_everything_that_a_standard_says(client_as: ClientAs) -> None:
    client = client_as("charter-owner")
    charter = make_draft(client.user)  # type: ignore[attr-defined]
    standard, place, unit = charter.standards.get(number=1), make_touchpoint(), a_unit()
    url = reverse("service_charter:staff-standard-edit", args=[charter.number, standard.public_id])
    earlier = charter.content_hash
    sent = client.post(
        url,
        typed(
            standard,
            **WORDS,
            touchpoints=[place.code],
            channels=["web", "phone"],
            evidence=f"https://crm.example.org/staff/customers/touchpoints/{place.public_id}/",
            owner_unit=unit.pk,
        ),
    )
    assert sent.status_code == 302, sent.context["form"].errors
    standard.refresh_from_db()
    charter.refresh_from_db()
    assert {name: getattr(standard, name) for name in WORDS} == WORDS
    assert (standard.touchpoints, standard.channels) == ([place.code], ["phone", "web"])
    assert standard.evidence == [f"touchpoint:{place.public_id}"]
    assert standard.owner_code == unit.code
    assert charter.content_hash != earlier
    shown = client.get(url).content.decode()
    assert place.get_absolute_url() in shown
    page = client.get(reverse("service_charter:staff-detail", args=[charter.number])).content.decode()
    assert all(words in page for name, words in WORDS.items() if name.endswith("_th"))
    assert place.name in page


def test_a_record_that_nobody_finds_is_refused_kindly(client_as: ClientAs) -> None:
    client = client_as("charter-owner")
    charter = make_draft(client.user)  # type: ignore[attr-defined]
    standard = charter.standards.get(number=1)
    url = reverse("service_charter:staff-standard-edit", args=[charter.number, standard.public_id])
    refused = client.post(url, typed(standard, evidence="https://example.org/ไม่มี"))
    assert refused.status_code == 422
    assert "https://example.org/ไม่มี" in refused.content.decode()


def test_the_next_version_begins_with_all_that_the_last_one_said(owner: User, secretary: User) -> None:
    charter = make_draft(owner, count=1)
    place = make_touchpoint()
    standard = charter.standards.get()
    facts = {**WORDS, "touchpoints": [place.code], "channels": ["web"], "owner_unit": a_unit()}
    services.save_standard(
        charter_id=charter.pk, standard_id=standard.pk, shown_version=standard.version, facts=facts, by=owner, now=NOW
    )
    published = _publish(charter, owner, secretary)
    copy = services.start_version(by=owner, now=LATER).standards.get()
    before = published.standards.get()
    for name in (*LATER_FIELDS, *LIST_FIELDS, "owner_unit_id"):
        assert getattr(copy, name) == getattr(before, name), name
    assert copy.charter.content_hash == published.content_hash


def _publish(
    charter: CharterVersion, owner: User, secretary: User, day: dt.date = dt.date(2026, 12, 1)
) -> CharterVersion:
    submit_and_review(charter, owner)
    services.propose(charter_id=charter.pk, by=owner, now=NOW)
    decide(charter, secretary)
    return services.publish(charter_id=charter.pk, effective_on=day, by=owner, now=NOW)


def test_the_table_shows_holes_on_both_sides(client_as: ClientAs, secretary: User) -> None:
    client = client_as("charter-owner")
    owner = client.user  # type: ignore[attr-defined]
    served, bare = make_touchpoint(), make_touchpoint()
    charter = make_draft(owner, count=2)
    first = charter.standards.get(number=1)
    services.save_standard(
        charter_id=charter.pk,
        standard_id=first.pk,
        shown_version=first.version,
        facts={"touchpoints": [served.code]},
        by=owner,
        now=NOW,
    )
    assert selectors.coverage(LATER).charter is None, "a draft promises nothing"
    _publish(charter, owner, secretary, NOW.date())
    table = selectors.coverage(LATER)
    assert [row.code for row in table.holes] == [bare.code]
    assert [row.number for row in table.homeless] == [2]
    page = client.get(reverse("service_charter:staff-coverage"))
    assert page.status_code == 200
    assert served.name in page.content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_charter_on_paper_says_every_word(owner: User, secretary: User, language: str) -> None:
    charter = make_published(owner, secretary)
    pdf = charter_pdf(charter, language=language)
    assert pdf == charter_pdf(charter, language=language), "the same version gives the same bytes"
    reader, text = PdfReader(BytesIO(pdf)), text_of(pdf)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    with override(language):
        for standard in charter.standards.all():
            assert "".join(standard.promise.split()) in text
        assert "".join(charter.title.split()) in text
        assert all("".join(right.split()) in text for right in charter.rights)
    assert charter.content_hash in text
    assert "".join(Resolution.objects.get(pk=charter.resolution_id).meeting.label.split()) in text


def test_only_what_was_published_is_printed_for_the_public(
    client: Client, client_as: ClientAs, owner: User, secretary: User
) -> None:
    published = make_published(owner, secretary)
    draft = services.start_version(by=owner, now=NOW)
    address = "service_charter:portal-charter-pdf"
    answer = client.get(reverse(address, args=[published.number, "th"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert client.get(reverse(address, args=[draft.number, "th"])).status_code == 404
    assert client.get(reverse(address, args=[published.number, "fr"])).status_code == 404
    inside = client_as("charter-owner", username="another").get(
        reverse("service_charter:staff-charter-pdf", args=[draft.number, "en"])
    )
    assert "Draft,notapproved" in text_of(inside.content)


def test_a_touchpoint_closed_since_may_stay_named(client_as: ClientAs) -> None:
    client = client_as("charter-owner")
    charter = make_draft(client.user, count=1)  # type: ignore[attr-defined]
    standard = add_standard(charter, client.user, **{**STANDARDS[1], "number": 2, "touchpoints": ["GONE01"]})  # type: ignore[attr-defined]
    url = reverse("service_charter:staff-standard-edit", args=[charter.number, standard.public_id])
    assert client.post(url, typed(standard)).status_code == 302
    standard.refresh_from_db()
    assert standard.touchpoints == ["GONE01"]


def test_the_table_tells_how_well_a_promise_is_kept_where_it_holds(client_as: ClientAs) -> None:
    client = client_as("charter-owner")
    charter = measuring.a_published_charter()
    standard, shown, few = measuring.decision_of(charter), make_touchpoint(), make_touchpoint()
    measuring.record(
        measuring.told(standard, "many", kept=8, n=10, touchpoint_id=shown.pk),
        measuring.told(standard, "few", kept=1, n=4, touchpoint_id=few.pk),
    )
    table = selectors.coverage(measuring.LATER)
    cells = {(row.touchpoint.pk, cell.standard.pk): cell.tally for row in table.rows for cell in row.crossings}
    assert (cells[shown.pk, standard.pk].percent, cells[shown.pk, standard.pk].is_hidden) == (80.0, False)
    assert cells[few.pk, standard.pk].is_hidden, "under five cases nothing is told"
    url = reverse("service_charter:staff-coverage")
    before = statements(client, url)
    make_touchpoint()
    assert statements(client, url) == before


def test_the_administration_offers_no_way_around_the_board() -> None:
    """Whoever administers can't publish either: neither charters nor resolutions stand there to be changed."""
    offered = {model._meta.label for model in admin.site._registry}
    assert not {label for label in offered if label.startswith(("service_charter.", "governance."))}
