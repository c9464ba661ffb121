"""Surveys, feedback and the voices made of them; text models; insights, announcements and the listening plan."""

from voc.models.announcement import UNFINISHED, Announcement, AnnouncementDelivery
from voc.models.done import DoneEntry
from voc.models.feedback import Feedback
from voc.models.insight import Insight, InsightSource
from voc.models.label import Label
from voc.models.plan import ListeningPlan
from voc.models.response import Answer, SurveyResponse
from voc.models.survey import Invitation, Question, Survey
from voc.models.text_model import LabelledSet, LabelledText, ModelVersion
from voc.models.topic import Topic
from voc.models.voice import LOW_CONFIDENCE, Voice, VoiceImport

__all__ = [
    "LOW_CONFIDENCE",
    "UNFINISHED",
    "Announcement",
    "AnnouncementDelivery",
    "Answer",
    "DoneEntry",
    "Feedback",
    "Insight",
    "InsightSource",
    "Invitation",
    "Label",
    "LabelledSet",
    "LabelledText",
    "ListeningPlan",
    "ModelVersion",
    "Question",
    "Survey",
    "SurveyResponse",
    "Topic",
    "Voice",
    "VoiceImport",
]
