"""Figures against values worked out by hand, evidence made true and false, what is offered to other rooms."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from customers.panels import panels_for
from foundation.core import references
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.evidence import Verdict
from foundation.core.metrics import Period, get
from foundation.core.search import search_all
from foundation.governance.models import Risk
from products import rules, services
from products.evidence import CATALOGUE_KEPT, IDEAS_ANSWERED, PROJECTS_GATED
from products.models import Product, Project, Requirement
from tests.customers.factories import make_organisation
from tests.people import someone
from tests.products.factories import (
    DAY,
    NOW,
    PRODUCT,
    add_requirement,
    answer,
    at_stage,
    make_idea,
    make_product,
    make_project,
    make_public_idea,
    manager,
    measure_all,
    pass_gate,
)

pytestmark = pytest.mark.django_db
PERIOD = Period(NOW - 30 * DAY, NOW + 30 * DAY)
EARLIER = Period(NOW - 90 * DAY, NOW - 30 * DAY)


def measured(key: str, by: str | None = None, period: Period = PERIOD) -> dict[str, tuple[object, int]]:
    return {name: (value.value, value.n) for name, value in get(f"products.{key}").measure(period, by).items()}


def test_products_by_mechanism_as_their_history_tells():
    both = make_product()
    services.add_delivery(
        product_id=both.pk, mechanism="agent", deliverer="ตัวแทน", touchpoints=[], by=manager(), now=NOW
    )  # fmt: skip
    make_product(code="second")
    make_product(code="planned", offered=False)
    assert measured("offered") == {"": (2, 2)}
    assert measured("offered", "mechanism") == {"direct": (2, 2), "agent": (1, 1)}
    assert measured("offered", period=EARLIER) == {"": (0, 0)}
    services.move_product(product_id=both.pk, move="withdraw", by=manager(), now=NOW + 40 * DAY, reason="เลิก")
    assert measured("offered") == {"": (2, 2)}
    assert measured("offered", period=Period(NOW, NOW + 60 * DAY)) == {"": (1, 1)}


def test_share_of_the_catalogue_looked_through():
    product = make_product()
    make_product(code="second")
    services.review_product(product_id=product.pk, by=manager(), now=NOW)
    assert measured("looked_through") == {"": (50.0, 2)}
    assert measured("looked_through", period=Period(NOW, NOW + 400 * DAY)) == {"": (0.0, 2)}


def test_ideas_by_origin_and_answers_on_time():
    answer(make_idea())
    answer(make_idea(title="สอง"), now=NOW + 20 * DAY)
    answer(make_public_idea())
    make_idea(title="ยังไม่ถึงกำหนด", now=timezone.now() + 3 * DAY)
    kept = Period(NOW - DAY, NOW + DAY)
    assert measured("ideas", "idea_origin", kept) == {"staff": (2, 2), "portal": (1, 1)}
    assert measured("ideas_answered_on_time", period=kept) == {"": (pytest.approx(200 / 3), 3)}
    assert measured("ideas_answered_on_time", "idea_origin", kept) == {"staff": (50.0, 2), "portal": (100.0, 1)}
    assert measured("ideas_of_customers", period=kept) == {"": (pytest.approx(100 / 3), 3)}


def test_ideas_cut_by_segment_of_their_customer():
    make_idea(customer_id=make_organisation().pk)
    assert sum(n for _value, n in measured("ideas", "segment").values()) == 1


def test_projects_with_every_requirement_traced():
    at_stage("business_case")  # no requirement yet: not traced
    traced = at_stage("business_case")
    add_requirement(traced)
    make_project()  # in scoping: not counted
    assert measured("projects_traced") == {"": (50.0, 2)}
    add_requirement(traced, origin="need", basis="")
    assert measured("projects_traced") == {"": (0.0, 2)}
    Requirement.objects.filter(project=traced, origin="need").update(priority="wont")
    assert measured("projects_traced") == {"": (50.0, 2)}


def test_gate_decisions_by_gate_and_by_decision():
    pass_gate(pass_gate(make_project()), "hold")
    assert measured("gate_decisions") == {"": (2, 2)}
    assert measured("gate_decisions", "gate") == {"business_case": (1, 1), "development": (1, 1)}
    assert measured("gate_decisions", "gate_decision") == {"go": (1, 1), "hold": (1, 1)}


def test_targets_met_by_the_newest_result_and_days_to_launch():
    project = at_stage("review")
    Project.objects.filter(pk=project.pk).update(started_at=NOW - 120 * DAY)
    assert measured("targets_met") == {"": (None, 0)}
    measure_all(project, Decimal(85))
    customer = project.targets.get(dimension="customer")
    services.record_actual(
        project_id=project.pk, target_id=customer.pk, value=Decimal(70), n=90,
        measured_on=project.launched_on + DAY, note="", by=manager(), now=NOW + 2 * DAY,
    )  # fmt: skip
    assert measured("targets_met") == {"": (pytest.approx(200 / 3), 3)}
    assert measured("targets_met", "outcome_dimension") == {
        "efficiency": (100.0, 1), "customer": (0.0, 1), "business": (100.0, 1),
    }  # fmt: skip
    assert measured("cycle_time") == {"": (120.0, 1)}
    assert measured("cycle_time", "innovation") == {"service": (120.0, 1)}


# --- evidence --------------------------------------------------------------------------------------------------------


def test_catalogue_is_red_amber_and_green():
    assert CATALOGUE_KEPT.find(NOW).verdict == Verdict.RED
    product = make_product()
    assert CATALOGUE_KEPT.find(NOW).verdict == Verdict.AMBER
    services.review_product(product_id=product.pk, by=manager(), now=NOW)
    assert CATALOGUE_KEPT.find(NOW + DAY).verdict == Verdict.GREEN
    assert CATALOGUE_KEPT.find(NOW + dt.timedelta(days=rules.REVIEW_DAYS + 1)).verdict == Verdict.AMBER
    product.deliveries.all().delete()
    lacking = CATALOGUE_KEPT.find(NOW + DAY)
    assert (lacking.verdict, [link.url for link in lacking.links]) == (Verdict.AMBER, [product.get_absolute_url()])


def test_projects_are_red_without_gates_and_green_with_everything():
    make_project()
    assert PROJECTS_GATED.find(NOW).verdict == Verdict.RED
    at_stage("development")
    assert PROJECTS_GATED.find(NOW + DAY).verdict == Verdict.GREEN
    assert PROJECTS_GATED.find(NOW + 800 * DAY).verdict == Verdict.RED


@pytest.mark.parametrize("trouble", ["risk closed", "requirement untraced", "no requirement", "review overdue"])
def test_projects_are_amber_where_something_is_amiss(trouble):
    project = at_stage("review" if trouble == "review overdue" else "development")
    at = NOW + DAY
    if trouble == "risk closed":
        Risk.objects.update(closed_at=NOW, closed_reason="x")
    elif trouble == "requirement untraced":
        add_requirement(project, origin="need", basis="")
    elif trouble == "no requirement":
        project.requirements.all().delete()
    else:
        at = NOW + 400 * DAY
    found = PROJECTS_GATED.find(at)
    assert (found.verdict, [link.url for link in found.links]) == (Verdict.AMBER, [project.get_absolute_url()])


def test_ideas_are_red_amber_and_green():
    assert IDEAS_ANSWERED.find(NOW).verdict == Verdict.RED
    idea = make_idea()
    assert IDEAS_ANSWERED.find(NOW + DAY).verdict == Verdict.GREEN
    late = IDEAS_ANSWERED.find(NOW + 30 * DAY)
    assert (late.verdict, [link.url for link in late.links]) == (Verdict.AMBER, [idea.get_absolute_url()])
    answer(idea)
    assert IDEAS_ANSWERED.find(NOW + 30 * DAY).verdict == Verdict.GREEN
    assert IDEAS_ANSWERED.find(NOW + 400 * DAY).verdict == Verdict.RED


# --- offers to other rooms -------------------------------------------------------------------------------------------


def test_search_and_citing_show_what_the_person_may_see():
    product, project = make_product(), make_project(title="ห้องประชุมออนไลน์ใหม่")
    seer, blind = someone("product-manager"), someone("board-member")
    found = {source.key: [hit.url for hit in hits] for source, hits in search_all(seer, "ห้องประชุม")}
    assert found["products"] == [product.get_absolute_url()]
    assert found["projects"] == [project.get_absolute_url()]
    assert not {"products", "ideas", "projects"} & {source.key for source, _hits in search_all(blind, "ห้องประชุม")}
    idea = project.ideas.get()
    for kind, row in (("product", product), ("project", project), ("idea", idea)):
        cited = references.resolve(seer, kind, row.public_id)
        assert cited is not None
        assert cited.url == row.get_absolute_url()
        assert references.resolve(blind, kind, row.public_id) is None


def test_customer_page_lists_the_customers_ideas():
    customer = make_organisation()
    idea = make_idea(customer_id=customer.pk)
    make_idea(title="ของรายอื่น")
    panel = next(panel for panel in panels_for(someone("product-manager"), customer) if panel.key == "ideas")
    assert panel.context["ideas"] == [idea]
    assert "ideas" not in {panel.key for panel in panels_for(someone("product-manager"), make_organisation())}


# --- the catalogue's own refusals ------------------------------------------------------------------------------------


def test_offered_product_keeps_owner_and_delivery():
    planned = make_product(offered=False, owner_unit=None)
    with pytest.raises(Incomplete):
        services.move_product(product_id=planned.pk, move="offer", by=manager(), now=NOW)
    with pytest.raises(Incomplete):
        make_product()  # the code is taken
    product = make_product(code="other")
    with pytest.raises(Incomplete):
        services.remove_delivery(product_id=product.pk, delivery_id=product.deliveries.get().pk, by=manager(), now=NOW)
    with pytest.raises(IllegalMove):
        services.move_product(product_id=product.pk, move="offer", by=manager(), now=NOW)
    with pytest.raises(NotAllowed):
        services.review_product(product_id=product.pk, by=someone("executive"), now=NOW)
    assert Product.objects.filter(code=PRODUCT["code"]).count() == 1
