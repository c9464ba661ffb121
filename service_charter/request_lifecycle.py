"""The path of a service request, as data. Rules, pages, tests and the diagram in the docs read this table."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Lifecycle, Move
from service_charter.enums import RequestStatus as S

MOVES: Lifecycle = {
    "take": Move(frozenset({S.RECEIVED}), S.WORKING, _("Take the request"), Permission.REQUEST_HANDLE),
    "finish": Move(
        frozenset({S.WORKING}), S.DONE, _("Give the result"), Permission.REQUEST_HANDLE, ("outcome", "answer")
    ),
    "close": Move(frozenset({S.DONE}), S.CLOSED, _("Close"), Permission.REQUEST_HANDLE),
    "reopen": Move(
        frozenset({S.DONE, S.CLOSED}), S.WORKING, _("Take up again"), Permission.REQUEST_HANDLE, ("reason",)
    ),
    "withdraw": Move(
        frozenset({S.RECEIVED, S.WORKING}),
        S.WITHDRAWN,
        _("Record: needed no more"),
        Permission.REQUEST_HANDLE,
        ("reason",),
    ),
    # Taken by the room of complaints, in one transaction with the complaint (services.request_turning).
    "turn": Move(
        frozenset({S.RECEIVED, S.WORKING}),
        S.TURNED,
        _("Let it go on as a complaint"),
        Permission.REQUEST_HANDLE,
        ("reason",),
    ),
    "turn_back": Move(
        frozenset({S.TURNED}), S.RECEIVED, _("Back from a complaint"), Permission.REQUEST_HANDLE, ("reason",)
    ),
}

# What the customer may do alone, on the tracking page.
CUSTOMER_MOVES = frozenset({"withdraw"})
