"""The filters of the list of voices: read from the address, so a view can be shared; unknown words are ignored."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import LifecycleStage, Touchpoint
from foundation.core.thai.dates import parse_date
from foundation.core.thai.text import normalise_line
from segmentation.models import Segment
from segmentation.selectors import segments_in_force
from voc.enums.voice import Sentiment, VoiceChannel, VoiceKind
from voc.models import Topic
from voc.selectors.voices import VoiceQuery

_ENUMS: dict[str, Any] = {"kind": VoiceKind, "sentiment": Sentiment, "channel": VoiceChannel}
_NAMES = ("q", "kind", "sentiment", "topic", "channel", "stage", "touchpoint", "segment", "since", "until", "doubtful")


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    url: str


class VoiceFilter:
    """What the address asks for, and everything the form of filters offers."""

    kinds = VoiceKind.choices
    sentiments = Sentiment.choices
    channels = VoiceChannel.choices

    def __init__(self, parameters: QueryDict) -> None:
        self._parameters = parameters
        self.topics = list(Topic.objects.filter(is_active=True))
        self.stages = list(LifecycleStage.objects.all())
        self.segments: list[Segment] = segments_in_force()
        self.said: dict[str, str] = {name: value for name in _NAMES if (value := self._read(name))}

    def __getattr__(self, name: str) -> str:
        """Each filter by its name, for the form: empty where it is not in force."""
        if name in _NAMES:
            return self.said.get(name, "")
        raise AttributeError(name)

    @property
    def query(self) -> VoiceQuery:
        """The filters as the selector takes them."""
        words = {name: self.said.get(name, "") for name in ("kind", "sentiment", "topic", "channel", "stage")}
        until = _morning(self.said.get("until", ""))
        return VoiceQuery(
            needle=self.said.get("q", ""),
            **words,
            touchpoint=self.said.get("touchpoint", ""),
            segment=self.said.get("segment", ""),
            since=_morning(self.said.get("since", "")),
            until=until + timedelta(days=1) if until else None,
            doubtful="doubtful" in self.said,
        )

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that takes it off."""
        return [Chip(self._label(name), self.without(name)) for name in self.said]

    def without(self, *names: str, **changes: str) -> str:
        """The address with other filters, on the first page again."""
        query = self._parameters.copy()
        for name in (*names, "after"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def _read(self, name: str) -> str:
        typed = normalise_line(self._parameters.get(name, "").replace("\x00", "")[:100])
        if name in _ENUMS:
            return typed if typed in _ENUMS[name].values else ""
        if name == "topic":
            return typed if any(topic.code == typed for topic in self.topics) else ""
        if name == "stage":
            return typed if any(stage.code == typed for stage in self.stages) else ""
        if name == "segment":
            return typed if any(segment.public_id == typed for segment in self.segments) else ""
        if name in {"since", "until"}:
            return typed if _morning(typed) else ""
        return typed

    def _label(self, name: str) -> str:
        value = self.said[name]
        if name in _ENUMS:
            return str(_ENUMS[name](value).label)
        if name == "topic":
            return next(topic.name for topic in self.topics if topic.code == value)
        if name == "stage":
            return next(stage.name for stage in self.stages if stage.code == value)
        if name == "segment":
            return next(segment.title for segment in self.segments if segment.public_id == value)
        if name == "touchpoint":
            found = Touchpoint.objects.filter(public_id=value).first()
            return found.name if found else value
        words = {"q": _("Search: %(value)s"), "since": _("From %(value)s"), "until": _("Up to %(value)s")}
        return words[name] % {"value": value} if name in words else _("Doubtful labels")


def _morning(typed: str) -> datetime | None:
    """Midnight that begins a typed day, local time; None for what is no day."""
    try:
        return timezone.make_aware(datetime.combine(parse_date(typed).date, time.min)) if typed else None
    except ValueError:
        return None
