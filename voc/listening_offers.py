"""Voices and surveys in the one search box, and as records that others may cite."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from foundation.core.search import Hit, Source
from foundation.core.thai.dates import format_date
from foundation.core.thai.text import search_form
from voc.models import Survey, Voice
from voc.services.invitations import MESSAGE_KIND


def find_voices(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Voices that the user may see and that hold the needle, newest first."""
    rows = Voice.objects.visible_to(user).filter(search_text__contains=needle).order_by("-occurred_at", "-id")
    return [
        Hit(str(row), f"{row.get_channel_display()} · {format_date(row.occurred_at.date())}", _voice_url(row))
        for row in rows[:limit]
    ]


def find_surveys(user: Any, needle: str, limit: int) -> Iterable[Hit]:
    """Surveys whose title holds the needle; there are some dozens, so they are read, not indexed."""
    if not may(user, Permission.VOC_VIEW):
        return []
    rows = [
        row for row in Survey.objects.order_by("-id")[:200] if needle in search_form(f"{row.title_th} {row.title_en}")
    ]
    return [Hit(row.title, row.get_status_display(), row.get_absolute_url()) for row in rows[:limit]]


def cite_voice(user: Any, public_id: str) -> Reference | None:
    """A voice that another room cites; None when the user may not see it."""
    row = Voice.objects.visible_to(user).filter(public_id=public_id).first()
    return Reference("voice", public_id, str(row), _voice_url(row)) if row else None


def cite_survey(user: Any, public_id: str) -> Reference | None:
    """A survey that another room cites."""
    return _survey(user, public_id=public_id)


def cite_survey_by_code(user: Any, code: str) -> Reference | None:
    """The survey whose page bears this code."""
    return _survey(user, code=code)


def _survey(user: Any, **named: str) -> Reference | None:
    row = Survey.objects.filter(**named).first() if may(user, Permission.VOC_VIEW) else None
    return Reference("survey", row.public_id, row.title, row.get_absolute_url()) if row else None


def _voice_url(voice: Voice) -> str:
    return reverse("voc:voice", args=[voice.public_id])


SEARCH = (
    Source("voc.voices", _("Voices of customers"), find_voices),
    Source("voc.surveys", _("Surveys"), find_surveys),
)
REFERENCES = (
    ReferenceKind("voice", _("Voice of a customer"), cite_voice),
    ReferenceKind("survey", _("Survey"), cite_survey, {"voc:survey-detail": cite_survey_by_code}),
)
MESSAGE = (MESSAGE_KIND, _("Invitation to a survey"))
