"""Tables that count customers' contacts and voices are cut by segment too (policy 2.1 to 2.3, 3.2, 5.1)."""

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import Customer, Touchpoint
from foundation.accounts.models import Role
from foundation.accounts.permissions import Permission
from segmentation.models import Segment
from tests.accounts.signing_in import sign_in
from tests.customers.factories import make_interaction, make_organisation, make_touchpoint
from tests.people import someone
from tests.relationships.factories import make_segments
from tests.voc.listening import make_voice
from voc.models import Voice

pytestmark = pytest.mark.django_db
MAP, COVERAGE = "/staff/customers/touchpoints/map/", "/staff/voc/coverage/"
REFUSED = "ไม่ได้กรองตามเงื่อนไขนี้"


@pytest.fixture
def segments() -> list[Segment]:
    """Two segments of one customer each; both were met and heard once, the first of them once more."""
    first, second = make_organisation(), make_organisation()
    made = make_segments([first], [second])
    touchpoint = make_touchpoint()
    for customer in (first, first, second):
        meet_and_hear(customer, touchpoint)
    return made


def meet_and_hear(customer: Customer, touchpoint: Touchpoint) -> None:
    make_interaction(customer, touchpoint=touchpoint, now=timezone.now())
    voice = make_voice()
    Voice.objects.filter(pk=voice.pk).update(customer=customer, occurred_at=timezone.now())


def analyst() -> Client:
    client = Client()
    sign_in(client, someone("voc-analyst"))
    return client


def test_the_map_counts_the_contacts_of_the_segment_and_no_feedback(segments: list[Segment]) -> None:
    client = analyst()
    asked = [{}, *({"segment": segment.public_id} for segment in segments), {"segment": "none"}]
    drawn = [client.get(MAP, {"period": "running", **each}).context["map"] for each in asked]
    assert [one.contacts for one in drawn] == [3, 2, 1, 0]
    assert [one.has_feedback for one in drawn] == [True, False, False, False]
    assert sum(line.contacts for _label, lines in drawn[1].groups for line in lines) == 2


def test_where_we_listen_counts_the_voices_of_the_segment(segments: list[Segment]) -> None:
    client = analyst()
    asked = [{}, *({"segment": segment.public_id} for segment in segments), {"segment": "none"}]
    tables = [client.get(COVERAGE, each).context["table"] for each in asked]
    assert [sum(row.total for row in table.rows) for table in tables] == [3, 2, 1, 0]


@pytest.mark.parametrize("address", [MAP, COVERAGE])
def test_a_segment_that_is_none_or_not_for_this_person_cuts_nothing(address: str, segments: list[Segment]) -> None:
    assert REFUSED in analyst().get(address, {"segment": "0" * 26}).content.decode()
    role = Role.objects.get(key="voc-analyst")
    role.permissions = [each for each in role.permissions if each != Permission.SEGMENT_VIEW]
    role.save()
    page = analyst().get(address, {"segment": segments[0].public_id}).content.decode()
    assert REFUSED in page
    assert segments[0].title not in page
