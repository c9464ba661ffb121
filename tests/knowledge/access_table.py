"""Who may use which address of knowledge."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from foundation.knowledge.enums import Status
from tests.access import Row
from tests.knowledge.factories import make_article

READ, WRITE, PUBLISH = (P.KNOWLEDGE_VIEW,), (P.KNOWLEDGE_WRITE,), (P.KNOWLEDGE_PUBLISH,)


def article(status: str = Status.PUBLISHED, **more: str) -> Callable[[], Mapping[str, Any]]:
    """An article in a state."""
    return lambda: {"public_id": make_article(status).public_id, **more}


def for_customers() -> Mapping[str, Any]:
    """An article of the portal."""
    return {"public_id": make_article(Status.PUBLISHED, kind="guide", for_public=True).public_id}


ROWS: list[Row] = [
    Row("knowledge:portal-help", None),
    Row("knowledge:portal-article", None, make=for_customers),
    Row("knowledge:portal-useful", None, make=for_customers, method="post", data={"helped": "yes"}, ok=302),
    Row("knowledge:staff-list", READ),
    Row("knowledge:staff-new", WRITE),
    Row("knowledge:staff-detail", READ, make=article()),
    Row("knowledge:staff-edit", WRITE, make=article()),
    Row("knowledge:staff-useful", READ, make=article(), method="post", data={"helped": "yes"}, ok=302),
    Row(
        "knowledge:staff-link",
        WRITE,
        make=article(),
        method="post",
        data={"address": "/nowhere/"},
        ok=422,
    ),
    Row("knowledge:staff-unlink", WRITE, make=article(link_id="0" * 26), method="post", ok=404),
    Row("knowledge:staff-move", (P.KNOWLEDGE_WRITE,), make=article(move="revise"), method="post", ok=302),
    Row("knowledge:api-list", READ),
    Row("knowledge:api-detail", READ, make=article()),
]
