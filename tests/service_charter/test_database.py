"""The database refuses what the board has not approved, whoever asks and however."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.accounts.models import User
from service_charter import services
from service_charter.content import LATER_FIELDS, canonical, content_hash
from service_charter.enums import Status
from service_charter.models import CharterVersion
from tests.service_charter.factories import (
    add_standard,
    decide,
    make_approved,
    make_draft,
    make_proposed,
    make_published,
    submit_and_review,
)

pytestmark = pytest.mark.django_db
Person = Callable[..., User]

PUBLISH = """
UPDATE service_charter_charterversion SET status = 'published', resolution_id = %(resolution)s,
    effective_on = '2026-12-01', published_at = now(), published_by_id = drafted_by_id WHERE id = %(charter)s
"""


@pytest.fixture
def owner(person: Person) -> User:
    return person("charter-owner")


@pytest.fixture
def secretary(person: Person) -> User:
    return person("board-secretary")


def refused(statement: str, **values: object) -> bool:
    """Whether the database refuses a raw statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError:
        return True
    return False


def test_raw_publication_of_what_was_approved_passes(owner: User, secretary: User) -> None:
    charter = make_approved(owner, secretary)
    assert not refused(PUBLISH, charter=charter.pk, resolution=charter.resolution_id)


def test_no_resolution_no_publication(owner: User) -> None:
    charter = make_draft(owner)
    assert refused(PUBLISH, charter=charter.pk, resolution=None)


def test_a_returned_charter_is_not_published(owner: User, secretary: User) -> None:
    charter = make_proposed(owner)
    resolution = decide(charter, secretary, "returned")
    assert refused(PUBLISH, charter=charter.pk, resolution=resolution.pk)


def test_an_approval_that_was_taken_back_approves_nothing(owner: User, secretary: User) -> None:
    charter = make_approved(owner, secretary)
    first = charter.resolution_id
    services.take_back(charter_id=charter.pk, reason="ทบทวน", by=owner, now=charter.created_at)
    submit_and_review(charter, owner, now=charter.created_at)
    services.propose(charter_id=charter.pk, by=owner, now=charter.created_at)
    decide(charter, secretary, "returned", number=9)
    assert refused(PUBLISH, charter=charter.pk, resolution=first)


def test_the_resolution_of_another_version_does_not_serve(owner: User, secretary: User) -> None:
    first = make_published(owner, secretary)
    second = make_draft(owner)
    assert second.content_hash == first.content_hash
    assert refused(PUBLISH, charter=second.pk, resolution=first.resolution_id)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE service_charter_charterversion SET title_th = 'อื่น' WHERE id = %(charter)s",
        "UPDATE service_charter_standard SET duration_amount = 30 WHERE charter_id = %(charter)s AND number = 4",
        "UPDATE service_charter_standard SET target_percent = 1 WHERE charter_id = %(charter)s AND number = 4",
        "DELETE FROM service_charter_standard WHERE charter_id = %(charter)s AND number = 4",
    ],
)
def test_text_changed_behind_the_boards_back_is_not_published(owner: User, secretary: User, tampering: str) -> None:
    charter = make_approved(owner, secretary)
    assert not refused(tampering, charter=charter.pk)
    assert refused(PUBLISH, charter=charter.pk, resolution=charter.resolution_id)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE service_charter_charterversion SET status = 'reviewed' WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET status = 'proposed' WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET status = 'reviewed', reviewed_at = now(),"
        " reviewed_by_id = drafted_by_id WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET reviewed_at = now() WHERE id = %(charter)s",
    ],
)
def test_nothing_goes_to_the_board_unreviewed_or_reviewed_by_its_drafter(owner: User, tampering: str) -> None:
    charter = make_draft(owner)
    services.submit(charter_id=charter.pk, by=owner, now=charter.created_at)
    assert refused(tampering, charter=charter.pk)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE service_charter_charterversion SET intro_en = 'other' WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET effective_on = '2020-01-01' WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET resolution_id = NULL WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET status = 'draft' WHERE id = %(charter)s",
        "UPDATE service_charter_charterversion SET content_hash = repeat('0', 64) WHERE id = %(charter)s",
        "DELETE FROM service_charter_charterversion WHERE id = %(charter)s",
        "UPDATE service_charter_standard SET promise_th = 'อื่น' WHERE charter_id = %(charter)s",
        "UPDATE service_charter_standard SET audience_th = 'อื่น' WHERE charter_id = %(charter)s",
        "UPDATE service_charter_standard SET touchpoints = '{abcdefgh}' WHERE charter_id = %(charter)s",
        "UPDATE service_charter_standard SET evidence = '{voc.voice:x}' WHERE charter_id = %(charter)s",
        "UPDATE service_charter_standard SET owner_code = 'property' WHERE charter_id = %(charter)s",
        "UPDATE service_charter_standard SET charter_id = charter_id + 1 WHERE charter_id = %(charter)s",
        "DELETE FROM service_charter_standard WHERE charter_id = %(charter)s",
        'INSERT INTO service_charter_standard SELECT (jsonb_populate_record(s, \'{"id": 999999, "number": 9,'
        ' "public_id": "x", "code": "x", "area": "information"}\')).*'
        " FROM service_charter_standard s WHERE charter_id = %(charter)s AND number = 1",
    ],
)
def test_what_is_published_never_changes(owner: User, secretary: User, tampering: str) -> None:
    charter = make_published(owner, secretary)
    before = canonical(charter, charter.standards.all())
    assert refused(tampering, charter=charter.pk)
    charter.refresh_from_db()
    assert canonical(charter, charter.standards.all()) == before


