"""Risks and corrective actions: lists, the heat map, and those of one record."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.governance.enums import ActionState
from foundation.governance.models import CorrectiveAction, Risk, RiskBand

if TYPE_CHECKING:
    from foundation.accounts.models import User

SCALE = range(1, 6)


@dataclass(frozen=True)
class Cell:
    """One field of the heat map."""

    likelihood: int
    impact: int
    band: RiskBand | None
    count: int


def risk_bands() -> list[RiskBand]:
    """The bands, lowest first."""
    return list(RiskBand.objects.order_by("lowest"))


def band_of(score: int, bands: list[RiskBand]) -> RiskBand | None:
    """The band that a score falls into."""
    return next((band for band in bands if band.lowest <= score <= band.highest), None)


def risks() -> "QuerySet[Risk]":
    """Every risk with its owner; open and closed. A page begins with `risks_seen_by`."""
    return Risk.objects.select_related("owner", "owner_unit")


def risks_seen_by(user: "User") -> "QuerySet[Risk]":
    """Risks that the person may see, with their owners; open and closed."""
    return Risk.objects.visible_to(user).select_related("owner", "owner_unit")


def open_risks() -> "QuerySet[Risk]":
    """Risks that still exist."""
    return risks().filter(closed_at__isnull=True)


def risks_of(kind: str, public_id: str) -> "QuerySet[Risk]":
    """Open risks of one record of any room, newest first. Give them to `governance/_risks.html`."""
    return open_risks().filter(subject_kind=kind, subject_public_id=public_id).order_by("-id")


def ranked_risks(user: "User", *, residual: bool = True) -> "QuerySet[Any]":
    """Open risks that the person may see with `rank`, their score after (or before) treatment."""
    likelihood, impact = _scales(residual)
    return risks_seen_by(user).filter(closed_at__isnull=True).annotate(rank=F(likelihood) * F(impact))


def cell_filter(likelihood: int, impact: int, *, residual: bool = True) -> dict[str, int]:
    """The filter for one field of the heat map."""
    return dict(zip(_scales(residual), (likelihood, impact), strict=True))


def heat_map(user: "User", *, residual: bool = True) -> list[list[Cell]]:
    """Open risks the person may see, by likelihood (rows, 5 down to 1) and impact (columns, 1 to 5); two queries."""
    rows = (
        Risk.objects.visible_to(user)
        .filter(closed_at__isnull=True)
        .order_by()
        .values_list(*_scales(residual))
        .annotate(n=Count("id"))
    )
    counts = {(likelihood, impact): n for likelihood, impact, n in rows}
    bands = risk_bands()
    return [
        [Cell(row, column, band_of(row * column, bands), counts.get((row, column), 0)) for column in SCALE]
        for row in reversed(SCALE)
    ]


def actions() -> "QuerySet[CorrectiveAction]":
    """Every action with its people. A page begins with `actions_seen_by`."""
    return CorrectiveAction.objects.select_related("owner__unit", "done_by", "verified_by", "recorded_by")


def actions_seen_by(user: "User") -> "QuerySet[CorrectiveAction]":
    """Actions that the person may see, with their people."""
    return CorrectiveAction.objects.visible_to(user).select_related(
        "owner__unit", "done_by", "verified_by", "recorded_by"
    )


def actions_of(user: "User", kind: str, public_id: str) -> "QuerySet[CorrectiveAction]":
    """Actions that came from one record of any room, newest first, as far as the person may see them.

    Give them to `governance/_actions.html`.
    """
    return actions_seen_by(user).filter(source_kind=kind, source_public_id=public_id).order_by("-id")


def overdue_actions(today: dt.date | None = None) -> "QuerySet[CorrectiveAction]":
    """Open actions past their day."""
    return actions().filter(state=ActionState.OPEN, due_on__lt=today or timezone.localdate())


def may_add_risks(user: Any) -> bool:
    """Whether pages of other rooms should offer to add a risk or an action."""
    return may(user, Permission.RISK_EDIT)


def _scales(residual: bool) -> tuple[str, str]:
    return ("residual_likelihood", "residual_impact") if residual else ("likelihood", "impact")
