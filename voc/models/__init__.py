"""Surveys, feedback and the voices made of them; labels and the models that learn from them."""

from voc.models.feedback import Feedback
from voc.models.label import Label
from voc.models.response import Answer, SurveyResponse
from voc.models.survey import Invitation, Question, Survey
from voc.models.text_model import LabelledSet, LabelledText, ModelVersion
from voc.models.topic import Topic
from voc.models.voice import LOW_CONFIDENCE, Voice, VoiceImport

__all__ = [
    "LOW_CONFIDENCE",
    "Answer",
    "Feedback",
    "Invitation",
    "Label",
    "LabelledSet",
    "LabelledText",
    "ModelVersion",
    "Question",
    "Survey",
    "SurveyResponse",
    "Topic",
    "Voice",
    "VoiceImport",
]
