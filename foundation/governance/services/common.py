"""What the services of this room share."""

from django.utils.translation import gettext as _

from foundation.core.errors import Incomplete


def demand_facts(**messages: str | None) -> None:
    """Raises Incomplete naming the fields that have a message."""
    missing = {name: message for name, message in messages.items() if message}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
