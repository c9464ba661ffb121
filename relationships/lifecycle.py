"""The lives of holdings, opportunities and programmes, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission as P
from foundation.core.lifecycle import Lifecycle, Move
from relationships.enums import HoldingStatus as H
from relationships.enums import ProgrammeStatus as S
from relationships.enums import Stage as O

HOLDING_MOVES: Lifecycle = {
    "renew": Move(frozenset({H.RUNNING}), H.RENEWED, _("Renew"), P.RELATIONSHIP_EDIT, demands=("ends_on",)),
    "end": Move(frozenset({H.RUNNING}), H.ENDED, _("End"), P.RELATIONSHIP_EDIT, demands=("on", "reason")),
}

OPPORTUNITY_MOVES: Lifecycle = {
    "qualify": Move(frozenset({O.SEEN}), O.QUALIFIED, _("Need is confirmed"), P.RELATIONSHIP_EDIT),
    "offer": Move(frozenset({O.QUALIFIED}), O.OFFERED, _("Offer is made"), P.RELATIONSHIP_EDIT, demands=("value",)),
    "win": Move(frozenset({O.OFFERED}), O.WON, _("Won"), P.RELATIONSHIP_EDIT, demands=("starts_on", "ends_on")),
    "lose": Move(
        frozenset({O.SEEN, O.QUALIFIED, O.OFFERED}), O.LOST, _("Lost"), P.RELATIONSHIP_EDIT, demands=("reason",)
    ),
}

PROGRAMME_MOVES: Lifecycle = {
    "start": Move(frozenset({S.PLANNED}), S.RUNNING, _("Start"), P.PROGRAMME_EDIT, demands=("measures", "members")),
    "evaluate": Move(
        frozenset({S.RUNNING}), S.EVALUATED, _("Evaluate"), P.PROGRAMME_EDIT, demands=("effect", "comparison")
    ),
    "close": Move(frozenset({S.EVALUATED}), S.CLOSED, _("Close with a lesson"), P.PROGRAMME_EDIT, demands=("lesson",)),
    "cancel": Move(frozenset({S.PLANNED, S.RUNNING}), S.CANCELLED, _("Cancel"), P.PROGRAMME_EDIT, demands=("reason",)),
}

# While these hold, a programme's plan may be changed.
PLAN_EDITABLE = frozenset({S.PLANNED})
