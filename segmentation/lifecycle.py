"""The life of a study, as data. Rules, pages, docs and tests read this table."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from segmentation.enums import StudyState

# What a segmentation must show before it is used (policy 2.1): one field each, none may stay empty.
VALIDITY = ("measurable", "substantial", "accessible", "differentiable", "actionable")

MOVES = {
    "start": Move(
        frozenset({StudyState.DRAFT, StudyState.EVALUATED}),
        StudyState.RUNNING,
        pgettext_lazy("study", "Calculate"),
        Permission.SEGMENT_STUDY,
        ("features",),
    ),
    "finish": Move(frozenset({StudyState.RUNNING}), StudyState.EVALUATED, _("The calculation is done")),
    "give_up": Move(frozenset({StudyState.RUNNING}), StudyState.DRAFT, _("The calculation ended without a result")),
    "revise": Move(
        frozenset({StudyState.EVALUATED}), StudyState.DRAFT, _("Change the design"), Permission.SEGMENT_STUDY
    ),
    "adopt": Move(
        frozenset({StudyState.EVALUATED}),
        StudyState.ADOPTED,
        _("Put into use"),
        Permission.SEGMENT_ADOPT,
        ("reason", *VALIDITY),
    ),
    "supersede": Move(frozenset({StudyState.ADOPTED}), StudyState.SUPERSEDED, _("Superseded by a newer study")),
}
EDITABLE = frozenset({StudyState.DRAFT})
