"""The dimension that every room shares: units, by code."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.metrics import Dimension


def unit_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Names of units by code, in the reader's language; rows without a unit say so."""
    names = {unit.code: unit.name for unit in Unit.objects.filter(code__in=list(codes))}
    return {"": str(_("No unit")), **names}


UNIT = Dimension("unit", _("Unit"), unit_names)
