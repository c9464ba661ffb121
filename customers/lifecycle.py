"""The way of an import: what may follow on what."""

from django.utils.translation import gettext_lazy as _

from customers.enums import ImportState as S
from foundation.core.lifecycle import Lifecycle, Move

_AT_REST = frozenset({S.UPLOADED, S.CHECKED, S.STOPPED})

IMPORT_MOVES: Lifecycle = {
    "map": Move(_AT_REST, S.UPLOADED, _("Confirm the columns"), "customers.import"),
    "check": Move(_AT_REST, S.CHECKING, _("Check without writing"), "customers.import"),
    "checked": Move(frozenset({S.CHECKING}), S.CHECKED, _("Checked")),
    "import": Move(_AT_REST, S.IMPORTING, _("Import"), "customers.import"),
    "imported": Move(frozenset({S.IMPORTING}), S.IMPORTED, _("Imported")),
    "stop": Move(frozenset({S.CHECKING, S.IMPORTING}), S.STOPPED, _("Stopped")),
}
