"""Who may use which address of products and innovation."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from tests.access import Row
from tests.products.factories import (
    add_requirement,
    add_target,
    at_stage,
    complete,
    make_idea,
    make_product,
    make_project,
    make_public_idea,
    open_meeting,
    pass_gate,
)


def a_product() -> Mapping[str, Any]:
    return {"code": make_product().code}


def a_planned_product() -> Mapping[str, Any]:
    return {"code": make_product(offered=False).code}


def a_delivery() -> Mapping[str, Any]:
    product = make_product(offered=False)
    return {"code": product.code, "public_id": product.deliveries.get().public_id}


def an_idea() -> Mapping[str, Any]:
    return {"number": make_idea().number}


def a_public_idea() -> Mapping[str, Any]:
    return {"number": make_public_idea().number}


def a_project() -> Mapping[str, Any]:
    return {"number": make_project().number}


def a_project_on_hold() -> Mapping[str, Any]:
    return {"number": pass_gate(make_project(), "hold").number}


def a_requirement() -> Mapping[str, Any]:
    project = make_project()
    return {"number": project.number, "public_id": add_requirement(project).public_id}


def a_target() -> Mapping[str, Any]:
    project = make_project()
    return {"number": project.number, "public_id": add_target(project, "customer").public_id}


def a_project_at_launch() -> Mapping[str, Any]:
    return {"number": at_stage("launch").number}


def a_ready_project() -> Mapping[str, Any]:
    return {"number": complete(make_project(), "business_case").number}


def a_meeting() -> Mapping[str, Any]:
    meeting = open_meeting(complete(make_project(), "business_case"))
    return {"number": meeting.project.number, "public_id": meeting.public_id}


def a_criterion() -> Mapping[str, Any]:
    from products.models import Criterion  # the rows are shipped, so the table is read late

    return {"public_id": Criterion.objects.get(code="legal").public_id}


VIEW, EDIT, VOTE = (P.PRODUCT_VIEW,), (P.PRODUCT_EDIT,), (P.GATE_VOTE,)
SEES = (P.PRODUCT_VIEW, P.GATE_VOTE)
SUBMIT = (P.PRODUCT_VIEW, P.IDEA_SUBMIT)
REASON = {"reason": "ตามที่ประชุม"}

ROWS: list[Row] = [
    Row("products:portal-idea", None),
    Row("products:portal-received", None, make=a_public_idea),
    Row("products:staff-list", VIEW),
    Row("products:staff-product-new", EDIT),
    Row("products:staff-product", VIEW, make=a_product),
    Row("products:staff-product-edit", EDIT, make=a_product),
    Row("products:staff-product-offer", EDIT, make=a_planned_product, method="post", ok=302),
    Row("products:staff-product-withdraw", EDIT, make=a_product, method="post", data=REASON, ok=302),
    Row("products:staff-product-review", EDIT, make=a_product, method="post", ok=302),
    Row(
        "products:staff-delivery-new",
        EDIT,
        make=a_product,
        method="post",
        data={"mechanism": "agent", "deliverer": "ตัวแทน"},
        ok=302,
    ),
    Row("products:staff-delivery-remove", EDIT, make=a_delivery, method="post", ok=302),
    Row("products:staff-ideas", SUBMIT),
    Row("products:staff-idea-new", (P.IDEA_SUBMIT,)),
    Row("products:staff-idea", VIEW, make=an_idea, refused=404),
    Row(
        "products:staff-idea-answer",
        EDIT,
        make=an_idea,
        method="post",
        data={"version": 1, "move": "defer", "answer": "รอปีหน้า"},
        ok=302,
    ),
    Row(
        "products:staff-idea-reveal",
        EDIT,
        make=a_public_idea,
        method="post",
        data={"reason": "โทรถามรายละเอียดเพิ่มเติม"},
    ),
    Row("products:staff-projects", SEES),
    Row("products:staff-project-new", EDIT),
    Row("products:staff-projects-finished", SEES),
    Row("products:staff-project", SEES, make=a_project),
    Row("products:staff-project-edit", EDIT, make=a_project),
    Row("products:staff-paper", EDIT, make=a_project, method="post", ok=422),
    Row("products:staff-launch", EDIT, make=a_project_at_launch, method="post", ok=422),
    Row("products:staff-resume", EDIT, make=a_project_on_hold, method="post", data=REASON, ok=302),
    Row("products:staff-trace", SEES, make=a_project),
    Row("products:staff-requirement-new", EDIT, make=a_project),
    Row("products:staff-requirement", EDIT, make=a_requirement),
    Row("products:staff-requirement-verify", EDIT, make=a_requirement, method="post", ok=302),
    Row("products:staff-requirement-remove", EDIT, make=a_requirement, method="post", ok=302),
    Row("products:staff-target-new", EDIT, make=a_project),
    Row("products:staff-target", EDIT, make=a_target),
    Row("products:staff-target-remove", EDIT, make=a_target, method="post", ok=302),
    Row("products:staff-actual", EDIT, make=a_target),
    Row("products:staff-gate-new", EDIT, make=a_ready_project),
    Row("products:staff-gate", SEES, make=a_meeting),
    Row("products:staff-vote", VOTE, make=a_meeting, method="post", ok=422),
    Row("products:staff-decide", VOTE, make=a_meeting, method="post", ok=422),
    Row("products:staff-call-off", EDIT, make=a_meeting, method="post", data=REASON, ok=302),
    Row("products:staff-criteria", (*SEES, P.ADMINISTER)),
    Row("products:staff-criterion-new", (P.PRODUCT_EDIT, P.ADMINISTER)),
    Row("products:staff-criterion", (P.PRODUCT_EDIT, P.ADMINISTER), make=a_criterion),
    Row("products:api-products", VIEW),
    Row("products:api-product", VIEW, make=a_product),
    Row("products:api-ideas", VIEW),
    Row("products:api-idea", VIEW, make=an_idea),
    Row("products:api-projects", VIEW),
    Row("products:api-project", VIEW, make=a_project),
]
