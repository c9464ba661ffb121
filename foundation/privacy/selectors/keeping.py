"""Reads of what is kept and why: the register of processing, legal holds, erasures that wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from foundation.privacy.models import Erasure, LegalHold, NoticeVersion, Purpose
from foundation.privacy.personal_data import Kind, kinds
from foundation.privacy.selectors.ledgers import notices_in_force


@dataclass(frozen=True)
class Processing:
    """One line of the register: a kind of record and the notice in force under which it is collected."""

    kind: Kind
    notice: NoticeVersion | None
    purposes: list[Purpose]


def processing_register(*, at: datetime) -> list[Processing]:
    """Every kind of record with personal data, as its room declared it, with purposes, bases and time of keeping.

    The words are those of the notice in force: people are told what the register says.
    """
    versions = {version.notice.key: version for version in notices_in_force(at=at).prefetch_related("notice__purposes")}
    lines = []
    for kind in kinds():
        version = versions.get(kind.notice)
        lines.append(Processing(kind, version, list(version.notice.purposes.all()) if version else []))
    return lines


def holds_standing() -> QuerySet[LegalHold]:
    """Legal holds, those that stand first, newest first."""
    return LegalHold.objects.select_related("set_by", "lifted_by").order_by("-id")


def erasures_waiting(*, besides: Any) -> QuerySet[Erasure]:
    """Erasures that wait for a second person, those that this person proposed left out."""
    rows = Erasure.objects.filter(approved_at__isnull=True).exclude(proposed_by=besides)
    return rows.select_related("request", "proposed_by").order_by("proposed_at", "id")
