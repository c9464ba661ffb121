"""Charters in every state, made the way people make them."""

import datetime as dt
from typing import Any

from foundation.accounts.models import User
from foundation.governance.models import Proposal, Resolution
from foundation.governance.services import record_meeting, record_resolution
from service_charter import services
from service_charter.demo_texts import STANDARDS, TEXTS
from service_charter.models import CharterVersion, Standard
from tests.governance.factories import NOW
from tests.people import someone

DAY = dt.timedelta(days=1)


def make_draft(owner: User, *, count: int = 4, now: dt.datetime = NOW) -> CharterVersion:
    """A complete draft with the first standards of the demo charter."""
    charter = services.start_version(by=owner, now=now)
    charter = services.save_texts(charter_id=charter.pk, shown_version=charter.version, texts=TEXTS, by=owner, now=now)
    if not charter.standards.exists():
        for facts in STANDARDS[:count]:
            add_standard(charter, owner, **facts)
    charter.refresh_from_db()
    return charter


def add_standard(charter: CharterVersion, owner: User, **facts: Any) -> Standard:
    """One more promise."""
    facts = {**STANDARDS[0], **facts, "owner_unit": None}
    return services.save_standard(
        charter_id=charter.pk, standard_id=None, shown_version=None, facts=facts, by=owner, now=NOW
    )


def make_proposed(owner: User, **options: Any) -> CharterVersion:
    """A version that lies before the board."""
    charter = make_draft(owner, **options)
    submit_and_review(charter, owner)
    return services.propose(charter_id=charter.pk, by=owner, now=NOW)


def submit_and_review(charter: CharterVersion, owner: User, *, now: dt.datetime = NOW) -> CharterVersion:
    """A draft that a second person has found fit for the board."""
    services.submit(charter_id=charter.pk, by=owner, now=now)
    return services.review(charter_id=charter.pk, by=someone("strategist"), now=now)


def decide(
    charter: CharterVersion, secretary: User, kind: str = "approved", *, number: int | None = None
) -> Resolution:
    """The board meets the day after and decides."""
    after = NOW + DAY
    meeting = record_meeting(
        number=number or charter.number, year_be=2569, held_on=after.date(), by=secretary, now=after
    )
    proposal = Proposal.objects.filter(content_public_id=charter.public_id).latest("id")
    return record_resolution(
        meeting_id=meeting.pk,
        proposal_id=proposal.pk,
        item="4.2",
        kind=kind,
        remarks="" if kind == "approved" else "ขอให้ติดตามผลทุกไตรมาส",
        by=secretary,
        now=after,
    )


def make_approved(owner: User, secretary: User, **options: Any) -> CharterVersion:
    """A version with an approving resolution."""
    charter = make_proposed(owner, **options)
    decide(charter, secretary)
    charter.refresh_from_db()
    return charter


def make_published(
    owner: User, secretary: User, *, effective_on: dt.date = dt.date(2026, 12, 1), **options: Any
) -> CharterVersion:
    """A published version."""
    charter = make_approved(owner, secretary, **options)
    return services.publish(charter_id=charter.pk, effective_on=effective_on, by=owner, now=NOW + 2 * DAY)
