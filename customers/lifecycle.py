"""The ways of an import, of a bulk action, of an enquiry and of a follow-up: what may follow on what."""

from django.utils.translation import gettext_lazy as _

from customers.enums import BulkState as B
from customers.enums import EnquiryState as E
from customers.enums import FollowUpState as F
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
    "undo": Move(frozenset({S.IMPORTED, S.UNDONE}), S.UNDOING, _("Undo the whole import"), "customers.import"),
    "undone": Move(frozenset({S.UNDOING}), S.UNDONE, _("Undone")),
    "undo_stopped": Move(frozenset({S.UNDOING}), S.IMPORTED, _("Undoing stopped")),
}

ENQUIRY_MOVES: Lifecycle = {
    "parent_agreed": Move(frozenset({E.PARENT}), E.OPEN, _("The parent agreed"), "customers.edit"),
    "parent_asked": Move(frozenset({E.OPEN}), E.PARENT, _("Waits for the parent's word"), "customers.edit"),
    "of_age": Move(frozenset({E.PARENT}), E.OPEN, _("Of age")),
    "answer": Move(frozenset({E.OPEN}), E.ANSWERED, _("Answered"), "customers.edit"),
    "close": Move(
        frozenset({E.PARENT, E.OPEN}), E.CLOSED, _("Closed without an answer"), "customers.edit", demands=("why",)
    ),
}

FOLLOW_UP_MOVES: Lifecycle = {
    "change": Move(frozenset({F.OPEN}), F.OPEN, _("Change"), "customers.edit"),
    "done": Move(frozenset({F.OPEN}), F.DONE, _("Done"), "customers.edit"),
    "cancel": Move(frozenset({F.OPEN}), F.CANCELLED, _("Not needed any more"), "customers.edit", demands=("words",)),
}

BULK_MOVES: Lifecycle = {
    "done": Move(frozenset({B.RUNNING}), B.DONE, _("Changed")),
    "stop": Move(frozenset({B.RUNNING}), B.STOPPED, _("Stopped")),
    "undo": Move(frozenset({B.DONE, B.STOPPED, B.UNDONE}), B.UNDOING, _("Undo all of it"), "customers.edit"),
    "undone": Move(frozenset({B.UNDOING}), B.UNDONE, _("Undone")),
    "undo_stopped": Move(frozenset({B.UNDOING}), B.STOPPED, _("Undoing stopped")),
}
