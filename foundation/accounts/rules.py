"""What services demand of the person who acts."""

from django.utils.translation import gettext as _

from foundation.core.access import Person
from foundation.core.errors import NotAllowed


def demand(by: Person, permission: str | None, words: str = "") -> None:
    """Raises NotAllowed, with these words, unless a role grants the permission; a step of the system (None) is nobody's
    to take."""
    if permission is None or not by.can(permission):
        raise NotAllowed(words or _("Your role does not allow this step."))
