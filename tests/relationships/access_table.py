"""Who may use which address of customer relationships."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from relationships import services
from relationships.models import Programme
from tests.access import Row
from tests.customers.factories import NOW, make_organisation
from tests.relationships.factories import (
    make_holding,
    make_need,
    make_opportunity,
    make_programme,
    make_segments,
    make_started,
    strategist,
)

READ, EDIT, PLAN = (P.RELATIONSHIP_VIEW,), (P.RELATIONSHIP_EDIT,), (P.PROGRAMME_EDIT,)
Make = Callable[[], Mapping[str, Any]]


def a_customer() -> Mapping[str, Any]:
    return {"customer_id": make_organisation().public_id}


def a_holding() -> Mapping[str, Any]:
    return {"public_id": make_holding().public_id}


def an_opportunity(stage: str = "seen") -> Make:
    return lambda: {"public_id": make_opportunity(stage=stage).public_id}


def _segment() -> Any:
    from segmentation.models import Segment

    return Segment.objects.first() or make_segments([make_organisation()])[0]


def _id(programme: Programme) -> Mapping[str, Any]:
    return {"public_id": programme.public_id}


def a_plan() -> Mapping[str, Any]:
    return _id(make_programme(_segment()))


def a_running_one() -> Mapping[str, Any]:
    return _id(make_started(_segment()))


def an_evaluated_one() -> Mapping[str, Any]:
    programme = make_started(_segment())
    services.evaluate_programme(
        programme_id=programme.pk, effect="effective", comparison="ก", evaluation="", spent=None, by=strategist(),
        now=NOW,
    )  # fmt: skip
    return _id(programme)


def a_complete_plan() -> Mapping[str, Any]:
    programme = make_programme(_segment())
    facts: dict[str, Any] = {"programme_id": programme.pk, "by": strategist(), "now": NOW}
    services.add_measure(metric_key="customers.new", target=2, **facts)
    services.draw_members(as_of=NOW.date(), **facts)
    return _id(programme)


def a_plan_with_measure() -> Mapping[str, Any]:
    return {**a_complete_plan(), "metric_key": "customers.new"}


def an_activity() -> Mapping[str, Any]:
    programme = make_programme(_segment())
    values = {"title": "เยี่ยม", "due_on": NOW.date()}
    row = services.add_activity(programme_id=programme.pk, values=values, by=strategist(), now=NOW)
    return {**_id(programme), "activity_id": row.public_id}


def a_need() -> Mapping[str, Any]:
    return {"public_id": make_need(_segment()).public_id}


def post(name: str, allow: tuple[P, ...], make: Make, ok: int = 302, **data: str) -> Row:
    return Row(f"relationships:{name}", allow, make=make, method="post", data=data, ok=ok)


ROWS: list[Row] = [
    *(Row(f"relationships:{name}", READ) for name in ("home", "holdings", "opportunities", "programmes")),
    Row("relationships:holding-new", EDIT, make=a_customer),
    Row("relationships:holding", READ, make=a_holding),
    Row("relationships:holding-edit", EDIT, make=a_holding),
    post("holding-renew", EDIT, a_holding, ends_on="31/12/2570"),
    post("holding-end", EDIT, a_holding, on="31/10/2569", reason="price"),
    Row("relationships:opportunity-new", EDIT, make=a_customer),
    Row("relationships:opportunity", READ, make=an_opportunity()),
    Row("relationships:opportunity-edit", EDIT, make=an_opportunity()),
    post("opportunity-qualify", EDIT, an_opportunity()),
    post("opportunity-offer", EDIT, an_opportunity("qualified")),
    post("opportunity-win", EDIT, an_opportunity("offered"), starts_on="20/11/2569", ends_on="19/11/2570"),
    post("opportunity-lose", EDIT, an_opportunity(), reason="price"),
    Row("relationships:programme-new", PLAN),
    Row("relationships:programme", READ, make=a_plan),
    Row("relationships:programme-edit", PLAN, make=a_plan),
    post("programme-measure", PLAN, a_plan, metric_key="customers.new", target="3"),
    post("programme-measure-remove", PLAN, a_plan_with_measure),
    post("programme-draw", PLAN, a_plan, as_of="20/11/2569"),
    post("programme-start", PLAN, a_complete_plan),
    post("programme-activity", PLAN, a_plan, title="เยี่ยม", due_on="30/11/2569"),
    post("programme-activity-done", PLAN, an_activity),
    post("programme-evaluate", PLAN, a_running_one, effect="effective", comparison="ลูกค้าอื่น"),
    post("programme-close", PLAN, an_evaluated_one, lesson="เริ่มเร็วกว่านี้"),
    post("programme-cancel", PLAN, a_plan, reason="ไม่มีงบ"),
    Row("relationships:needs", (P.RELATIONSHIP_VIEW, P.TOUCHPOINT_EDIT)),
    Row("relationships:need-new", (P.TOUCHPOINT_EDIT,)),
    Row("relationships:need", (P.TOUCHPOINT_EDIT,), make=a_need),
    post("need-withdraw", (P.TOUCHPOINT_EDIT,), a_need, reason="ไม่ต้องการแล้ว"),
    *(Row(f"relationships:api-{name}", READ) for name in ("holdings", "opportunities", "programmes")),
    Row("relationships:api-holding", READ, make=a_holding),
    Row("relationships:api-opportunity", READ, make=an_opportunity()),
    Row("relationships:api-programme", READ, make=a_plan),
]