def test_the_unit_that_answers_may_change(owner: User, secretary: User) -> None:
    charter = make_published(owner, secretary)
    statement = (
        "UPDATE service_charter_standard SET owner_unit_id = (SELECT min(id) FROM accounts_unit)"
        " WHERE charter_id = %(charter)s"
    )
    assert not refused(statement, charter=charter.pk)


def test_a_charter_is_not_born_published(owner: User, secretary: User) -> None:
    published = make_published(owner, secretary)
    statement = (
        'INSERT INTO service_charter_charterversion SELECT (jsonb_populate_record(c, \'{"id": 999999, "number": 99,'
        ' "public_id": "x", "effective_on": "2030-01-01"}\')).* FROM service_charter_charterversion c'
        " WHERE id = %(charter)s"
    )
    assert refused(statement, charter=published.pk)


def test_only_one_is_in_force_on_a_day(owner: User, secretary: User) -> None:
    first = make_published(owner, secretary, effective_on=dt.date(2026, 12, 1))
    make_published(owner, secretary, effective_on=dt.date(2027, 1, 1))
    assert refused(
        "UPDATE service_charter_charterversion SET effective_until = '2027-06-01' WHERE id = %(charter)s",
        charter=first.pk,
    )


def test_orm_shortcuts_are_refused_too(owner: User) -> None:
    charter = make_draft(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.filter(pk=charter.pk).update(status=Status.PUBLISHED)


@pytest.mark.parametrize(
    "text", ['"quoted" \\ back', "สระ ำ น้ำ\nบรรทัด\tแท็บ", "emoji 🏛 \x7f", "\x01\x1f</script>&'", "NULL", ""]
)
def test_python_and_postgresql_agree_on_the_canonical_form(owner: User, text: str) -> None:
    charter = make_draft(owner, count=2)
    CharterVersion.objects.filter(pk=charter.pk).update(intro_th=text, conduct_en=text)
    charter.standards.update(conditions_th=text, target_percent="99.5")
    charter.standards.filter(number=2).update(
        **{field: text for field in LATER_FIELDS if field != "owner_code"}, owner_code="complaint-centre"
    )
    charter.standards.filter(number=2).update(
        evidence=["voc.voice:a", "voc.need:b"], touchpoints=["abcdefgh"], channels=["line", "web"], pauses=["access"]
    )
    add_standard(charter, owner, number=3, code="third", event="resolve", area="information", target_percent=100)
    charter.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT service_charter_canonical(%s), service_charter_hash(%s)", [charter.pk, charter.pk])
        form, digest = cursor.fetchone()
    charter = CharterVersion.objects.get(pk=charter.pk)
    assert form == canonical(charter, charter.standards.all())
    assert digest == content_hash(charter, charter.standards.all())


def test_a_charter_without_standards_has_a_canonical_form(owner: User) -> None:
    charter = services.start_version(by=owner, now=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT service_charter_hash(%s)", [charter.pk])
        assert cursor.fetchone()[0] == charter.content_hash


def test_what_says_nothing_new_keeps_the_fingerprint_it_had(owner: User) -> None:
    """Versions that were approved before standards could say more are still found by the hash of their resolution."""
    charter = make_draft(owner, count=1)
    charter.standards.update(owner_code="")
    standard = charter.standards.get()
    told = json.loads(canonical(charter, [standard]))["standards"][0]
    assert not {"owner_code", "evidence", "audience_th", "pauses"} & set(told)
