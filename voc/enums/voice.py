"""Words of voices and their labels, in the words of policy 3.1 and 3.2."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoiceKind(TextChoices):
    """What a customer tells us with it."""

    OPINION = "opinion", _("Opinion")
    PRAISE = "praise", _("Praise")
    SUGGESTION = "suggestion", _("Suggestion")
    QUESTION = "question", _("Question")
    COMPLAINT = "complaint", _("Complaint")
    NEED = "need", _("Need")
    EXPECTATION = "expectation", _("Expectation")
    CONCERN = "concern", _("Concern")


class Sentiment(TextChoices):
    """How it is said; the values are the labels of the published training sets."""

    POSITIVE = "pos", _("Positive")
    NEUTRAL = "neu", _("Neutral")
    NEGATIVE = "neg", _("Negative")
    QUESTION = "q", _("Question")


class VoiceChannel(TextChoices):
    """The channel through which we heard it."""

    FEEDBACK = "feedback", _("Ten-second form")
    SURVEY = "survey", _("Survey")
    COMPLAINT = "complaint", _("Complaint")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Counter")
    VISIT = "visit", _("Visit")
    EMAIL = "email", _("E-mail")
    LINE = "line", _("LINE")
    LETTER = "letter", _("Letter")
    WEB = "web", _("Website")
    SOCIAL = "social", _("Social media")


class LabelField(TextChoices):
    """What of a voice a person may put right."""

    KIND = "kind", _("Kind")
    SENTIMENT = "sentiment", _("Sentiment")
    TOPIC = "topic", _("Topic")


class TextTask(TextChoices):
    """What a text model tells."""

    SENTIMENT = "sentiment", _("Sentiment")
    TOPIC = "topic", _("Topic")
