"""Words of surveys and of the ten-second form."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SurveyStatus(TextChoices):
    """States of a survey."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed for answers")


class QuestionKind(TextChoices):
    """What a question asks for."""

    CSAT = "csat", _("Satisfaction, 1 to 5")
    NPS = "nps", _("Would recommend us, 0 to 10")
    CHOICE = "choice", _("One of several answers")
    NEED = "need", _("Importance of a need, and satisfaction with it, 1 to 5 each")
    OPEN = "open", _("Answer in own words")


class Door(TextChoices):
    """By which link a survey was answered."""

    INVITED = "invited", _("Personal invitation")
    ANONYMOUS = "anonymous", _("Link for everybody")


class NotCounted(TextChoices):
    """Why a response is kept but not counted; empty for one that counts."""

    SAME_ANSWERS = "same", _("The same answers from the same place")


class FeedbackCategory(TextChoices):
    """What a visitor's rating is about; a visitor need not say."""

    STAFF = "staff", _("Staff and service")
    SPEED = "speed", _("Speed and queues")
    PLACE = "place", _("Place and cleanliness")
    INFORMATION = "information", _("Information")
    PRICE = "price", _("Prices and payment")
    OTHER = "other", _("Something else")
