"""A role that may not see segments reads no name of one, and changes none by saving."""

import pytest
from django.test import Client

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from tests.accounts.signing_in import sign_in
from tests.relationships.factories import make_need, make_programme, make_segments

pytestmark = pytest.mark.django_db
SITE = "/staff/relationships/"


@pytest.fixture
def clerk() -> Client:
    """Keeps needs and programmes, without the right to see segments."""
    role = Role.objects.create(
        key="clerk",
        title_th="ธุรการ",
        title_en="Clerk",
        permissions=[Permission.RELATIONSHIP_VIEW, Permission.TOUCHPOINT_EDIT, Permission.PROGRAMME_EDIT],
    )
    user = User.objects.create_user("clerk")
    user.roles.add(role)
    client = Client()
    sign_in(client, user)
    return client


def test_needs_are_read_without_the_name_of_a_segment(clerk: Client) -> None:
    need = make_need(make_segments([])[0])
    page = clerk.get(f"{SITE}needs/").content.decode()
    assert need.title in page
    assert need.segment.title not in page
    assert need.segment.title not in clerk.get(f"{SITE}needs/{need.public_id}/").content.decode()
    assert clerk.get(f"{SITE}needs/new").status_code == 403


def test_saving_a_need_keeps_its_segment(clerk: Client) -> None:
    need = make_need(make_segments([])[0])
    typed = {"version": need.version, "title": "ที่จอดรถ", "importance": "high", "source": "แบบสำรวจ"}
    assert clerk.post(f"{SITE}needs/{need.public_id}/", typed).status_code == 302
    segment = need.segment_id
    need.refresh_from_db()
    assert (need.title, need.segment_id) == ("ที่จอดรถ", segment)


def test_programmes_name_no_segment_either(clerk: Client) -> None:
    programme = make_programme(make_segments([])[0])
    for address in (f"{SITE}programmes/", programme.get_absolute_url(), f"{programme.get_absolute_url()}edit"):
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        assert programme.segment.title not in answer.content.decode(), address
    assert clerk.get(f"{SITE}programmes/new").status_code == 403
