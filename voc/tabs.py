"""The pages of this room side by side, as tabs at their head."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = (
    ("voices", _("Voices"), "voc:staff-list"),
    ("surveys", _("Surveys"), "voc:surveys"),
    ("feedback", _("Ten-second forms"), "voc:feedback"),
    ("needs", _("Needs"), "voc:needs"),
    ("insights", _("Insights"), "voc:insights"),
    ("announcements", _("Announcements"), "voc:announcements"),
    ("done", _("You said, we did"), "voc:done"),
    ("coverage", _("Coverage"), "voc:coverage"),
    ("models", _("Text models"), "voc:models"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """The tabs, one of them current; for components/tabs.html."""
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in PAGES]
