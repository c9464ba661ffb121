"""Approval routes and documents on them, made through the services. The document is of no room: `test.paper`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission
from foundation.governance import approval_kinds, services
from foundation.governance.approval_kinds import ApprovalKind
from foundation.governance.models import ApprovalRoute, ApprovalRun
from tests.governance.factories import HASH, NOW
from tests.people import someone

PAPER = ApprovalKind("test.paper", "Paper", Permission.CHARTER_REVIEW)
PAPER_ID = "p" * 26
EXACTLY = {"content_public_id": PAPER_ID, "content_hash": HASH}


@contextmanager
def papers() -> Iterator[None]:
    """Papers go by a route while it lasts."""
    approval_kinds.register(PAPER)
    try:
        yield
    finally:
        del approval_kinds._kinds[PAPER.key]


def drawer() -> User:
    return someone("policy-administrator")


def enforcer() -> User:
    return someone("executive")


def roles(*keys: str) -> list[Role]:
    for key in keys:
        someone(key)  # somebody holds it
    return [Role.objects.get(key=key) for key in keys]


def make_route_draft(*keys: str, kind: str = PAPER.key) -> ApprovalRoute:
    """A draft with a step for each role."""
    route = services.draft_route(content_kind=kind, reason="ให้ดูครบทุกด้าน", by=drawer(), now=NOW)
    steps = [(f"ขั้นของ {role.key}", f"Step of {role.key}", role) for role in roles(*keys)]
    if steps:
        services.save_route_steps(route_id=route.pk, shown_version=route.version, steps=steps, by=drawer(), now=NOW)
    return ApprovalRoute.objects.get(pk=route.pk)


def make_route(*keys: str, kind: str = PAPER.key) -> ApprovalRoute:
    """A route in force."""
    return services.bring_route_into_force(route_id=make_route_draft(*keys, kind=kind).pk, by=enforcer(), now=NOW)


def make_run(drafter: User, **facts: Any) -> ApprovalRun:
    """A paper on its way along the route in force."""
    given = {
        "content_kind": PAPER.key,
        **EXACTLY,
        "title_th": "เอกสาร",
        "title_en": "Paper",
        "url": "/staff/",
        "drafter_ids": [drafter.pk],
    }
    run = services.start_run(**{**given, **facts}, by=drafter, now=NOW)
    assert run is not None
    return run
