"""A partner signs through a link that works once, expires and is replaced."""

import datetime as dt

import pytest
from django.utils import timezone

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from service_charter.models import Acceptance, CommitmentLink
from service_charter.services import commitments as services
from service_charter.services.commitment_mail import LINK_KIND
from tests.people import someone
from tests.service_charter.committing import (
    charter_with_owners,
    commitment_of,
    handed,
    letters,
    officer_of,
    partner,
    token_in,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_partner_gets_a_letter_whose_token_is_kept_nowhere() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    [letter] = letters(LINK_KIND)
    assert letter.recipient == "office@lifts.example"
    assert "บริษัทลิฟต์" in str(letter.body)
    assert "Lift Ltd" in str(letter.body)
    link = CommitmentLink.objects.get(commitment=commitment_of(lifts))
    token = token_in(letter)
    assert services.link_of(token) == link
    assert token not in (link.token_hash, link.public_id)
    assert services.link_of("A" * 26) is None


def test_a_link_signs_once() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    row, token = commitment_of(lifts), token_in(letters(LINK_KIND)[0])
    facts = {"token": token, "shown_hash": row.content_hash, "name": "วารุณี", "position": "ผู้จัดการ"}
    for field in ("name", "position"):
        with pytest.raises(Incomplete):
            services.accept_by_link(**facts | {field: ""}, now=timezone.now())
    services.accept_by_link(**facts, now=timezone.now())
    signature = Acceptance.objects.get(commitment=row)
    assert (signature.name, signature.position, signature.signed_by) == ("วารุณี", "ผู้จัดการ", None)
    with pytest.raises(IllegalMove):
        services.accept_by_link(**facts, now=timezone.now())


def test_a_refused_signature_leaves_the_link_open() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    token = token_in(letters(LINK_KIND)[0])
    with pytest.raises(Refused):
        services.accept_by_link(token=token, shown_hash="0" * 64, name="ก", position="ข", now=timezone.now())
    assert commitment_of(lifts).links.get().is_open(timezone.now())


def test_a_link_expires_and_a_new_one_replaces_it() -> None:
    charter_with_owners()
    lifts = partner()
    handed()
    row, token = commitment_of(lifts), token_in(letters(LINK_KIND)[0])
    facts = {"shown_hash": row.content_hash, "name": "วารุณี", "position": "ผู้จัดการ"}
    with pytest.raises(IllegalMove):
        services.accept_by_link(token=token, **facts, now=timezone.now() + 15 * DAY)
    with pytest.raises(NotAllowed):
        services.renew_link(commitment_id=row.pk, by=officer_of(), now=timezone.now())
    newer = services.renew_link(commitment_id=row.pk, by=someone("charter-owner"), now=timezone.now())
    with pytest.raises(IllegalMove):
        services.accept_by_link(token=token, **facts, now=timezone.now())
    services.accept_by_link(token=newer, **facts, now=timezone.now())
    with pytest.raises(IllegalMove):
        services.renew_link(commitment_id=row.pk, by=someone("charter-owner"), now=timezone.now())


def test_links_are_for_partners() -> None:
    charter_with_owners()
    officer = officer_of()
    handed()
    with pytest.raises(IllegalMove):
        services.renew_link(commitment_id=commitment_of(officer).pk, by=someone("charter-owner"), now=timezone.now())
