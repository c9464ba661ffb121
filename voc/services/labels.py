"""Labelling voices: the model's guesses for new ones, and people's corrections, which win."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete
from foundation.core.text import Guess
from voc.enums.voice import LabelField, Sentiment, TextTask, VoiceKind
from voc.models import Label, Topic, Voice
from voc.rules import guess_kind
from voc.selectors.text_models import Labeller, labeller_in_use

BATCH = 200


@transaction.atomic
def label_batch(*, now: datetime, size: int = BATCH) -> int:
    """Give the next unlabelled voices their labels; how many there were. What a person has set stays.

    Without a model in use nothing is labelled: an empty label is more honest than a guess from nowhere.
    """
    labeller = labeller_in_use()
    if labeller is None:
        return 0
    waiting = Voice.objects.select_for_update(of=("self",), skip_locked=True).select_related("feedback")
    voices = list(waiting.filter(labelled_at__isnull=True).order_by("pk")[:size])
    if not voices:
        return 0
    guesses = labeller.guess([voice.text for voice in voices])
    for place, voice in enumerate(voices):
        _apply(voice, {task: found[place] for task, found in guesses.items()}, labeller, now)
    names = ["sentiment", "sentiment_score", "topic", "topic_score", "kind", "confidence", "labelled_at"]
    Voice.objects.bulk_update(voices, names, batch_size=size)
    return len(voices)


@transaction.atomic
def correct_label(*, voice_id: int, field: str, value: str, by: User, now: datetime) -> Voice:
    """A person says what a voice is; saying what already stands there confirms it. Kept for good and learned from.

    Raises NotAllowed, Incomplete for an unknown label.
    """
    demand(by, Permission.VOC_EDIT)
    voice = Voice.objects.select_for_update(of=("self",)).select_related("topic").get(pk=voice_id)
    before, score = _standing(voice, field)
    topic = _checked(field, value)
    Label.objects.create(voice=voice, field=field, value=value, before=before, score_before=score, by=by, at=now)
    if field == LabelField.TOPIC:
        voice.topic = topic
    else:
        setattr(voice, field, value)
    voice.fixed = sorted({*voice.fixed, field})
    voice.is_checked = True
    voice.save(update_fields=["topic", "kind", "sentiment", "fixed", "is_checked"])
    return voice


def _checked(field: str, value: str) -> Topic | None:
    """The topic named, None for the other fields. Raises Incomplete for what is no label of the field."""
    unknown = Incomplete(_("There is no such label."), missing={"value": _("There is no such label.")})
    if field == LabelField.TOPIC:
        topic = Topic.objects.filter(code=value, is_active=True).first()
        if topic is None:
            raise unknown
        return topic
    known = {LabelField.SENTIMENT: Sentiment.values, LabelField.KIND: VoiceKind.values}
    if field not in known or value not in known[LabelField(field)]:
        raise unknown
    return None


def _standing(voice: Voice, field: str) -> tuple[str, float | None]:
    """What stands there now, and how sure the model was of it."""
    if field == LabelField.TOPIC:
        return (voice.topic.code if voice.topic else ""), voice.topic_score
    if field == LabelField.SENTIMENT:
        return voice.sentiment, voice.sentiment_score
    return voice.kind, None


def _apply(voice: Voice, guesses: dict[str, Guess], labeller: Labeller, now: datetime) -> None:
    sentiment, topic = guesses.get(TextTask.SENTIMENT), guesses.get(TextTask.TOPIC)
    if sentiment and LabelField.SENTIMENT not in voice.fixed:
        voice.sentiment, voice.sentiment_score = sentiment.label, sentiment.score
    if topic and LabelField.TOPIC not in voice.fixed:
        voice.topic, voice.topic_score = labeller.topics.get(topic.label), topic.score
    if LabelField.KIND not in voice.fixed:
        rating = voice.feedback.rating if voice.feedback else None
        voice.kind = guess_kind(voice.text, voice.sentiment, rating=rating)
    scores = [guess.score for task, guess in guesses.items() if task not in voice.fixed]
    voice.confidence, voice.labelled_at = min(scores, default=None), now
