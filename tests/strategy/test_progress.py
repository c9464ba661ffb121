"""Who reports, when, and how often."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.thai.dates import FiscalQuarter
from strategy import services
from strategy.models import Plan, Progress
from tests.counting import statements
from tests.governance.factories import NOW
from tests.strategy.factories import (
    DAY,
    YEAR,
    a_unit,
    add_part,
    initiative_facts,
    make_draft,
    make_in_force,
    the_indicator,
    the_initiative,
)

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
Q1 = FiscalQuarter(YEAR, 1)
LATER = NOW + 3 * DAY


@pytest.fixture
def editor(person: Person) -> User:
    return person("strategist")


@pytest.fixture
def plan(editor: User, person: Person) -> Plan:
    return make_in_force(make_draft(editor), editor, person("board-secretary"))


def tell(plan: Plan, by: User, **facts: Any) -> Progress:
    given = {"quarter": Q1, "percent": 10, "spent": Decimal(5), "narrative": "เริ่มแล้ว", "risk": "", "now": LATER}
    return services.report_progress(initiative=the_initiative(plan), by=by, **{**given, **facts})


def test_the_owner_and_the_unit_report(plan: Plan, editor: User, person: Person) -> None:
    colleague = person("customer-officer", "colleague")
    colleague.unit = a_unit()
    colleague.save()
    assert tell(plan, colleague).reported_by == colleague
    assert tell(plan, editor, shown_version=1, reason="ตรวจแล้ว", percent=12).percent == 12


@pytest.mark.parametrize("role", ["executive", "complaint-officer", "auditor", "board-secretary"])
def test_a_stranger_does_not_report(plan: Plan, person: Person, role: str) -> None:
    with pytest.raises(NotAllowed):
        tell(plan, person(role, f"a-{role}"))
    assert not Progress.objects.exists()


def test_a_quarter_is_reported_once_and_a_correction_keeps_history(plan: Plan, editor: User) -> None:
    first = tell(plan, editor)
    with pytest.raises(Refused):
        tell(plan, editor, percent=20)
    with pytest.raises(Incomplete):
        tell(plan, editor, percent=20, shown_version=first.version)
    second = tell(plan, editor, percent=20, shown_version=first.version, reason="นับผิด", now=LATER + DAY)
    assert second.reported_at == LATER, "the day on which it was first told stays"
    assert list(second.history.order_by("history_id").values_list("percent", flat=True)) == [10, 20]
    assert second.history.latest().history_change_reason == "นับผิด"
    with pytest.raises(StaleVersion):
        tell(plan, editor, percent=30, shown_version=first.version, reason="ช้าไป")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"quarter": FiscalQuarter(YEAR, 2)}, Refused),
        ({"quarter": FiscalQuarter(YEAR - 1, 4)}, Refused),
        ({"percent": 101}, Incomplete),
        ({"percent": -1}, Incomplete),
        ({"spent": Decimal(-1)}, Incomplete),
        ({"narrative": ""}, Incomplete),
    ],
)
def test_bad_reports_are_refused(plan: Plan, editor: User, facts: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        tell(plan, editor, **facts)


def test_only_a_plan_in_force_is_reported(editor: User) -> None:
    with pytest.raises(IllegalMove):
        tell(make_draft(editor), editor)


def test_figures_are_entered_by_the_unit_with_evidence(plan: Plan, editor: User, person: Person) -> None:
    given: dict[str, Any] = {"indicator": the_indicator(plan), "quarter": Q1, "value": Decimal(80), "now": LATER}
    with pytest.raises(NotAllowed):
        services.record_actual(**given, evidence="x", by=person("executive"))
    clerk = person("customer-officer", "clerk")
    clerk.unit = a_unit()
    clerk.save()
    with pytest.raises(Incomplete):
        services.record_actual(**given, evidence="", by=clerk)
    assert services.record_actual(**given, evidence="ทะเบียนสัญญา", by=clerk).value == 80


def test_an_owner_changes_in_a_plan_in_force(plan: Plan, editor: User, person: Person) -> None:
    other = person("customer-officer", "other")
    with pytest.raises(Incomplete):
        services.assign_owner(initiative=the_initiative(plan), owner=other, reason="", by=editor, now=LATER)
    services.assign_owner(initiative=the_initiative(plan), owner=other, reason="ย้ายงาน", by=editor, now=LATER)
    assert the_initiative(plan).owner == other


def test_the_form_of_a_quarter(plan: Plan, client_as: Callable[..., Client]) -> None:
    at = f"{the_initiative(plan).get_absolute_url()}progress/{Q1.year_be}/{Q1.quarter}/"
    stranger = client_as("complaint-officer")
    assert stranger.post(at, {"percent": 5, "spent": 0, "narrative": "x"}).status_code == 403
    colleague = client_as("customer-officer")
    User.objects.filter(roles__key="customer-officer").update(unit=a_unit())
    response = colleague.post(at, {"percent": 5, "spent": 0, "narrative": "เริ่มแล้ว"})
    assert response.status_code == 302
    assert Progress.objects.get().percent == 5


def test_pages_cost_the_same_with_more_initiatives(
    client_as: Callable[..., Client], editor: User, person: Person
) -> None:
    draft, reader = make_draft(editor), client_as("executive")
    address = draft.get_absolute_url()
    one = statements(reader, address)
    for _more in range(3):
        add_part(draft, "initiatives", editor, **initiative_facts(draft, editor))
    assert statements(reader, address) == one <= 22
    before = statements(reader, "/staff/strategy/plans/")
    make_draft(editor, year=YEAR + 1)
    assert statements(reader, "/staff/strategy/plans/") == before <= 12
