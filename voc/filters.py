"""The filters of the list of voices: read from the address, so a view can be shared; unknown words are ignored."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import LifecycleStage, Touchpoint
from foundation.accounts.models import User
from foundation.core.list_filters import Chip, Cuts, read, without
from foundation.core.thai.dates import parse_date
from foundation.core.thai.text import normalise_line
from segmentation.filters import NONE, segment_of_cuts
from segmentation.selectors import segments_on_offer
from voc.enums.voice import Sentiment, VoiceChannel, VoiceKind
from voc.models import Insight, Topic
from voc.selectors.voices import VoiceQuery

_ENUMS: dict[str, Any] = {"kind": VoiceKind, "sentiment": Sentiment, "channel": VoiceChannel}
_NAMES = ("q", "kind", "sentiment", "topic", "channel", "stage", "touchpoint", "since", "until", "doubtful")


class VoiceFilter:
    """What the address asks for, and everything the form of filters offers; of the registered filters, those that the
    person may use."""

    kinds = VoiceKind.choices
    sentiments = Sentiment.choices
    channels = VoiceChannel.choices

    def __init__(self, parameters: QueryDict, *, by: User) -> None:
        self._parameters = parameters
        self.registered = read(parameters, by)
        self.topics = list(Topic.objects.filter(is_active=True))
        self.stages = list(LifecycleStage.objects.all())
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
            cuts=self.registered.cuts,
            since=_morning(self.said.get("since", "")),
            until=until + timedelta(days=1) if until else None,
            doubtful="doubtful" in self.said,
        )

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that takes it off."""
        own = [Chip(self._label(name), without(self._parameters, name)) for name in self.said]
        return own + self.registered.chips(self._parameters)

    def _read(self, name: str) -> str:
        typed = normalise_line(self._parameters.get(name, "").replace("\x00", "")[:100])
        if name in _ENUMS:
            return typed if typed in _ENUMS[name].values else ""
        if name == "topic":
            return typed if any(topic.code == typed for topic in self.topics) else ""
        if name == "stage":
            return typed if any(stage.code == typed for stage in self.stages) else ""
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
        if name == "touchpoint":
            found = Touchpoint.objects.filter(public_id=value).first()
            return found.name if found else value
        words = {"q": _("Search: %(value)s"), "since": _("From %(value)s"), "until": _("Up to %(value)s")}
        return words[name] % {"value": value} if name in words else _("Doubtful labels")


def naming_segment(insights: "QuerySet[Insight]", cuts: Cuts) -> "QuerySet[Insight]":
    """The insights that name the segment asked for, or none of those in use; no statement of its own."""
    segment = segment_of_cuts(cuts)
    if segment == NONE:
        in_use = segments_on_offer().order_by().values("public_id")
        return insights.exclude(segments__overlap=ArraySubquery(in_use))
    return insights.filter(segments__contains=[segment]) if segment else insights


def _morning(typed: str) -> datetime | None:
    """Midnight that begins a typed day, local time; None for what is no day."""
    try:
        return timezone.make_aware(datetime.combine(parse_date(typed).date, time.min)) if typed else None
    except ValueError:
        return None
