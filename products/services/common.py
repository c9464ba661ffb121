"""What every service of this room does first."""

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked
from products.models import Project


def demand_words(**texts: str) -> None:
    """Raise Incomplete that names the texts which are empty."""
    message = _("Please fill this in.")
    if missing := {name: message for name, text in texts.items() if not text}:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def editable(project_id: int, by: User, *, shown_version: int | None = None) -> Project:
    """The locked project, for a person who keeps projects.

    Raises NotAllowed, IllegalMove when it is over, StaleVersion.
    """
    demand(by, Permission.PRODUCT_EDIT)
    project = locked(Project.objects.all(), pk=project_id, shown_version=shown_version)
    if not project.is_open:
        raise IllegalMove(_("This project is over. What is recorded stays as it is."))
    return project
