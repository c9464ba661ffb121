"""The filters of the list of commitments: read from the address; words that mean nothing are ignored."""

import datetime as dt
from urllib.parse import urlencode

from django.http import QueryDict

from foundation.accounts.models import Unit
from foundation.core.list_filters import Chip
from service_charter.enums import Holder, Standing
from service_charter.models.commitment import CommitmentQuerySet
from service_charter.selectors.commitments import in_unit, standing_of


class CommitmentFilter:
    """What the address asks for: kind of holder, standing, unit."""

    kinds = Holder.choices
    standings = Standing.choices

    def __init__(self, query: QueryDict) -> None:
        self.cursor = query.get("after", "")
        kind, standing = query.get("kind", ""), query.get("standing", "")
        self.kind = Holder(kind) if kind in Holder.values else None
        self.standing = Standing(standing) if standing in Standing.values else None
        self.units = list(Unit.objects.all())
        self.unit = next((row for row in self.units if row.code == query.get("unit")), None)

    def apply(self, rows: CommitmentQuerySet, at: dt.datetime) -> CommitmentQuerySet:
        """The commitments that fit."""
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.unit:
            rows = in_unit(rows, self.unit)
        return standing_of(rows, self.standing, at) if self.standing else rows

    @property
    def values(self) -> dict[str, str]:
        """The filters in force as words of the address."""
        pairs = {
            "kind": self.kind.value if self.kind else "",
            "standing": self.standing.value if self.standing else "",
            "unit": self.unit.code if self.unit else "",
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that takes it off."""
        labels = {
            "kind": str(self.kind.label) if self.kind else "",
            "standing": str(self.standing.label) if self.standing else "",
            "unit": str(self.unit or ""),
        }
        others = {name: {n: v for n, v in self.values.items() if n != name} for name in self.values}
        return [Chip(labels[name], f"?{urlencode(others[name])}") for name in self.values]
