"""The list of voices: narrowed by filters, in keyset pages, and what it looks like in figures."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from customers.models import LifecycleStage, Touchpoint
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.pages import Page, keyset_page
from foundation.core.thai.text import search_form
from voc.models import Label, Topic, Voice
from voc.models.voice import VoiceQuerySet

PAGE_SIZE = 25
NEWEST = ("-occurred_at", "-id")
# The stage of a rating or a voice: the one named, else each that its touchpoint serves. Count distinct rows by it.
STAGE = Coalesce("stage__code", "touchpoint__stages__code")


@dataclass(frozen=True)
class VoiceQuery:
    """What is asked for; empty words narrow nothing."""

    needle: str = ""
    kind: str = ""
    sentiment: str = ""
    topic: str = ""
    channel: str = ""
    stage: str = ""
    touchpoint: str = ""
    since: datetime | None = None
    until: datetime | None = None
    doubtful: bool = False
    cuts: Cuts = NO_CUTS


def narrowed(voices: VoiceQuerySet, asked: VoiceQuery) -> VoiceQuerySet:
    """The voices that fit."""
    plain = {name: value for name in ("kind", "sentiment", "channel") if (value := getattr(asked, name))}
    voices = voices.filter(**plain)
    if asked.topic:
        voices = voices.filter(topic__in=Topic.objects.filter(code=asked.topic).values("pk"))
    if asked.touchpoint:
        voices = voices.filter(touchpoint__in=Touchpoint.objects.filter(public_id=asked.touchpoint).values("pk"))
    if asked.stage:
        served = Touchpoint.objects.filter(stages__code=asked.stage).values("pk")
        named = LifecycleStage.objects.filter(code=asked.stage).values("pk")
        voices = voices.filter(Q(stage__in=named) | Q(stage__isnull=True, touchpoint__in=served))
    voices = narrow(voices, asked.cuts)
    if asked.since:
        voices = voices.filter(occurred_at__gte=asked.since)
    if asked.until:
        voices = voices.filter(occurred_at__lt=asked.until)
    if asked.doubtful:
        voices = voices.doubtful()
    form = search_form(asked.needle)[:100]
    return voices.filter(search_text__contains=form) if form else voices


def voices_page(voices: VoiceQuerySet, *, cursor: str, size: int = PAGE_SIZE) -> Page[Voice]:
    """One page, newest first, with what a line shows."""
    rows = voices.select_related("topic", "touchpoint", "customer", "complaint", "answer__response__survey")
    return keyset_page(rows.defer("search_text"), order=NEWEST, cursor=cursor, size=size)


def labels_of(voice: Voice) -> QuerySet[Label]:
    """What people said a voice is, newest first."""
    return voice.labels.select_related("by").order_by("-at", "-id")
