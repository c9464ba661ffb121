"""What our own passwords must not be, besides the common ones that Django lists."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_OURS = ("dhanarak", "thanarak", "ธนารักษ์", "trdcrm", "dadcrm")


class NotAboutUs:
    """Refuses passwords made of the name of the house: the first that a guesser tries here."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password with a name of the house in it."""
        if any(word in password.casefold() for word in _OURS):
            raise ValidationError(_("Please leave the name of the organisation out of the password."), code="ours")

    def get_help_text(self) -> str:
        """What to heed, for people."""
        return _("Leave out the name of the organisation.")
