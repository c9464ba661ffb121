"""The life of a survey, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from voc.enums.survey import SurveyStatus

SURVEY_MOVES = {
    "open": Move(frozenset({SurveyStatus.DRAFT}), SurveyStatus.OPEN, _("Open for answers"), Permission.VOC_EDIT),
    "close": Move(frozenset({SurveyStatus.OPEN}), SurveyStatus.CLOSED, _("Close"), Permission.VOC_EDIT),
}

# The one state in which texts and questions may change: once answers come in, the questions stay as they were asked.
SURVEY_EDITABLE = frozenset({SurveyStatus.DRAFT})
