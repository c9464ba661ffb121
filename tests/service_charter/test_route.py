"""A charter on its approval route: fit for the board once every step was passed, and only the text that was sent."""

import pytest
from django.test import Client

from foundation.core.errors import IllegalMove, NotAllowed
from foundation.governance.models import ApprovalRun, Proposal
from service_charter import services
from service_charter.enums import Status
from service_charter.models import CharterVersion
from tests.accounts.signing_in import sign_in
from tests.governance.factories import NOW
from tests.governance.routing import make_route
from tests.people import someone
from tests.service_charter.factories import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter() -> CharterVersion:
    """Sent to review, where two steps wait: the complaint manager's, then the strategist's."""
    make_route("complaint-manager", "strategist", kind=services.CONTENT_KIND)
    owner = someone("charter-owner")
    return services.submit(charter_id=make_draft(owner).pk, by=owner, now=NOW)


def reviewed(charter: CharterVersion, role: str) -> CharterVersion:
    return services.review(charter_id=charter.pk, note="ครบ", by=someone(role), now=NOW)


def test_it_is_fit_for_the_board_after_the_last_step(charter: CharterVersion) -> None:
    owner = someone("charter-owner")
    with pytest.raises(NotAllowed):
        reviewed(charter, "strategist")
    first = reviewed(charter, "complaint-manager")
    assert (first.status, first.reviewed_by) == (Status.IN_REVIEW, None)
    with pytest.raises(IllegalMove):
        services.propose(charter_id=charter.pk, by=owner, now=NOW)
    last = reviewed(charter, "strategist")
    assert (last.status, last.reviewed_by) == (Status.REVIEWED, someone("strategist"))
    proposed = services.propose(charter_id=charter.pk, by=owner, now=NOW)
    assert ApprovalRun.objects.get().content_hash == Proposal.objects.get().content_hash == proposed.content_hash


def test_a_return_at_a_step_makes_it_a_draft_and_ends_the_way(charter: CharterVersion) -> None:
    with pytest.raises(NotAllowed):
        services.return_draft(charter_id=charter.pk, reason="วัดไม่ได้", by=someone("strategist"), now=NOW)
    back = services.return_draft(charter_id=charter.pk, reason="วัดไม่ได้", by=someone("complaint-manager"), now=NOW)
    assert back.status == Status.DRAFT
    assert ApprovalRun.objects.get().state == "returned"
    services.submit(charter_id=charter.pk, by=someone("charter-owner"), now=NOW)
    assert [run.state for run in ApprovalRun.objects.order_by("id")] == ["returned", "live"]


def test_taking_it_back_ends_the_way(charter: CharterVersion) -> None:
    services.take_back(charter_id=charter.pk, reason="แก้คำ", by=someone("charter-owner"), now=NOW)
    assert ApprovalRun.objects.get().state == "withdrawn"


def test_the_page_offers_the_step_to_whose_it_is(charter: CharterVersion) -> None:
    address = f"/staff/charter/{charter.number}/"

    def offers(role: str) -> bool:
        client = Client()
        sign_in(client, someone(role))
        return f'action="{address}review"' in client.get(address).content.decode()

    assert [offers(role) for role in ("complaint-manager", "strategist", "charter-owner")] == [True, False, False]
    reviewed(charter, "complaint-manager")
    assert [offers(role) for role in ("complaint-manager", "strategist")] == [False, True]
