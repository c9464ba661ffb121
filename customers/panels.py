"""What other rooms show on a customer's page. They register panels at start-up; this room imports none of them.

    panels.register("complaints", _("Complaints"), Permission.COMPLAINT_VIEW, render_panel)

    def render_panel(user: User, customer: Customer) -> Rendered | None:
        return "complaints/panel.html", {"complaints": …}

A room also says here by which signs of its own a relationship is judged (`signs`, see customers.health).

The template gets that context and `customer`, `panel` (key, title). It stands inside a titled section, so it begins
with its content. None leaves the panel out for this customer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from customers import health
from customers.models import Customer
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission

Rendered = tuple[str, dict[str, Any]]
Render = Callable[[User, Customer], Rendered | None]


@dataclass(frozen=True)
class Panel:
    """A panel as registered. `place` is `main` (wide, in the middle) or `side`; lower `order` comes first."""

    key: str
    title: str | Promise
    permission: Permission
    render: Render
    place: str = "main"
    order: int = 50


@dataclass(frozen=True)
class ShownPanel:
    """A panel filled for one customer."""

    key: str
    title: str | Promise
    place: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


_panels: dict[str, Panel] = {}


def register(
    key: str,
    title: str | Promise,
    permission: Permission,
    render: Render,
    *,
    place: str = "main",
    order: int = 50,
    signs: Sequence[health.Sign] = (),
) -> None:
    """Offer a panel, and the signs of the room; called from `AppConfig.ready()`. Raises ValueError for an unknown place
    or a sign that is declared twice."""
    if place not in {"main", "side"}:
        raise ValueError(f"panel {key}: no place {place!r}")
    for sign in signs:
        health.register(sign)
    _panels[key] = Panel(key, title, permission, render, place, order)


def panels_for(user: User, customer: Customer) -> list[ShownPanel]:
    """The panels that this user may see, filled for this customer."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        rendered = panel.render(user, customer) if user.can(panel.permission) else None
        if rendered is not None:
            template, context = rendered
            shown.append(ShownPanel(panel.key, panel.title, panel.place, template, context))
    return shown
