"""Reading the charter: confirmed once by exact text, asked anew by a new version, reminded weekly, never changed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.append_only import writable_history
from foundation.core.errors import NotAllowed, Refused
from service_charter.models import CharterVersion, ReadReceipt
from service_charter.selectors import awareness as reads
from service_charter.services import awareness as services
from service_charter.services.awareness import REMINDER_KIND
from tests.counting import statements
from tests.people import someone
from tests.service_charter.committing import charter_with_owners, letters, officer_of
from tests.service_charter.factories import make_draft, make_published
from trdcrm.home import my_work

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
DAY = dt.timedelta(days=1)
LIST = "/staff/charter/awareness/"
READ = f"{LIST}read/"


def _published_at(charter: CharterVersion) -> dt.datetime:
    assert charter.published_at
    return charter.published_at


def _insert(charter: CharterVersion, content_hash: str) -> None:
    with transaction.atomic():
        ReadReceipt.objects.create(charter=charter, reader=officer_of(), content_hash=content_hash, at=timezone.now())


def _on_the_desk(user: object) -> list[str]:
    blocks = my_work(user, now=timezone.now()).blocks  # type: ignore[arg-type]
    return [line.url for block in blocks if block.desk.key == "commitments" for line in block.lines]


def test_staff_confirm_once_and_by_the_exact_text() -> None:
    charter = charter_with_owners()
    officer, now = officer_of(), timezone.now()
    first = services.confirm(shown_hash=charter.content_hash, by=officer, now=now)
    again = services.confirm(shown_hash=charter.content_hash, by=officer, now=now + DAY)
    assert (first.pk, again.at, first.content_hash) == (again.pk, now, charter.content_hash)


def test_another_text_no_charter_and_no_right_are_refused() -> None:
    officer = officer_of()
    with pytest.raises(Refused):
        services.confirm(shown_hash="", by=officer, now=timezone.now())
    charter = charter_with_owners()
    with pytest.raises(Refused):
        services.confirm(shown_hash="0" * 64, by=officer, now=timezone.now())
    officer.roles.clear()
    stranger = type(officer).objects.get(pk=officer.pk)
    with pytest.raises(NotAllowed):
        services.confirm(shown_hash=charter.content_hash, by=stranger, now=timezone.now())
    assert not ReadReceipt.objects.exists()


def test_a_new_version_asks_anew() -> None:
    first = charter_with_owners(effective_on=dt.date(2026, 11, 23))
    officer = officer_of()
    services.confirm(shown_hash=first.content_hash, by=officer, now=timezone.now())
    assert _on_the_desk(officer) == []
    second = make_published(someone("charter-owner"), someone("board-secretary"), effective_on=timezone.localdate())
    assert _on_the_desk(officer) == [READ]
    assert officer in reads.not_yet(second, timezone.now())
    with pytest.raises(DatabaseError):
        _insert(first, first.content_hash)


def test_the_database_keeps_receipts_true() -> None:
    charter = charter_with_owners()
    with pytest.raises(DatabaseError):
        _insert(charter, "0" * 64)
    _insert(charter, charter.content_hash)
    with pytest.raises(DatabaseError):
        _insert(charter, charter.content_hash)
    for statement in (
        "UPDATE service_charter_readreceipt SET at = now()",
        "DELETE FROM service_charter_readreceipt",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ReadReceipt.objects.count() == 1


def test_a_draft_is_not_confirmed() -> None:
    draft = make_draft(someone("charter-owner"), count=1)
    with pytest.raises(DatabaseError):
        _insert(draft, draft.content_hash)
    assert reads.charter_to_read(timezone.now()) is None


def test_the_matrix_counts_each_person_once_and_no_one_who_left() -> None:
    charter = charter_with_owners()
    reader, other, gone = officer_of(), officer_of("strategy", "other"), officer_of("strategy", "gone")
    other.roles.add(*someone("strategist").roles.all())  # two roles that ask: still one person
    gone.is_active = False
    gone.save()
    services.confirm(shown_hash=charter.content_hash, by=reader, now=timezone.now())
    rows = {row.unit.code: row for row in reads.matrix(charter, timezone.now()) if row.unit}
    assert (rows["complaint-centre"].asked, rows["complaint-centre"].confirmed) == (1, 1)
    assert rows["strategy"].missing == reads.not_yet(charter, timezone.now()).filter(unit__code="strategy").count()
    assert gone not in reads.readers()
    assert sum(row.asked for row in reads.matrix(charter, timezone.now())) == reads.readers().count()


def test_reminders_start_after_a_week_and_come_once_a_week() -> None:
    charter = charter_with_owners()
    done, late = officer_of(), officer_of("strategy", "late")
    User.objects.update(email=Concat("username", Value("@office.example")))
    begun = _published_at(charter)
    services.confirm(shown_hash=charter.content_hash, by=done, now=begun)
    assert services.remind(now=begun + 6 * DAY) == 0
    missing = reads.not_yet(charter, begun + 7 * DAY).count()
    assert services.remind(now=begun + 7 * DAY) == missing > 1
    assert services.remind(now=begun + 7 * DAY) == 0
    assert len(letters(REMINDER_KIND)) == missing
    assert services.remind(now=begun + 14 * DAY) == missing
    assert late in reads.not_yet(charter, begun + 14 * DAY)
    assert done not in reads.not_yet(charter, begun + 14 * DAY)


def test_it_waits_on_the_desk_until_confirmed() -> None:
    officer = officer_of()
    assert _on_the_desk(officer) == []
    charter = charter_with_owners()
    assert _on_the_desk(officer) == [READ]
    services.confirm(shown_hash=charter.content_hash, by=officer, now=timezone.now())
    assert _on_the_desk(officer) == []


def test_the_page_is_confirmed_by_a_tick(client_as: ClientAs) -> None:
    charter = charter_with_owners()
    client = client_as("complaint-officer", unit=Unit.objects.get(code="complaint-centre"))
    assert charter.content_hash in client.get(READ).content.decode()
    refused = client.post(READ, {"shown_hash": charter.content_hash})
    assert refused.status_code == 422
    assert not ReadReceipt.objects.exists()
    assert client.post(READ, {"shown_hash": charter.content_hash, "agreed": "on"}).status_code == 302
    assert ReadReceipt.objects.get().reader.username == client.get(READ).wsgi_request.user.get_username()
    assert 'name="agreed"' not in client.get(READ).content.decode()


def test_a_page_of_an_older_text_confirms_nothing(client_as: ClientAs) -> None:
    charter = charter_with_owners()
    answer = client_as("complaint-officer").post(READ, {"shown_hash": "0" * 64, "agreed": "on"})
    assert answer.status_code == 409
    assert charter.content_hash in answer.content.decode(), "the new text can be confirmed at once"
    assert not ReadReceipt.objects.exists()


def test_pages_without_a_charter(client_as: ClientAs) -> None:
    assert client_as("charter-owner").get(LIST).status_code == 200
    assert client_as("complaint-officer").get(READ).status_code == 200


def test_the_list_names_who_has_not_by_unit_at_a_fixed_price(client_as: ClientAs) -> None:
    charter_with_owners()
    client = client_as("charter-owner")
    officer_of("strategy", "somebody")
    html = client.get(f"{LIST}?unit=complaint-centre").content.decode()
    here = client.get(f"{LIST}?unit=strategy").content.decode()
    person = str(type(someone("charter-owner")).objects.get(username="somebody"))
    assert f'<th scope="row">{person}</th>' in here
    assert f'<th scope="row">{person}</th>' not in html
    before = statements(client, LIST)
    for turn in range(5):
        officer_of("strategy", f"more-{turn}")
    assert statements(client, LIST) == before <= 12


def test_only_the_owner_of_the_table_may_mend_it() -> None:
    charter = charter_with_owners()
    _insert(charter, charter.content_hash)
    with writable_history():
        ReadReceipt.objects.all().delete()
    assert not ReadReceipt.objects.exists()
