"""Words of announcements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AnnouncementKind(TextChoices):
    """What an announcement is about."""

    OUTAGE = "outage", _("Service interrupted or works")
    SAFETY = "safety", _("Safety or emergency")
    SERVICE = "service", _("Service or conditions")
    FEES = "fees", _("Rates and fees")
    RESULT = "result", _("Results of our work")
    NEWS = "news", _("News and activities")


class Urgency(TextChoices):
    """The situation: it decides the order of steps (voc.steps)."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Audience(TextChoices):
    """For whom an announcement is."""

    EVERYONE = "everyone", _("Everyone")
    SEGMENTS = "segments", _("Customers of some segments")
    RELATIONS = "relations", _("Customers by relation to the market")
    TOUCHPOINT = "touchpoint", _("Customers who use a touchpoint")


class AnnouncementChannel(TextChoices):
    """By which way an announcement goes out."""

    PORTAL = "portal", _("This website")
    EMAIL = "email", _("E-mail")


class AnnouncementStatus(TextChoices):
    """Where an announcement stands."""

    DRAFT = "draft", pgettext_lazy("announcement", "Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", pgettext_lazy("announcement", "Approved")
    PUBLISHED = "published", pgettext_lazy("announcement", "Published")
    CORRECTED = "corrected", _("Replaced by a corrected version")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "Withdrawn")
    EXPIRED = "expired", _("Expired")


class DeliveryOutcome(TextChoices):
    """What became of an announcement for one customer."""

    WAITING = "waiting", _("Being sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")
    SUPPRESSED = "suppressed", _("No consent, not sent")
    NO_ADDRESS = "no_address", _("No e-mail address")
