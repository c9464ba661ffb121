"""The database keeps what was handed down and signed, and lets only the holder sign."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from foundation.accounts.models import Unit
from service_charter.commitment_content import fingerprint
from service_charter.models import Acceptance, Commitment
from tests.people import someone
from tests.service_charter.committing import (
    charter_with_owners,
    commitment_of,
    handed,
    officer_of,
    partner,
    signed,
)
from tests.service_charter.factories import make_draft

pytestmark = pytest.mark.django_db


def _refuses(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


def test_the_database_keeps_what_was_handed_down_and_signed() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    row = commitment_of(officer)
    signed(row, officer)
    for statement in (
        "UPDATE service_charter_commitment SET due_on = due_on + 30",
        "UPDATE service_charter_acceptance SET name = 'somebody else'",
        "DELETE FROM service_charter_commitment",
        "DELETE FROM service_charter_acceptance",
        "TRUNCATE service_charter_commitment CASCADE",
        "TRUNCATE service_charter_acceptance",
    ):
        assert _refuses(statement), statement


def test_the_database_refuses_what_the_charter_does_not_say() -> None:
    charter = charter_with_owners()
    draft = make_draft(someone("charter-owner"))
    officer = officer_of()
    handed()
    good = commitment_of(officer)
    facts = {"kind": "staff", "person": officer, "due_on": good.due_on, "handed_by": good.handed_by}
    mine = {"charter": charter, "content": good.content, "content_hash": good.content_hash, "holder": good.holder}
    of_draft = good.content.replace(charter.content_hash, draft.content_hash)
    wrong: list[dict[str, object]] = [
        {"content": good.content + " "},
        {"charter": draft},
        {"charter": draft, "content": of_draft, "content_hash": fingerprint(of_draft)},
        {"holder": "staff:0"},
        {"unit": Unit.objects.get(code="strategy")},
    ]
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Commitment.objects.create(**facts | mine | change)
    Commitment.objects.create(**facts | mine)


def test_the_database_lets_only_the_holder_sign() -> None:
    charter_with_owners()
    officer, other, lifts = officer_of(), officer_of(username="other"), partner()
    handed()
    mine, theirs = commitment_of(officer), commitment_of(lifts)
    now = timezone.now()
    link = theirs.links.get()
    wrong: list[dict[str, object]] = [
        {"commitment": mine, "content_hash": mine.content_hash, "signed_by": other},
        {"commitment": mine, "content_hash": "0" * 64, "signed_by": officer},
        {"commitment": mine, "content_hash": mine.content_hash, "link": link, "position": "x"},
        {"commitment": theirs, "content_hash": theirs.content_hash, "signed_by": officer},
        {"commitment": theirs, "content_hash": theirs.content_hash, "link": link},
    ]
    for facts in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            Acceptance.objects.create(name="somebody", at=now, **facts)
