"""One space, two leases: refused in words, refused by the database, and refused to the second of two at once."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.core.errors import Incomplete, Refused
from relationships import services
from relationships.models import Holding, Opportunity
from tests.customers.factories import NOW, make_organisation
from tests.relationships.factories import make_holding, make_opportunity, officer

SPACE = {"building": "A", "space": "1-101"}
APRIL, MAY, JUNE = (dt.date(2026, month, 1) for month in (4, 5, 6))


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """The works, each in a connection of its own, begun together; what was refused."""
    start, refused = threading.Barrier(len(works)), list[Exception]()

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            work()
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return refused


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        pytest.param(MAY, JUNE, id="the same days"),
        pytest.param(JUNE, JUNE, id="its last day"),
        pytest.param(APRIL, MAY, id="its first day"),
        pytest.param(APRIL, dt.date(2027, 1, 1), id="around it"),
    ],
)
def test_the_database_itself_refuses_a_second_lease(starts_on: dt.date, ends_on: dt.date) -> None:
    make_holding(**SPACE, starts_on=MAY, ends_on=JUNE)
    second = make_holding(building="A", space="1-102", starts_on=starts_on, ends_on=ends_on)
    with pytest.raises(IntegrityError, match="one_lease_of_a_space"), transaction.atomic():
        Holding.objects.filter(pk=second.pk).update(space=SPACE["space"])


@pytest.mark.django_db
def test_a_correction_that_would_overlap_is_refused_and_changes_nothing() -> None:
    make_holding(**SPACE, starts_on=MAY, ends_on=JUNE)
    second = make_holding(**SPACE, starts_on=APRIL, ends_on=dt.date(2026, 4, 30))
    with pytest.raises(Incomplete) as refusal:
        services.update_holding(
            holding_id=second.pk, shown_version=second.version, values={"ends_on": MAY}, by=officer(), now=NOW
        )
    assert set(refusal.value.missing) == {"space"}
    assert Holding.objects.get(pk=second.pk).ends_on == dt.date(2026, 4, 30)


@pytest.mark.django_db(transaction=True)
def test_two_leases_of_a_space_at_once_are_one() -> None:
    people = [make_organisation(relation_since=dt.date(2025, 1, 1)) for _n in range(2)]
    officer()  # there before both need the same one
    works = [lambda person=person: make_holding(person, **SPACE) for person in people]
    (refusal,) = at_once(*works)
    assert isinstance(refusal, Incomplete)
    assert Holding.objects.get().number in refusal.missing["space"]


@pytest.mark.django_db(transaction=True)
def test_one_contract_renewed_and_ended_at_once_has_one_fate() -> None:
    holding = make_holding(make_organisation(relation_since=dt.date(2025, 1, 1)))
    facts: dict[str, Any] = {"holding_id": holding.pk, "by": officer(), "now": NOW}
    refused = at_once(
        lambda: services.renew_holding(ends_on=dt.date(2027, 12, 31), **facts),
        lambda: services.end_holding(on=dt.date(2026, 10, 31), reason="price", note="", **facts),
    )
    assert len(refused) == 1
    holding.refresh_from_db()
    assert Holding.objects.count() == (2 if holding.status == "renewed" else 1)


@pytest.mark.django_db(transaction=True)
def test_an_opportunity_won_by_two_clicks_makes_one_contract() -> None:
    row = make_opportunity(make_organisation(relation_since=dt.date(2025, 1, 1)), stage="offered")
    terms = {"starts_on": NOW.date(), "ends_on": dt.date(2027, 12, 31)}
    refused = at_once(
        *[lambda: services.win_opportunity(opportunity_id=row.pk, values=terms, by=officer(), now=NOW)] * 2
    )
    assert len(refused) == 1
    assert (Opportunity.objects.get().stage, Holding.objects.count()) == ("won", 1)
