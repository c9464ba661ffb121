"""The path of an article, as data: nobody publishes what they wrote themselves."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Lifecycle, Move
from foundation.knowledge.enums import Status

MOVES: Lifecycle = {
    "submit": Move(
        frozenset({Status.DRAFT}), Status.IN_REVIEW, _("Send for review"), Permission.KNOWLEDGE_WRITE, ("body",)
    ),
    "publish": Move(
        frozenset({Status.IN_REVIEW}), Status.PUBLISHED, _("Publish"), Permission.KNOWLEDGE_PUBLISH, ("other_person",)
    ),
    "send_back": Move(
        frozenset({Status.IN_REVIEW}), Status.DRAFT, _("Send back"), Permission.KNOWLEDGE_PUBLISH, ("reason",)
    ),
    "renew": Move(
        frozenset({Status.PUBLISHED}),
        Status.PUBLISHED,
        _("Confirm that it still holds"),
        Permission.KNOWLEDGE_PUBLISH,
        ("other_person",),
    ),
    "revise": Move(
        frozenset({Status.PUBLISHED, Status.WITHDRAWN}), Status.DRAFT, _("Revise"), Permission.KNOWLEDGE_WRITE
    ),
    "withdraw": Move(
        frozenset({Status.PUBLISHED}), Status.WITHDRAWN, _("Withdraw"), Permission.KNOWLEDGE_PUBLISH, ("reason",)
    ),
}
