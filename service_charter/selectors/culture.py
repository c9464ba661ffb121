"""The index of service culture: by unit and year, with n and interval; silent where somebody could be made out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet, StdDev

from foundation.accounts.models import Unit, User
from service_charter.culture_rules import interval, shown
from service_charter.enums import CultureState
from service_charter.models import CultureInvitation, CultureMark, CultureRound


@dataclass(frozen=True)
class Index:
    """The index of a group in one round, 0 to 100; None where it is not shown."""

    asked: int
    n: int | None
    value: float | None = None
    low: float = 0.0
    high: float = 100.0

    def against(self, before: "Index | None") -> int:
        """1 better, -1 worse than before, 0 where the intervals overlap or one is not shown."""
        if before is None or self.value is None or before.value is None:
            return 0
        return (self.low > before.high) - (self.high < before.low)


@dataclass(frozen=True)
class UnitIndex:
    """A unit with its index and that of the round before."""

    unit: Unit | None
    index: Index
    before: Index | None

    @property
    def trend(self) -> int:
        """1 better, -1 worse, 0 not told apart."""
        return self.index.against(self.before)


@dataclass(frozen=True)
class ItemMean:
    """A statement with its mean mark over the house."""

    text: str
    mean: float
    n: int


def rounds() -> QuerySet[CultureRound]:
    """Every round, the newest year first."""
    return CultureRound.objects.order_by("-fiscal_year_be")


def open_round(day: dt.date) -> CultureRound | None:
    """The round that takes answers on that day."""
    return CultureRound.objects.filter(state=CultureState.OPEN, closes_on__gte=day).first()


def waiting_for(user: User, day: dt.date) -> CultureRound | None:
    """The round that the person is asked in and has not answered; one query."""
    asked = CultureRound.objects.filter(state=CultureState.OPEN, closes_on__gte=day)
    return asked.filter(invitations__person=user, invitations__has_answered=False).first()


def turnout(row: CultureRound) -> tuple[int, int]:
    """How many were asked, and how many have answered."""
    counts = row.invitations.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))
    return counts["asked"], counts["answered"]


def turnout_by_unit(row: CultureRound) -> list[tuple[Unit | None, int, int]]:
    """Unit by unit how many were asked and have answered, for reminding; two queries."""
    counts = row.invitations.order_by().values_list("unit")
    found = {
        unit: (asked, done)
        for unit, asked, done in counts.annotate(asked=Count("pk"), done=Count("pk", filter=Q(has_answered=True)))
    }
    units = Unit.objects.in_bulk([pk for pk in found if pk])
    return [(units.get(pk or 0), *numbers) for pk, numbers in sorted(found.items(), key=lambda each: each[0] or 0)]


def house(row: CultureRound) -> Index:
    """The index of the whole house; only of a closed round."""
    asked, _answered = turnout(row)
    found = row.answers.aggregate(n=Count("pk"), mean=Avg("points"), deviation=StdDev("points", sample=True))
    return _index(row, asked, found["n"], found["mean"], found["deviation"], is_shown=bool(shown({"": found["n"]})))


def by_unit(row: CultureRound) -> dict[int | None, Index]:
    """The index of each unit that was asked; only of a closed round. Two queries."""
    asked = dict(row.invitations.order_by().values_list("unit").annotate(n=Count("pk")))
    groups = row.answers.order_by().values_list("unit")
    found = {
        unit: (n, mean, deviation)
        for unit, n, mean, deviation in groups.annotate(
            n=Count("pk"), mean=Avg("points"), deviation=StdDev("points", sample=True)
        )
    }
    visible = shown({unit: found.get(unit, (0,))[0] for unit in asked})
    return {
        unit: _index(row, n_asked, *found.get(unit, (0, None, None)), is_shown=unit in visible)
        for unit, n_asked in asked.items()
    }


def table(row: CultureRound) -> list[UnitIndex]:
    """Unit by unit with the round before; five queries."""
    earlier = CultureRound.objects.filter(state=CultureState.CLOSED, fiscal_year_be__lt=row.fiscal_year_be).first()
    now, before = by_unit(row), by_unit(earlier) if earlier else {}
    units = Unit.objects.in_bulk([pk for pk in now if pk])
    rows = [UnitIndex(units.get(pk or 0), index, before.get(pk)) for pk, index in now.items()]
    return sorted(rows, key=lambda each: (each.index.value is None, each.index.value or 0, str(each.unit)))


def items(row: CultureRound) -> list[ItemMean]:
    """The statements of a closed round, the lowest mean first; nothing where too few answered."""
    if row.state != CultureState.CLOSED or house(row).value is None:
        return []
    means = (
        CultureMark.objects.filter(item__round=row)
        .order_by()
        .values_list("item")
        .annotate(mean=Avg("value"), n=Count("pk"))
    )
    found = {item: (mean, n) for item, mean, n in means}
    rows = [ItemMean(str(item), *found[item.pk]) for item in row.items.all() if item.pk in found]
    return sorted(rows, key=lambda each: each.mean)


def years(until: dt.datetime) -> list[tuple[CultureRound, Index]]:
    """The house in every round closed by then, the oldest first."""
    closed = CultureRound.objects.filter(state=CultureState.CLOSED, closed_at__lte=until).order_by("fiscal_year_be")
    return [(row, house(row)) for row in closed]


def last_closed(at: dt.datetime) -> CultureRound | None:
    """The newest round closed by then."""
    return CultureRound.objects.filter(state=CultureState.CLOSED, closed_at__lte=at).first()


def not_answered(row: CultureRound) -> QuerySet[CultureInvitation]:
    """Who is still asked, of those who serve."""
    return row.invitations.filter(has_answered=False, person__is_active=True).select_related("person")


def _index(
    row: CultureRound, asked: int, n: int, mean: float | None, deviation: float | None, *, is_shown: bool
) -> Index:
    if row.state != CultureState.CLOSED or not is_shown or mean is None:
        return Index(asked, None)
    low, high = interval(mean, deviation, n)
    return Index(asked, n, mean, low, high)


def named(index: Mapping[int | None, Index]) -> dict[str, Index]:
    """By code of the unit instead of its key; one query."""
    codes = dict(Unit.objects.filter(pk__in=[pk for pk in index if pk]).values_list("pk", "code"))
    return {codes.get(pk or 0, ""): each for pk, each in index.items()}
