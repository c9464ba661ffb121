"""Who may use the board's addresses."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from foundation.governance.services import record_resolution
from tests.access import Row
from tests.governance.factories import NOW, make_meeting, make_proposal
from tests.people import someone


def a_proposal() -> Mapping[str, Any]:
    make_meeting(someone("board-secretary"))
    return {"public_id": make_proposal(someone("charter-owner")).public_id}


def a_resolution() -> Mapping[str, Any]:
    secretary = someone("board-secretary")
    resolution = record_resolution(
        meeting_id=make_meeting(secretary).pk,
        proposal_id=make_proposal(someone("charter-owner")).pk,
        item="4.2",
        kind="approved",
        by=secretary,
        now=NOW,
    )
    return {"public_id": resolution.public_id}


ROWS = [
    Row("governance:staff-board", (P.RESOLUTION_VIEW,)),
    Row("governance:staff-meeting-new", (P.RESOLUTION_RECORD,)),
    Row("governance:staff-meeting-new", (P.RESOLUTION_RECORD,), method="post"),
    Row("governance:staff-proposal", (P.RESOLUTION_VIEW,), make=a_proposal),
    Row("governance:staff-proposal", (P.RESOLUTION_RECORD,), make=a_proposal, method="post"),
    Row("governance:staff-resolution", (P.RESOLUTION_VIEW,), make=a_resolution),
    Row("governance:api-list", (P.RESOLUTION_VIEW,)),
    Row("governance:api-detail", (P.RESOLUTION_VIEW,), make=a_resolution),
]
