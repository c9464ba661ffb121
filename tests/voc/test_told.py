"""What changed because somebody complained is told to that person, once, and to nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from complaints import services
from complaints.models import ChangeTold, Complaint
from foundation.accounts.models import User
from foundation.core.models import OutboxMessage
from tests.complaints.factories import Desk, make_charter, make_desk
from tests.governance.factories import NOW
from tests.voc.announcing import make_done, make_insight
from voc.models import DoneEntry, InsightSource
from voc.services import done

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


@pytest.fixture
def desk() -> Desk:
    make_charter()
    return make_desk()


def published(source: tuple[str, str], by: User, second: User) -> DoneEntry:
    row = make_done(by)
    DoneEntry.objects.filter(pk=row.pk).update(source_kind=source[0], source_id=source[1])
    done.submit_done(entry_id=row.pk, by=by, now=NOW)
    return publish(row, second)


def publish(row: DoneEntry, second: User) -> DoneEntry:
    shown = DoneEntry.objects.get(pk=row.pk).version
    return done.publish_done(entry_id=row.pk, shown_version=shown, by=second, now=NOW)


def notices(case: Complaint) -> list[str]:
    return [message.body for message in case.messages.filter(kind="notice")]


def test_whoever_complained_hears_what_changed_once(person: Person, desk: Desk) -> None:
    case, other = desk.file(now=NOW, language="en"), desk.file(now=NOW)
    row = published(("complaint", case.public_id), person("voc-analyst"), person("executive"))
    (told,) = notices(case)
    assert case.number in told
    assert row.said_en in told
    assert row.did_en in told
    assert row.did_th not in told
    assert notices(other) == []
    assert OutboxMessage.objects.filter(kind="complaints.message").count() == 1
    assert ChangeTold.objects.get(change=row.public_id).message.author is None
    done.withdraw_done(entry_id=row.pk, reason="แก้คำ", by=person("executive", "again"), now=NOW)
    change = services.Change(row.public_id, said={"th": "ก", "en": "a"}, did={"th": "ข", "en": "b"})
    assert services.tell_change(public_ids={case.public_id}, change=change, now=NOW) == 0
    assert len(notices(case)) == 1


def test_everybody_behind_an_insight_hears_it_but_not_the_confidential_route(person: Person, desk: Desk) -> None:
    named, anonymous = desk.file(now=NOW), desk.file(now=NOW, identity="anonymous")
    secret, erased = desk.file(now=NOW), desk.file(now=NOW)
    services.take_confidential(complaint_id=secret.pk, reason="มีการขอเงิน", by=desk.officer, now=NOW)
    services.withdraw(complaint_id=erased.pk, reason="หายแล้ว", by=None, now=NOW)
    services.erase_complainant(complainant_id=erased.complainant.pk, by=desk.manager, now=NOW)
    analyst = person("voc-analyst")
    insight = make_insight(analyst)
    for case in (named, anonymous, secret, erased):
        InsightSource.objects.create(
            insight=insight, kind="complaint", public_id=case.public_id, added_by=analyst, added_at=NOW
        )
    published(("insight", insight.public_id), analyst, person("executive"))
    assert [len(notices(case)) for case in (named, anonymous, secret, erased)] == [1, 1, 0, 0]


def test_the_entry_says_how_many_are_told(person: Person, desk: Desk, client_as: Callable[..., Client]) -> None:
    case = desk.file(now=NOW)
    row = make_done(person("voc-analyst"))
    DoneEntry.objects.filter(pk=row.pk).update(source_kind="complaint", source_id=case.public_id)
    answer = client_as("executive").get(row.get_absolute_url())
    assert answer.context["reached"] == 1
