"""Two people at once: the database lets one of them through."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.accounts.models import User
from foundation.core.errors import Refused
from foundation.governance.models import Proposal, Resolution
from foundation.governance.services import record_meeting, record_resolution
from service_charter import services
from service_charter.enums import Status
from service_charter.models import CharterVersion, Standard
from tests.governance.factories import NOW
from tests.people import someone
from tests.service_charter.factories import DAY, make_approved, make_proposed

pytestmark = [pytest.mark.django_db(transaction=True)]


def run_beside(work: Callable[[], object]) -> threading.Thread:
    """The work in a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_standard_does_not_slip_in_while_the_charter_is_published() -> None:
    owner = someone("charter-owner")
    charter = make_approved(owner, someone("board-secretary"))
    inserted, outcome = threading.Event(), list[Exception]()

    def publish() -> None:
        inserted.wait(10)
        try:
            services.publish(charter_id=charter.pk, effective_on=(NOW + DAY).date(), by=owner, now=NOW)
        except Refused as refusal:
            outcome.append(refusal)

    thread = run_beside(publish)
    with transaction.atomic():
        first = charter.standards.get(number=1)
        Standard.objects.create(
            **{field: getattr(first, field) for field in (*services.STANDARD_FIELDS, "charter")}
            | {"number": 9, "code": "slipped-in", "area": "information"}
        )
        inserted.set()
        thread.join(0.5)
        assert thread.is_alive(), "publishing waits for the standard that is being written"
    thread.join(10)
    assert len(outcome) == 1
    charter.refresh_from_db()
    assert charter.status == Status.APPROVED


def test_a_standard_is_refused_while_the_charter_is_being_published() -> None:
    owner = someone("charter-owner")
    charter = make_approved(owner, someone("board-secretary"))
    published, outcome = threading.Event(), list[Exception]()

    def insert() -> None:
        published.wait(10)
        standard = Standard.objects.get(charter=charter, number=1)
        try:
            Standard.objects.filter(pk=standard.pk).update(duration_amount=99)
        except IntegrityError as refusal:
            outcome.append(refusal)

    thread = run_beside(insert)
    with transaction.atomic():
        services.publish(charter_id=charter.pk, effective_on=(NOW + DAY).date(), by=owner, now=NOW)
        published.set()
        thread.join(0.5)
        assert thread.is_alive(), "the change waits for the publication in flight"
    thread.join(10)
    assert len(outcome) == 1
    assert CharterVersion.objects.get().standards.get(number=1).duration_amount == 1


def test_two_secretaries_at_once_record_one_resolution() -> None:
    owner, secretaries = someone("charter-owner"), [someone("board-secretary", name) for name in ("one", "two")]
    make_proposed(owner)
    meeting = record_meeting(number=11, year_be=2569, held_on=(NOW + DAY).date(), by=secretaries[0], now=NOW + DAY)
    proposal, start, refusals = Proposal.objects.get(), threading.Barrier(2), list[Refused]()

    def record(secretary: User) -> None:
        start.wait(10)
        try:
            record_resolution(
                meeting_id=meeting.pk, proposal_id=proposal.pk, item="4.2", kind="approved", by=secretary, now=NOW
            )
        except Refused as refusal:
            refusals.append(refusal)

    threads = [run_beside(lambda secretary=secretary: record(secretary)) for secretary in secretaries]
    for thread in threads:
        thread.join(10)
    assert (Resolution.objects.count(), len(refusals)) == (1, 1)
    assert CharterVersion.objects.get().status == Status.APPROVED
