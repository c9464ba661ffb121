"""The life of a charter version, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from service_charter.enums import Status

MOVES = {
    "submit": Move(frozenset({Status.DRAFT}), Status.IN_REVIEW, _("Send to internal review"), Permission.CHARTER_DRAFT),
    # By a second person: whoever had a hand in the draft neither reviews nor approves it.
    "review": Move(
        frozenset({Status.IN_REVIEW}),
        Status.REVIEWED,
        _("Fit for the board"),
        Permission.CHARTER_REVIEW,
    ),
    "return_draft": Move(
        frozenset({Status.IN_REVIEW}),
        Status.DRAFT,
        _("Return to the drafters"),
        Permission.CHARTER_REVIEW,
        demands=("reason",),
    ),
    "propose": Move(frozenset({Status.REVIEWED}), Status.PROPOSED, _("Propose to the board"), Permission.CHARTER_DRAFT),
    "take_back": Move(
        frozenset({Status.IN_REVIEW, Status.REVIEWED, Status.PROPOSED, Status.APPROVED}),
        Status.DRAFT,
        _("Take back to draft"),
        Permission.CHARTER_DRAFT,
        demands=("reason",),
    ),
    # The next two follow from a resolution of the board, taken by the system when it is recorded.
    "approve": Move(frozenset({Status.PROPOSED}), Status.APPROVED, _("Approved by the board")),
    "send_back": Move(frozenset({Status.PROPOSED}), Status.DRAFT, _("Returned by the board")),
    "publish": Move(
        frozenset({Status.APPROVED}),
        Status.PUBLISHED,
        _("Publish"),
        Permission.CHARTER_PUBLISH,
        demands=("effective_on",),
    ),
    "supersede": Move(frozenset({Status.PUBLISHED}), Status.SUPERSEDED, _("Superseded by the next version")),
}

# States in which texts and standards may change.
EDITABLE = frozenset({Status.DRAFT})
