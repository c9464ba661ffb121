"""Who may not see segments is told no name of one, nowhere in the room (policy 2.1 to 2.3)."""

import pytest
from django.test import Client

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from tests.accounts.signing_in import sign_in
from tests.customers.factories import make_organisation
from tests.people import someone
from tests.relationships.factories import make_segments
from tests.voc.announcing import make_announcement, make_insight
from voc.models import Announcement

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment(db: None) -> object:
    return make_segments([make_organisation()])[0]


def client_of(role: str, *, sees_segments: bool) -> Client:
    if not sees_segments:
        kept = [each for each in Role.objects.get(key=role).permissions if each != Permission.SEGMENT_VIEW]
        Role.objects.filter(key=role).update(permissions=kept)
    client = Client()
    sign_in(client, User.objects.get(pk=someone(role).pk))
    return client


@pytest.mark.parametrize("sees_segments", [True, False])
def test_names_of_segments_are_for_those_who_may_see_them(segment, sees_segments: bool) -> None:
    analyst = someone("voc-analyst")
    insight = make_insight(analyst, segments=[segment.public_id])
    announcement = make_announcement(analyst, audience="segments", segments=[segment.public_id], channels=["email"])
    client = client_of("voc-analyst", sees_segments=sees_segments)
    for url in (
        "/staff/voc/",
        "/staff/voc/needs/",
        "/staff/voc/insights/new",
        f"/staff/voc/insights/{insight.public_id}/",
        f"/staff/voc/insights/{insight.public_id}/edit",
        "/staff/voc/announcements/new",
        f"/staff/voc/announcements/{announcement.public_id}/",
        f"/staff/voc/announcements/{announcement.public_id}/edit",
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert (segment.title in answer.content.decode()) is sees_segments, url


def test_an_audience_of_segments_stays_when_saved_by_who_does_not_see_them(segment) -> None:
    row = make_announcement(
        someone("voc-analyst"), audience="segments", segments=[segment.public_id], channels=["email"]
    )
    client = client_of("voc-analyst", sees_segments=False)
    url = f"/staff/voc/announcements/{row.public_id}/edit"
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    answer = client.post(url, {name: value for name, value in sent.items() if value is not None} | {"title_th": "ใหม่"})
    assert answer.status_code == 302
    stored = Announcement.objects.get(pk=row.pk)
    assert (stored.title_th, stored.audience, stored.segments) == ("ใหม่", "segments", [segment.public_id])
