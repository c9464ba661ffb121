"""States and kinds of articles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What an article is for."""

    LESSON = "lesson", _("Lesson learnt")
    GUIDE = "guide", _("How we do it")
    FACT = "fact", _("What we know")
    QUESTION = "question", _("Question and answer")


# What customers may read; lessons and findings stay in the house.
FOR_CUSTOMERS = (Kind.QUESTION, Kind.GUIDE)


class Status(TextChoices):
    """Where an article stands on its way to readers."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
