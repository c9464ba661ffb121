"""What a good password is, in our own words: long, not common, not about the person or the house, not only digits.

The checks are Django's (its list of 20,000 common passwords is offline); nobody has to change a password regularly.
"""

from typing import Any

from django.contrib.auth import password_validation as django_checks
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_OURS = ("dhanarak", "thanarak", "ธนารักษ์", "trdcrm", "dadcrm")

ADVICE: tuple[str | Promise, ...] = (
    gettext_lazy("At least 12 characters. Three or four words that only you would put together are easy to keep."),
    gettext_lazy("Not your name or address, not the name of the organisation, not one that many people use."),
    gettext_lazy("Pasting from a password manager is welcome."),
)


class LongEnough(django_checks.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least %(count)d character.",
            "This password is too short: it needs at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}


class NotCommon(django_checks.CommonPasswordValidator):
    """Not on the list of those that everyone tries first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is guessed first. Please choose another.")


class NotOnlyDigits(django_checks.NumericPasswordValidator):
    """Not a telephone number or a date."""

    def get_error_message(self) -> str:
        return _("This password has only digits. Please add words.")


class NotLikeYou(django_checks.UserAttributeSimilarityValidator):
    """Not like the person's name or address."""

    def get_error_message(self) -> str:
        return _("This password is too much like your name or e-mail address.")


class NotAboutUs:
    """Refuses passwords made of the name of the house: the first that a guesser tries here."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password with a name of the house in it."""
        if any(word in password.casefold() for word in _OURS):
            raise ValidationError(_("Please leave the name of the organisation out of the password."), code="ours")

    def get_help_text(self) -> str:
        """What to heed, for people."""
        return _("Leave out the name of the organisation.")


def advice() -> SafeString:
    """What a good password is, as a list for the form."""
    return format_html('<ul class="bullets">{}</ul>', format_html_join("", "<li>{}</li>", ((text,) for text in ADVICE)))
