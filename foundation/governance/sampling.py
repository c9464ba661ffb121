"""Random samples that anybody can draw again: the seed puts the records in an order, and the first are taken.

The order is that of sha-256(seed ":" id). It does not depend on how the rows lie in the database, on a version of a
random generator, or on the machine; a larger sample with the same seed begins with the smaller one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat


@dataclass(frozen=True)
class Drawn:
    """What was drawn, and from what: how many there were, and the fingerprint over all their ids."""

    ids: list[str]
    count: int
    fingerprint: str


def new_seed() -> str:
    """A seed that nobody chose."""
    return secrets.token_hex(8)


def draw(rows: "QuerySet[Any]", *, seed: str, size: int) -> Drawn:
    """The first `size` records in the order of the seed, fewer where there are not so many. Two statements."""
    ids = rows.order_by().annotate(_id=F("public_id"))
    facts = ids.aggregate(n=Count("pk"), ids=_Joined("_id"))
    ranked = ids.annotate(_rank=_Sha(Concat(Value(f"{seed}:"), "_id", output_field=TextField())))
    chosen = list(ranked.order_by("_rank", "_id").values_list("_id", flat=True)[:size])
    return Drawn(chosen, facts["n"], facts["ids"] or hashlib.sha256(b"").hexdigest())


class _Sha(Func):
    """sha-256 as letters, of the text in UTF-8."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = CharField()


class _Joined(Func):
    """sha-256 over all ids in their order, one a line."""

    template = (
        "encode(sha256(convert_to("
        "string_agg(%(expressions)s, E'\\n' ORDER BY %(expressions)s COLLATE \"C\"), 'UTF8')), 'hex')"
    )
    output_field = CharField()
    contains_aggregate = True

    def get_group_by_cols(self) -> list[Any]:
        """An aggregate groups by nothing."""
        return []
