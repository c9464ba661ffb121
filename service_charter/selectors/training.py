"""Who has attended what, and who has, lacks or must soon renew the competence that a role needs.

A person needs what any of their roles needs, and has it while one attendance of a course that gives it is good.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate
from django.utils.translation import get_language

from foundation.accounts.models import Role, User
from service_charter.enums import Hold
from service_charter.models import Attendance, Competence, Course
from service_charter.training_rules import SOON

_NEEDED = "roles__competences"


class _Any(Aggregate):
    function = "BOOL_OR"
    name = "Any"
    output_field = BooleanField()


@dataclass(frozen=True)
class Held:
    """How a person stands to one competence; `until` is the last good day, None for ever or never."""

    competence: Competence
    hold: Hold
    until: dt.date | None = None


@dataclass(frozen=True)
class Cell:
    """How those who hold a role stand to a competence it needs."""

    role: Role
    competence: Competence
    people: int
    has: int
    soon: int

    @property
    def lacks(self) -> int:
        """How many lack it."""
        return self.people - self.has


def courses() -> QuerySet[Course]:
    """Every course with how often it was attended, those in use first."""
    attended = Count("attendances", filter=Q(attendances__withdrawn_at__isnull=True))
    return Course.objects.annotate(attended=attended).order_by("-is_active", "code")


def competences() -> QuerySet[Competence]:
    """Every competence with its courses and roles, those in use first."""
    return Competence.objects.prefetch_related("courses", "roles").order_by("-is_active", "code")


def attendances() -> QuerySet[Attendance]:
    """With everything that a line shows."""
    return Attendance.objects.select_related("course", "person__unit", "entered_by", "withdrawn_by")


def matrix(day: dt.date) -> list[Cell]:
    """Each role with each competence it needs; three queries."""
    rows = (
        _needing()
        .annotate(ok=_good(day), later=_good(day + SOON))
        .order_by()
        .values_list("roles", _NEEDED)
        .annotate(
            people=Count("pk", distinct=True),
            has=Count("pk", filter=Q(ok=True), distinct=True),
            soon=Count("pk", filter=Q(ok=True, later=False), distinct=True),
        )
    )
    found = {(role, competence): counts for role, competence, *counts in rows}
    roles = Role.objects.in_bulk([role for role, _competence in found])
    known = Competence.objects.in_bulk([competence for _role, competence in found])
    cells = [Cell(roles[role], known[competence], *counts) for (role, competence), counts in found.items()]
    return sorted(cells, key=lambda cell: (str(cell.role), cell.competence.code))


def with_gaps(day: dt.date) -> QuerySet[User]:
    """People who lack something that a role of theirs needs, or must soon renew it."""
    behind = _needing().annotate(later=_good(day + SOON)).filter(later=False)
    return User.objects.filter(pk__in=behind.order_by().values("pk")).select_related("unit").order_by("pk")


def gaps_of(user: User, day: dt.date) -> QuerySet[Competence]:
    """What the person lacks, or must soon renew."""
    good = Attendance.objects.good_on(day + SOON).filter(person=user, course__competences=OuterRef("pk"))
    needed = Competence.objects.filter(~Exists(good), is_active=True, roles__holders=user)
    return Competence.objects.filter(pk__in=needed.order_by().values("pk")).order_by("code")


def standing_of(people: Iterable[int], day: dt.date) -> dict[int, list[Held]]:
    """How each of these people stands to each competence that their roles need; three queries."""
    ids = list(people)
    needs = _needing().filter(pk__in=ids).order_by("pk", _NEEDED).values_list("pk", _NEEDED).distinct()
    pairs = list(needs)
    held = (
        Attendance.objects.good_on(day)
        .filter(person__in=ids)
        .order_by()
        .values_list("person", "course__competences")
        .annotate(ever=_Any(Q(valid_until__isnull=True)), until=Max("valid_until"))
    )
    until = {(person, competence): None if ever else last for person, competence, ever, last in held}
    known = Competence.objects.in_bulk({competence for _person, competence in pairs})
    found: dict[int, list[Held]] = {person: [] for person in ids}
    for pair in pairs:
        last = until.get(pair)
        hold = Hold.LACKS if pair not in until else Hold.SOON if last and last < day + SOON else Hold.HAS
        found[pair[0]].append(Held(known[pair[1]], hold, last))
    return found


def lacking(people: QuerySet[User], day: dt.date) -> dict[int, list[str]]:
    """Of these people those who lack something that their roles need, with what; one query."""
    title = f"{_NEEDED}__title_{'en' if get_language() == 'en' else 'th'}"
    short = _needing().filter(~_good(day), pk__in=people.order_by().values("pk"))
    found: dict[int, list[str]] = {}
    for person, words in short.order_by("pk", title).values_list("pk", title).distinct():
        found.setdefault(person, []).append(words)
    return found


def is_competent(user: User, day: dt.date) -> bool:
    """Whether the person has all that their roles need on that day."""
    return not lacking(User.objects.filter(pk=user.pk), day)


def competent_by_unit(people: QuerySet[User], day: dt.date) -> dict[str, tuple[int, int]]:
    """How many of these people need something, and how many of those lack nothing, by code of unit; one query."""
    rows = _needing().filter(pk__in=people.order_by().values("pk")).order_by().values_list("unit__code")
    short = Count("pk", filter=~_good(day), distinct=True)
    found = rows.annotate(needing=Count("pk", distinct=True), short=short)
    return {code or "": (needing, needing - short) for code, needing, short in found}


def competent_of(people: QuerySet[User], day: dt.date) -> tuple[int, int]:
    """How many of these people need something, and how many of those lack nothing; one query."""
    found = competent_by_unit(people, day).values()
    return sum(needing for needing, _good_ones in found), sum(good for _needing_ones, good in found)


def hours_between(first: dt.date, last: dt.date) -> dict[str, tuple[float, int]]:
    """Hours of training and people who had any, by code of the unit; one query."""
    rows = (
        Attendance.objects.counting()
        .filter(held_on__range=(first, last))
        .order_by()
        .values_list(F("person__unit__code"))
        .annotate(total=Sum("hours"), people=Count("person", distinct=True))
    )
    return {code or "": (float(total), people) for code, total, people in rows}


def renewals(day: dt.date) -> QuerySet[Attendance]:
    """The last good attendances of a course that end soon, of people who serve."""
    newer = Attendance.objects.good_on(day + SOON).filter(person=OuterRef("person"), course=OuterRef("course"))
    ending = Attendance.objects.good_on(day).filter(valid_until__lt=day + SOON, person__is_active=True)
    return ending.filter(~Exists(newer)).select_related("course", "person")


def _needing() -> QuerySet[User]:
    return User.objects.filter(is_active=True, roles__competences__is_active=True)


def _good(day: dt.date) -> Exists:
    return Exists(Attendance.objects.good_on(day).filter(person=OuterRef("pk"), course__competences=OuterRef(_NEEDED)))
