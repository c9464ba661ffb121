"""The life of what the board approves, plans and definitions alike, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from strategy.enums import Status

MOVES = {
    "propose": Move(frozenset({Status.DRAFT}), Status.PROPOSED, _("Propose to the board"), Permission.STRATEGY_EDIT),
    "take_back": Move(
        frozenset({Status.PROPOSED, Status.APPROVED}),
        Status.DRAFT,
        _("Take back to draft"),
        Permission.STRATEGY_EDIT,
        demands=("reason",),
    ),
    # The next two follow from a resolution of the board, taken by the system when it is recorded.
    "approve": Move(frozenset({Status.PROPOSED}), Status.APPROVED, _("Approved by the board")),
    "send_back": Move(frozenset({Status.PROPOSED}), Status.DRAFT, _("Returned by the board")),
    "enforce": Move(
        frozenset({Status.APPROVED}),
        Status.IN_FORCE,
        _("Put into force"),
        Permission.STRATEGY_EDIT,
        demands=("effective_on",),
    ),
    "supersede": Move(frozenset({Status.IN_FORCE}), Status.SUPERSEDED, _("Superseded by the next edition")),
}

PATH = (Status.DRAFT, Status.PROPOSED, Status.APPROVED, Status.IN_FORCE)
