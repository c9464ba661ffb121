"""Who was handed which promises, who accepted them, and who has not been asked yet."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from service_charter.commitment_content import canonical, fingerprint
from service_charter.enums import Holder, Standing
from service_charter.models import IN_FORCE_ONCE, CharterVersion, Commitment, Partner
from service_charter.models.commitment import CommitmentQuerySet

SHOWN_WITH = ("charter", "unit", "person__unit", "partner", "acceptance")


@dataclass(frozen=True)
class Owed:
    """A holder who has not been handed what the charter in force asks of them."""

    kind: Holder
    row: Unit | User | Partner
    content: str

    @property
    def holder(self) -> str:
        """The holder in one word."""
        return f"{self.kind}:{self.row.pk}"

    @property
    def content_hash(self) -> str:
        """The fingerprint of the content."""
        return fingerprint(self.content)


@dataclass(frozen=True)
class Answers:
    """How many were asked, how many of them accepted, and how many let the day pass."""

    asked: int = 0
    accepted: int = 0
    late: int = 0


@dataclass(frozen=True)
class UnitRow:
    """A unit in the matrix: its own commitment (None where it answers for no promise), and its people."""

    unit: Unit
    own: Commitment | None
    people: Answers


def current(at: dt.datetime) -> CommitmentQuerySet:
    """What binds at that moment: the last commitment of each holder who serves, to the charter in force."""
    day = timezone.localdate(at)
    in_force = CharterVersion.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=day), status__in=IN_FORCE_ONCE, effective_on__lte=day
    )
    return Commitment.objects.filter(charter__in=in_force.order_by().values("pk")).latest_until(at).of_those_who_serve()


def shown(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """With everything that a line shows, in the same statement."""
    return rows.select_related(*SHOWN_WITH)


def of_person(user: User, at: dt.datetime) -> CommitmentQuerySet:
    """Those of the person and of the person's unit, what waits first."""
    mine = Q(person=user)
    if user.unit_id:
        mine |= Q(unit=user.unit_id)
    return shown(current(at).filter(mine)).order_by(F("acceptance__at").desc(nulls_first=True), "due_on", "id")


def waiting_for(user: User, at: dt.datetime) -> CommitmentQuerySet:
    """What the person may still accept, the nearest day first."""
    rows = of_person(user, at).filter(acceptance__isnull=True)
    return rows.exclude(kind=Holder.UNIT, handed_by=user).order_by("due_on", "id")


def earlier(commitment: Commitment) -> CommitmentQuerySet:
    """What the same holder was handed before, newest first."""
    return shown(Commitment.objects.filter(holder=commitment.holder, id__lt=commitment.pk)).order_by("-id")


def tallies(rows: CommitmentQuerySet, today: dt.date, by: Any = "kind") -> dict[Any, Answers]:
    """Asked, accepted and late by kind or another expression; one query."""
    late = Count("pk", filter=Q(acceptance__isnull=True, due_on__lt=today))
    found = rows.order_by().values_list(by).annotate(asked=Count("pk"), signed=Count("acceptance"), late=late)
    return {key: Answers(asked, accepted, n_late) for key, asked, accepted, n_late in found}


def matrix(at: dt.datetime) -> list[UnitRow]:
    """Every unit that was handed something or has people who were: its own answer and theirs; three queries."""
    rows, today = current(at), timezone.localdate(at)
    own = {row.unit_id: row for row in shown(rows.filter(kind=Holder.UNIT))}
    people = tallies(rows.filter(kind=Holder.STAFF), today, by="person__unit_id")
    units = Unit.objects.filter(pk__in={*own, *people} - {None}).order_by("code")
    return [UnitRow(unit, own.get(unit.pk), people.get(unit.pk, Answers())) for unit in units]


def in_unit(rows: CommitmentQuerySet, unit: Unit) -> CommitmentQuerySet:
    """Those of a unit and of its people."""
    return rows.filter(Q(unit=unit) | Q(person__unit=unit))


def owed(charter: CharterVersion) -> list[Owed]:
    """Everybody who should be handed something and has not got exactly that yet; five queries.

    Units get the promises they answer for. Staff get those of their unit, all of them where it answers for none.
    Partners get those that they keep for us.
    """
    last = dict(
        Commitment.objects.filter(charter=charter)
        .order_by("holder", "-id")
        .distinct("holder")
        .values_list("holder", "content_hash")
    )
    return [each for each in _asked_of(charter) if last.get(each.holder) != each.content_hash]


def _asked_of(charter: CharterVersion) -> Iterator[Owed]:
    standards = list(charter.standards.order_by("number"))
    units: dict[int | None, list[Any]] = {}
    for standard in standards:
        units.setdefault(standard.owner_unit_id, []).append(standard)
    write: Callable[..., str] = partial(canonical, charter)
    texts = {key: write(rows) for key, rows in units.items() if key is not None}
    for unit in Unit.objects.filter(pk__in=texts).order_by("code"):
        yield Owed(Holder.UNIT, unit, texts[unit.pk])
    everything = write(standards)
    for person in people_holding(Permission.CHARTER_COMMIT).order_by("pk"):
        yield Owed(Holder.STAFF, person, texts.get(person.unit_id, everything))
    for partner in Partner.objects.filter(is_active=True).order_by("code"):
        if kept := [standard for standard in standards if standard.code in partner.standard_codes]:
            yield Owed(Holder.PARTNER, partner, write(kept))


def standing_of(rows: CommitmentQuerySet, standing: str, at: dt.datetime) -> CommitmentQuerySet:
    """Those that stand so; all of them for a word that means nothing."""
    return rows.standing(standing, timezone.localdate(at)) if standing in Standing.values else rows
