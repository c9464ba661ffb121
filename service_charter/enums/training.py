"""Words of service training and competence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CourseKind(TextChoices):
    """What a course is about."""

    SERVICE = "service", _("Serving customers")
    COMPLAINTS = "complaints", _("Handling complaints")
    PRIVACY = "privacy", _("Privacy and law")
    TECHNICAL = "technical", _("Skills of the trade")
    OTHER = "other", _("Something else")


class Hold(TextChoices):
    """How a person stands to a competence that a role needs."""

    HAS = "has", _("has it")
    SOON = "soon", _("has it, soon to be renewed")
    LACKS = "lacks", _("lacks it")
