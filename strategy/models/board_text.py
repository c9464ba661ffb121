"""What plans and definitions share: editions, the way to the board, the days on which they bind."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from foundation.core.models import Record
from strategy.enums import BINDING, Status


def spoken(row: models.Model, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language; the other one where it is empty."""
    first, second = ("en", "th") if get_language() == "en" else ("th", "en")
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}"))


class BoardText(Record):
    """A text that binds from the day it is put into force, after the board has approved exactly it.

    `content_hash` is the sha-256 of the canonical form (content.py). The database lets nobody approve a text without
    an approving resolution of that hash, reckoned from its rows, nor change one that is not a
    draft any more (migrations 0002, 0003).
    """

    CONTENT_KIND: ClassVar[str]

    edition = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafter_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    effective_on = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.PROPOSED]) | Q(resolution__isnull=False),
                name="%(class)s_approved_by_resolution",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(BINDING), effective_on__isnull=False)
                | ~Q(status__in=sorted(BINDING)) & Q(effective_on__isnull=True),
                name="%(class)s_binding_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SUPERSEDED, effective_until__isnull=False)
                | ~Q(status=Status.SUPERSEDED) & Q(effective_until__isnull=True),
                name="%(class)s_until_when_superseded",
            ),
        ]

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is or was in force; None while no other edition takes over."""
        return self.effective_until - dt.timedelta(days=1) if self.effective_until else None

    @property
    def is_draft(self) -> bool:
        """Whether its content may still change."""
        return self.status == Status.DRAFT

    def get_absolute_url(self) -> str:
        """Where staff read this edition."""
        raise NotImplementedError

    def canonical(self) -> str:
        """The exact content that the board approves."""
        raise NotImplementedError

    def name_th(self) -> str:
        """What the board's agenda calls it in Thai."""
        raise NotImplementedError

    def name_en(self) -> str:
        """What the board's agenda calls it in English."""
        raise NotImplementedError

    def family(self) -> "models.QuerySet[BoardText]":
        """Every edition of the same text, this one included."""
        raise NotImplementedError
