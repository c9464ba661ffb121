"""The way of an annual review, as data. Moves without a permission are taken by the system.

Two ways lead through it: the policy is redrafted, or nothing needs to change; both are reviewed by a person who did
not draft, and both go to the board. `ONLY_FOR` says which moves belong to one way alone.
"""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from foundation.governance.enums import PolicyStatus
from reporting.enums import Outcome
from reporting.enums import ReviewState as S

EDIT, REVIEW = Permission.POLICY_EDIT, Permission.POLICY_REVIEW

MOVES = {
    "start": Move(frozenset({S.OPENED}), S.ASSESSING, _("Begin the assessment"), EDIT),
    "redraft": Move(frozenset({S.ASSESSING}), S.REDRAFTING, _("Redraft the policy"), EDIT),
    "keep": Move(frozenset({S.ASSESSING}), S.REVIEWING, _("Conclude that no change is needed"), EDIT),
    "submit": Move(frozenset({S.REDRAFTING}), S.REVIEWING, _("Send the draft to review"), EDIT),
    "approve": Move(frozenset({S.REVIEWING}), S.REVIEWED, _("Let it go to the board"), REVIEW),
    "send_back": Move(frozenset({S.REVIEWING}), S.REDRAFTING, _("Send back to the drafter"), REVIEW, ("reason",)),
    "reassess": Move(frozenset({S.REVIEWING}), S.ASSESSING, _("Send back to assessment"), REVIEW, ("reason",)),
    "propose": Move(frozenset({S.REVIEWED}), S.PROPOSED, _("Propose to the board"), EDIT),
    # The next three follow from a resolution of the board, taken when it is recorded.
    "board_approves": Move(frozenset({S.PROPOSED}), S.APPROVED, _("Approved by the board")),
    "board_returns": Move(frozenset({S.PROPOSED}), S.REDRAFTING, _("Returned by the board")),
    "board_doubts": Move(frozenset({S.PROPOSED}), S.ASSESSING, _("Returned by the board for assessment")),
    "publish": Move(frozenset({S.APPROVED}), S.PUBLISHED, _("Publish"), EDIT, ("announced_on",)),
    "ask_staff": Move(
        frozenset({S.PUBLISHED}), S.ACKNOWLEDGING, _("Ask staff to acknowledge"), EDIT, ("acknowledge_by",)
    ),
    "close": Move(frozenset({S.ACKNOWLEDGING}), S.CLOSED, _("Close the review"), EDIT, ("note",)),
    "close_unchanged": Move(frozenset({S.APPROVED}), S.CLOSED, _("Close the review"), EDIT, ("note",)),
}

ONLY_FOR = {
    "send_back": Outcome.CHANGE,
    "reassess": Outcome.KEEP,
    "board_returns": Outcome.CHANGE,
    "board_doubts": Outcome.KEEP,
    "publish": Outcome.CHANGE,
    "close_unchanged": Outcome.KEEP,
}

# While a version is on its way its own state leads: it may also be moved on the version's page, where the same roles
# and the same checks apply. The review follows it.
FOLLOWS = {
    PolicyStatus.DRAFT: S.REDRAFTING,
    PolicyStatus.IN_REVIEW: S.REVIEWING,
    PolicyStatus.REVIEWED: S.REVIEWED,
    PolicyStatus.PROPOSED: S.PROPOSED,
    PolicyStatus.APPROVED: S.APPROVED,
    PolicyStatus.PUBLISHED: S.PUBLISHED,
}
ON_ITS_WAY = frozenset({S.REDRAFTING, S.REVIEWING, S.REVIEWED, S.PROPOSED, S.APPROVED})

# The stations as a reader sees them pass, for each way.
PATHS = {
    Outcome.CHANGE: tuple(S),
    Outcome.KEEP: (S.OPENED, S.ASSESSING, S.REVIEWING, S.REVIEWED, S.PROPOSED, S.APPROVED, S.CLOSED),
}
