"""Lifecycles as data: one table of moves drives rules, forms, the diagram in the docs and the tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.core.errors import IllegalMove


@dataclass(frozen=True)
class Move:
    """One legal step: from which states, to which, by whom, and what it demands.

    `demands` names the fields of the form or row that must be filled before the step is taken.
    `permission` is the value of a `Permission`; None means that the step is taken by the system.
    """

    sources: frozenset[str]
    target: str
    label: str | Promise
    permission: str | None = None
    demands: tuple[str, ...] = field(default=())

    def from_(self, state: str) -> str:
        """The state after the move.

        Raises IllegalMove when the move does not start at `state`.
        """
        if state not in self.sources:
            raise IllegalMove(
                _("This step is not possible now: the status has changed. Please look at the latest status.")
            )
        return self.target


Lifecycle = Mapping[str, Move]


def moves_from(lifecycle: Lifecycle, state: str) -> list[str]:
    """Names of the moves that start at `state`, in the order of the table."""
    return [name for name, move in lifecycle.items() if state in move.sources]


def final_states(lifecycle: Lifecycle, states: Iterable[str]) -> set[str]:
    """States that no move leaves."""
    return {state for state in states if not moves_from(lifecycle, state)}


def mermaid(lifecycle: Lifecycle) -> str:
    """The lifecycle as a Mermaid state diagram for the docs."""
    lines = ["stateDiagram-v2"]
    for name, move in lifecycle.items():
        lines += [f"    {source} --> {move.target}: {name}" for source in sorted(move.sources)]
    return "\n".join(lines)
