"""The path of a request about personal data, as data. Services, forms, the diagram and the tests read this table."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Lifecycle, Move
from foundation.privacy.enums import RequestStatus as S

OFFICER = Permission.PRIVACY_OFFICER

MOVES: Lifecycle = {
    "verify": Move(frozenset({S.RECEIVED}), S.VERIFIED, _("The identity is verified"), OFFICER, ("reason",)),
    "start": Move(frozenset({S.VERIFIED}), S.WORKING, _("Take it and start working"), OFFICER),
    "answer": Move(frozenset({S.WORKING}), S.ANSWERED, _("Send the answer"), OFFICER, ("outcome", "answer")),
    "refuse_unverified": Move(
        frozenset({S.RECEIVED}), S.ANSWERED, _("Refuse: the identity could not be shown"), OFFICER, ("answer",)
    ),
    "close": Move(frozenset({S.ANSWERED}), S.CLOSED, _("Close"), OFFICER),
    "withdraw": Move(frozenset({S.RECEIVED, S.VERIFIED, S.WORKING}), S.WITHDRAWN, _("Take the request back")),
}
