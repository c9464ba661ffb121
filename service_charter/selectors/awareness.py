"""Who was asked to read the charter, and who has confirmed it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from service_charter.models import IN_FORCE_ONCE, CharterVersion, Quiz, QuizAttempt, ReadReceipt


@dataclass(frozen=True)
class UnitReads:
    """A unit in the matrix (None: people without one): how many are asked, and how many have confirmed."""

    unit: Unit | None
    asked: int
    confirmed: int

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.asked - self.confirmed


def charter_to_read(at: dt.datetime) -> CharterVersion | None:
    """The version published last by that moment, also before it takes effect: staff read it first."""
    rows = CharterVersion.objects.filter(status__in=IN_FORCE_ONCE, published_at__lte=at)
    return rows.order_by("-published_at", "-number").first()


def readers() -> QuerySet[User]:
    """Everybody who is asked: active staff, each once."""
    people = people_holding(Permission.CHARTER_COMMIT).order_by().values("pk")
    return User.objects.filter(pk__in=people).select_related("unit").order_by("pk")


def receipt_of(user: User, charter: CharterVersion) -> ReadReceipt | None:
    """The person's confirmation of that version."""
    return ReadReceipt.objects.filter(charter=charter, reader=user).first()


def not_yet(charter: CharterVersion, at: dt.datetime) -> QuerySet[User]:
    """Who is asked and had not confirmed that version by that moment."""
    return readers().filter(~_has_read(charter, at))


def matrix(charter: CharterVersion, at: dt.datetime) -> list[UnitReads]:
    """Unit by unit, those without a unit last; two queries."""
    counted = (
        readers()
        .select_related(None)
        .order_by()
        .annotate(has_read=_has_read(charter, at))
        .values_list("unit_id")
        .annotate(asked=Count("pk"), confirmed=Count("pk", filter=Q(has_read=True)))
    )
    found = {unit_id: (asked, confirmed) for unit_id, asked, confirmed in counted}
    units = Unit.objects.filter(pk__in=found.keys() - {None}).order_by("code")
    rows = [UnitReads(unit, *found[unit.pk]) for unit in units]
    return [*rows, UnitReads(None, *found[None])] if None in found else rows


def charter_for(user: User, at: dt.datetime) -> Any:
    """The version that is asked for, with `has_read` and `asks_quiz`: whether the person confirmed it, and whether its
    quiz waits for them. One statement."""
    rows = CharterVersion.objects.filter(status__in=IN_FORCE_ONCE, published_at__lte=at)
    done = Exists(ReadReceipt.objects.filter(charter=OuterRef("pk"), reader=user))
    passed = QuizAttempt.objects.filter(quiz__charter=OuterRef("pk"), person=user, passed=True)
    waits = Exists(Quiz.objects.filter(charter=OuterRef("pk"), opened_at__lte=at)) & ~Exists(passed)
    return rows.annotate(has_read=done, asks_quiz=waits).order_by("-published_at", "-number").first()


def _has_read(charter: CharterVersion, at: dt.datetime) -> Exists:
    return Exists(ReadReceipt.objects.filter(charter=charter, reader=OuterRef("pk"), at__lte=at))
