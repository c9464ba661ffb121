"""Who may use the charter's addresses."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from service_charter import services
from service_charter.commitment_rules import OVERSIGHT
from service_charter.models import Commitment
from service_charter.services.commitment_mail import LINK_KIND
from tests.access import Row
from tests.governance.factories import NOW
from tests.people import someone
from tests.service_charter.committing import charter_with_owners, handed, letters, partner, token_in
from tests.service_charter.factories import make_approved, make_draft, make_published, submit_and_review


def a_draft() -> Mapping[str, Any]:
    return {"number": make_draft(someone("charter-owner"), count=1).number}


def a_standard() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    return {"number": charter.number, "public_id": charter.standards.get().public_id}


def a_reviewed() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    return {"number": submit_and_review(charter, someone("charter-owner")).number}


def a_submitted() -> Mapping[str, Any]:
    charter = make_draft(someone("charter-owner"), count=1)
    services.submit(charter_id=charter.pk, by=someone("charter-owner"), now=NOW)
    return {"number": charter.number}


def an_approved() -> Mapping[str, Any]:
    return {"number": make_approved(someone("charter-owner"), someone("board-secretary"), count=1).number}


def a_published() -> Mapping[str, Any]:
    return {"number": make_published(someone("charter-owner"), someone("board-secretary"), count=1).number}


def a_measured() -> Mapping[str, Any]:
    owner, secretary = someone("charter-owner"), someone("board-secretary")
    charter = make_published(owner, secretary, count=1, effective_on=timezone.localdate())
    return {"code": charter.standards.get().code}


def a_unit_commitment() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    handed()
    return {"public_id": Commitment.objects.get(kind="unit").public_id}


def a_partner_commitment() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    partner()
    handed()
    return {"public_id": Commitment.objects.get(kind="partner").public_id}


def a_partner_link() -> Mapping[str, Any]:
    a_partner_commitment()
    return {"token": token_in(letters(LINK_KIND)[-1])}


def a_charter_to_hand_down() -> Mapping[str, Any]:
    charter_with_owners(count=1)
    return {}


VIEW, DRAFT, PUBLISH = (P.CHARTER_VIEW,), (P.CHARTER_DRAFT,), (P.CHARTER_PUBLISH,)
REVIEW = (P.CHARTER_REVIEW,)
CASCADE = (P.CHARTER_CASCADE,)

ROWS = [
    Row("service_charter:portal-current", None),
    Row("service_charter:portal-version", None, make=a_published),
    Row("service_charter:portal-charter-pdf", None, make=lambda: {**a_published(), "language": "th"}),
    Row("service_charter:staff-charter-pdf", VIEW, make=lambda: {**a_draft(), "language": "en"}),
    Row("service_charter:staff-coverage", VIEW),
    Row("service_charter:portal-transparency", None),
    Row("service_charter:staff-measurement", VIEW),
    Row("service_charter:staff-measured", VIEW, make=a_measured),
    Row("service_charter:staff-list", VIEW),
    Row("service_charter:staff-start", DRAFT, method="post", ok=302),
    Row("service_charter:staff-detail", VIEW, make=a_draft),
    Row("service_charter:staff-edit", DRAFT, make=a_draft),
    Row("service_charter:staff-submit", DRAFT, make=a_draft, method="post", ok=302),
    Row("service_charter:staff-review", REVIEW, make=a_submitted, method="post", ok=302),
    Row("service_charter:staff-return", REVIEW, make=a_submitted, method="post", data={"reason": "แก้คำ"}, ok=302),
    Row("service_charter:staff-propose", DRAFT, make=a_reviewed, method="post", ok=302),
    Row("service_charter:staff-take-back", DRAFT, make=a_reviewed, method="post", data={"reason": "ขอแก้"}, ok=302),
    Row("service_charter:staff-publish", PUBLISH, make=an_approved, method="post"),
    Row("service_charter:staff-standard-new", DRAFT, make=a_draft),
    Row("service_charter:staff-standard-edit", DRAFT, make=a_standard),
    Row("service_charter:staff-standard-remove", DRAFT, make=a_standard, method="post", ok=302),
    Row("service_charter:portal-commitment", None, make=a_partner_link),
    Row("service_charter:commitments", OVERSIGHT),
    Row(
        "service_charter:commitments-hand-down",
        CASCADE,
        make=a_charter_to_hand_down,
        method="post",
        data={"due_on": "31/12/2599"},
        ok=302,
    ),
    Row("service_charter:commitments-mine", (P.CHARTER_COMMIT,)),
    Row("service_charter:commitment", OVERSIGHT, make=a_unit_commitment, refused=404),
    Row("service_charter:commitment-link", CASCADE, make=a_partner_commitment, method="post", ok=302),
    Row("service_charter:awareness", OVERSIGHT),
    Row("service_charter:awareness-read", (P.CHARTER_COMMIT,)),
    Row("service_charter:api-charters", VIEW),
    Row("service_charter:api-charter", VIEW, make=a_draft),
    Row("service_charter:api-standards", VIEW),
]
