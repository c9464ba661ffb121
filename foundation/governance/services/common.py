"""What the services of this room share."""

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed


def demand(by: User, permission: str | None, words: str = "") -> None:
    """Raises NotAllowed, with these words, unless a role grants the permission; a step of the system is nobody's."""
    if permission is None or not by.can(permission):
        raise NotAllowed(words or _("Your role does not allow this step."))


def demand_facts(**messages: str | None) -> None:
    """Raises Incomplete naming the fields that have a message."""
    missing = {name: message for name, message in messages.items() if message}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
