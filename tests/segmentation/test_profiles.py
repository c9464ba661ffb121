"""Profiles of segments: who may give one out and of which segment, what stands in it, and that the paper says it."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from customers.models import Customer
from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.core import metrics
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.metrics import Period
from segmentation import selectors
from segmentation.enums import Edition
from segmentation.models import Membership, ProfileIssue, Segment
from segmentation.profile_pdf import in_fours, profile_pdf
from segmentation.services.profiles import TOLD, fingerprint
from tests.accounts.signing_in import sign_in
from tests.core.test_pdf import text_of
from tests.counting import statements
from tests.segmentation import factories as make
from tests.segmentation.factories import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(segment: Segment, rest: str = "") -> str:
    return f"/staff/segments/{segment.public_id}/profiles/{rest}"


def members(segment: Segment) -> list[Customer]:
    return [
        row.customer for row in Membership.objects.filter(segment=segment).select_related("customer").order_by("pk")
    ]


def with_kinds(segment: Segment, *counts: int) -> None:
    """Give the members kinds, so many each."""
    rows = members(segment)
    assert len(rows) >= sum(counts)
    for kind, n in zip(("direct", "agency", "resale", "reseller"), counts, strict=False):
        for customer in (rows.pop() for _ in range(n)):
            Customer.objects.filter(pk=customer.pk).update(kind=kind)
    assert not rows


def kinds_of(issue: ProfileIssue) -> dict[str, int]:
    [table] = [table for table in issue.content["en"]["mix"] if table["title"] == "Kind of customer"]
    return {name: n for name, n, _percent in table["rows"]}


# ── Giving out ───────────────────────────────────────────────────────────────


def test_a_profile_keeps_what_was_told_to_whom_why_and_by_whom() -> None:
    segment = make.target_segment()
    issue = make.issue_profile(segment)
    assert (issue.recipient, issue.purpose, issue.edition) == ("หน่วยงานผู้เช่า", "หารือแผนบริการ", "outside")
    assert (issue.issued_by, issue.issued_at) == (make.somebody("customer-officer"), NOW)
    assert issue.content["th"]["size"] == segment.size == 12
    assert issue.content["th"]["needs"] == make.PROFILE["needs_th"]
    assert issue.content["en"]["offer"] == make.PROFILE["offer_en"]
    assert issue.content["th"]["members_as_of"] == timezone.localdate(segment.run.created_at).isoformat()
    stored = ProfileIssue.objects.get()
    assert stored.sha256 == fingerprint(stored.content), "the hash is that of what was stored"


def test_small_kinds_stand_together_outside_and_as_they_are_inside() -> None:
    segment = make.target_segment()
    with_kinds(segment, 5, 4, 3)
    assert kinds_of(make.issue_profile(segment)) == {"Direct user": 5, "All others together": 7}
    inside = make.issue_profile(segment, values={**make.PROFILE, "edition": "inside"})
    assert set(kinds_of(inside).values()) == {5, 4, 3}


def test_a_gap_that_would_be_filled_by_subtraction_is_not_left() -> None:
    segment = make.target_segment()
    with_kinds(segment, 11, 1)
    told = make.issue_profile(segment).content["en"]["mix"]
    assert "Kind of customer" not in [table["title"] for table in told]


def test_outside_nobody_is_named_and_figures_are_rounded() -> None:
    segment = make.target_segment()
    said = json.dumps(make.issue_profile(segment).content, ensure_ascii=False)
    for customer in members(segment):
        assert customer.name_th not in said
        assert customer.number not in said
    for figure in make.issue_profile(segment).content["en"]["figures"]:
        digits = figure["typical"].replace(",", "").replace(".", "").strip("0")
        assert len(digits) <= 2


def test_the_share_is_not_told_beside_a_small_segment() -> None:
    segment = make.target_segment()
    assert make.issue_profile(segment).content["en"]["percent"] == 33
    segment.run.segments.filter(number=2).update(size=4)
    assert make.issue_profile(segment).content["en"]["percent"] is None


def test_the_erased_are_not_counted() -> None:
    segment = make.target_segment()
    Customer.objects.filter(pk=members(segment)[0].pk).update(erased_at=NOW)
    assert make.issue_profile(segment).content["en"]["size"] == 11


def test_a_form_sent_twice_gives_out_once() -> None:
    segment = make.target_segment()
    assert make.issue_profile(segment, once="k") == make.issue_profile(segment, once="k")
    assert ProfileIssue.objects.count() == 1


REFUSALS: list[tuple[str, dict[str, Any], type[Exception]]] = [
    *((f"no {field}", {field: " "}, Incomplete) for field in ("edition", "purpose", "recipient", *TOLD)),
    ("an unknown edition", {"edition": "public"}, Incomplete),
    ("a phone number", {"needs_th": "โทร 081-234-5678"}, Incomplete),
    ("an address", {"offer_en": "write to a@example.com"}, Incomplete),
    ("no permission", {"role": "strategist"}, NotAllowed),
]


@pytest.mark.parametrize(("_case", "values", "error"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_refusals(_case: str, values: dict[str, Any], error: type[Exception]) -> None:
    segment = make.target_segment()
    given = {**make.PROFILE, **values}
    by = make.somebody(given.pop("role", "customer-officer"))
    with pytest.raises(error):
        make.issue_profile(segment, values=given, by=by)
    assert not ProfileIssue.objects.exists()


def test_of_a_segment_that_is_no_target_none_is_given_out() -> None:
    segment = make.target_segment()
    other = segment.run.segments.exclude(pk=segment.pk)[0]
    with pytest.raises(IllegalMove):
        make.issue_profile(other)
    make.decide(segment, is_target=False, shown_number=1)
    with pytest.raises(IllegalMove):
        make.issue_profile(segment)


def test_of_a_segment_of_an_earlier_study_none_is_given_out() -> None:
    segment = make.target_segment()
    make.adopted_study(name="การจำแนกลูกค้า ปี 2570", resamples=0)
    with pytest.raises(IllegalMove):
        make.issue_profile(segment)


def test_of_under_five_customers_none_is_given_out_outside() -> None:
    segment = make.target_segment()
    for customer in members(segment)[4:]:
        Customer.objects.filter(pk=customer.pk).update(erased_at=NOW)
    with pytest.raises(IllegalMove):
        make.issue_profile(segment)
    assert selectors.content_of(segment, Edition.OUTSIDE, now=NOW) is None
    assert make.issue_profile(segment, values={**make.PROFILE, "edition": "inside"}).content["th"]["size"] == 4


def test_what_was_given_out_stays_as_it_was() -> None:
    issue = make.issue_profile(make.target_segment())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ProfileIssue.objects.update(recipient="คนอื่น")
    for wrong, constraint in (({"recipient": ""}, "purpose_recipient"), ({"edition": "x"}, "edition_known")):
        facts = {"edition": "outside", "purpose": "ก", "recipient": "ข", **wrong}
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ProfileIssue.objects.create(
                segment=issue.segment, content={}, sha256="", issued_by=issue.issued_by, issued_at=NOW, **facts
            )


def test_share_of_target_segments_told_of() -> None:
    make.issue_profile(make.target_segment(), now=NOW + 10 * DAY)
    metric = metrics.get("segmentation.targets_told")
    ends = (NOW + 9 * DAY, NOW + 11 * DAY, NOW + 376 * DAY)
    found = [metric.measure(Period(NOW - 9 * DAY, end), None)[""] for end in ends]
    assert [(value.value, value.n) for value in found] == [(0.0, 1), (100.0, 1), (0.0, 1)]


# ── The paper ────────────────────────────────────────────────────────────────


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_paper_says_in_both_languages_what_was_written_down() -> None:
    segment = make.target_segment()
    with_kinds(segment, 5, 4, 3)
    issue = make.issue_profile(segment)
    thai, english = (text_of(profile_pdf(issue, language=language)) for language in ("th", "en"))
    for part in ("ข้อมูลกลุ่มลูกค้า", "ซ่อมเร็วและรู้ล่วงหน้า", "ผู้ดูแลประจำราย", "หน่วยงานผู้เช่า", "ประเภทอื่นรวมกัน", "20พฤศจิกายน2569"):
        assert bare(part) in thai
    for part in (
        "Customer segment profile",
        "Quick repairs, known in advance",
        "A named contact",
        "All others together",
    ):
        assert bare(part) in english
    assert "20 November 2026".replace(" ", "") in english
    for text in (thai, english):
        assert bare(in_fours(issue.sha256)) in text


def test_the_paper_is_tagged_in_its_language_and_the_same_each_time() -> None:
    issue = make.issue_profile(make.target_segment())
    for language in ("th", "en"):
        paper = profile_pdf(issue, language=language)
        assert paper == profile_pdf(ProfileIssue.objects.get(), language=language)
        catalogue = PdfReader(io.BytesIO(paper)).trailer["/Root"]
        assert catalogue["/MarkInfo"]["/Marked"]
        assert catalogue["/Lang"].startswith(language)


# ── The pages ────────────────────────────────────────────────────────────────


@pytest.fixture
def officer(client_as: Any) -> Any:
    return client_as("customer-officer")


def test_giving_out_in_the_browser(officer: Client) -> None:
    segment = make.target_segment()
    assert url(segment) in officer.get(f"/staff/segments/{segment.public_id}/").content.decode()
    assert make.STRATEGY["value_offered"] in officer.get(url(segment)).content.decode()
    answer = officer.post(url(segment), {**make.PROFILE, "once": "k"})
    assert (answer.status_code, answer["Location"]) == (302, url(segment))
    issue = ProfileIssue.objects.get()
    html = officer.get(url(segment)).content.decode()
    assert issue.sha256[:12] in html
    assert make.PROFILE["needs_en"] in html, "what was told last time stands in the form"
    for language in ("th", "en"):
        link = url(segment, f"{issue.public_id}/{language}.pdf")
        assert link in html
        paper = officer.get(link)
        assert (paper.status_code, paper["Content-Type"], paper["Cache-Control"]) == (
            200,
            "application/pdf",
            "no-store",
        )
    assert officer.get(url(segment, f"{issue.public_id}/de.pdf")).status_code == 404


def test_what_was_typed_stays_when_it_is_refused(officer: Client) -> None:
    segment = make.target_segment()
    answer = officer.post(url(segment), {**make.PROFILE, "needs_th": "โทร 0812345678", "recipient": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "โทร 0812345678" in html
    answer = officer.post(url(segment), {**make.PROFILE, "needs_th": "โทร 0812345678"})
    assert answer.status_code == 422
    assert "เบอร์โทร" in answer.content.decode() or "หมายเลขโทรศัพท์" in answer.content.decode()
    assert not ProfileIssue.objects.exists()


def test_a_paper_of_another_segment_is_not_found(officer: Client) -> None:
    segment = make.target_segment()
    issue = make.issue_profile(segment)
    other = segment.run.segments.exclude(pk=segment.pk)[0]
    assert officer.get(url(other, f"{issue.public_id}/th.pdf")).status_code == 404


def test_the_page_says_why_there_is_no_form(officer: Client) -> None:
    segment = make.target_segment()
    other = segment.run.segments.exclude(pk=segment.pk)[0]
    assert "<textarea" not in officer.get(url(other)).content.decode()
    assert officer.post(url(other), make.PROFILE).status_code == 409
    for customer in members(segment)[4:]:
        Customer.objects.filter(pk=customer.pk).update(erased_at=NOW)
    assert "<textarea" not in officer.get(url(segment)).content.decode()


@pytest.mark.parametrize("held", [Permission.SEGMENT_VIEW, Permission.CUSTOMER_EXPORT])
def test_both_rights_are_needed(held: Permission, client: Client) -> None:
    segment = make.target_segment()
    issue = make.issue_profile(segment)
    user = User.objects.create_user("half")
    user.roles.add(Role.objects.create(key="half", permissions=[held]))
    sign_in(client, user)
    assert client.get(url(segment)).status_code == 403
    assert client.post(url(segment), make.PROFILE).status_code == 403
    assert client.get(url(segment, f"{issue.public_id}/th.pdf")).status_code == 403
    assert ProfileIssue.objects.count() == 1


def test_the_page_costs_the_same_with_more_profiles(officer: Client) -> None:
    segment = make.target_segment()
    make.issue_profile(segment)
    few = statements(officer, url(segment))
    for _ in range(4):
        make.issue_profile(segment)
    assert statements(officer, url(segment)) == few
