"""Writing the definitions of customer and market."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Refused
from strategy.content import DEFINITION_TEXTS
from strategy.enums import OPEN
from strategy.models import Definition
from strategy.services.checks import draft_saved, editable


@transaction.atomic
def start_definition(*, term: str, by: User, now: dt.datetime) -> Definition:
    """A draft that begins with the words of the latest edition.

    Raises NotAllowed, Refused while another is on its way.
    """
    demand(by, Permission.STRATEGY_EDIT)
    family = Definition.objects.select_for_update().filter(term=term)
    if family.filter(status__in=OPEN).exists():
        raise Refused(_("An edition of this definition is still on its way. Please finish it first."))
    last = family.order_by("-edition").first()
    definition = Definition(term=term, edition=last.edition + 1 if last else 1, drafted_by=by, created_at=now)
    for field in DEFINITION_TEXTS:
        setattr(definition, field, getattr(last, field) if last else "")
    return draft_saved(definition, by=by, now=now)


@transaction.atomic
def save_definition(
    *, definition: Definition, shown_version: int, texts: Mapping[str, str], by: User, now: dt.datetime
) -> Definition:
    """Change the words of a draft. Raises NotAllowed, IllegalMove, StaleVersion."""
    demand(by, Permission.STRATEGY_EDIT)
    row = editable(definition, shown_version=shown_version)
    for field in DEFINITION_TEXTS:
        if field in texts:
            setattr(row, field, texts[field])
    return draft_saved(row, by=by, now=now)
