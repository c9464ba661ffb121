"""The chapters of the demo that change many customers and judge relationships."""

import pytest

from customers import demo_bulk, demo_health
from customers.enums import BulkState, Relation
from customers.models import BulkAction, Customer, RelationshipHealth
from customers.services.bulk_undo import start_undo
from foundation.core import job_runner
from tests.customers.factories import NOW, make_interaction, make_organisation
from tests.people import someone

pytestmark = pytest.mark.django_db


def run(action: BulkAction) -> None:
    action.refresh_from_db()
    assert action.job
    job_runner.run(action.job.pk)
    action.refresh_from_db()


def test_customers_of_competitors_are_given_to_one_officer_and_it_can_be_undone() -> None:
    officer = someone("customer-officer")
    theirs = [make_organisation(relation=Relation.COMPETITOR) for _n in range(3)]
    ours = make_organisation()
    demo_bulk.build(officer, NOW)
    action = BulkAction.objects.get()
    assert (action.total, action.by) == (3, officer)
    run(action)
    assert action.standing == BulkState.DONE
    assert set(Customer.objects.filter(owner=officer)) == set(theirs)
    ours.refresh_from_db()
    assert ours.owner is None
    start_undo(action_id=action.pk, reason="ทดลองคืนค่า", by=officer, now=NOW)
    run(action)
    assert (action.standing, Customer.objects.filter(owner=officer).count()) == (BulkState.UNDONE, 0)


def test_without_customers_of_competitors_nothing_is_changed() -> None:
    make_organisation()
    demo_bulk.build(someone("customer-officer"), NOW)
    assert not BulkAction.objects.exists()


def test_relationships_are_judged_from_what_the_rooms_have_told_and_twice_is_once() -> None:
    spoken, silent = make_organisation(), make_organisation(relation_since=NOW.date().replace(year=NOW.year - 1))
    make_interaction(spoken)
    assert demo_health.build(NOW, {}) == {"judged": 2, "written": 2, "gone": 0}
    told = dict(RelationshipHealth.objects.values_list("customer", "state"))
    assert told == {spoken.pk: "good", silent.pk: "watch"}
    assert demo_health.build(NOW, {}) == {"judged": 2, "written": 0, "gone": 0}
