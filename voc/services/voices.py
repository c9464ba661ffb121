"""Gathering voices: comments, open answers and complaints become lines of the one list, each once."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from complaints.models import Complaint
from foundation.core.thai.text import search_form
from voc.enums.voice import LabelField, Sentiment, VoiceChannel, VoiceKind
from voc.models import Answer, Feedback, Voice
from voc.rules import guess_kind, scrubbed

BATCH = 500
# A complaint's subject may be corrected, or cleared by an erasure: the voice follows within this time of the change.
SILENT = "…"
FOLLOWED_FOR = timedelta(days=3)
_TURNED = ("turned__is_complaint", "turned__request_id")


def gather_voices(*, now: datetime) -> dict[str, int]:
    """Turn what is new in every source into voices. Safe to run twice, also at once: a source gives one voice."""
    return {
        "feedback": _added(_from_feedback(now)),
        "survey": _added(_from_answers(now)),
        "complaint": _added(_from_complaints(now)),
        "followed": _follow_complaints(now),
    }


def _added(voices: Iterable[Voice]) -> int:
    count, rows = 0, iter(voices)
    while batch := list(islice(rows, BATCH)):
        Voice.objects.bulk_create(batch, ignore_conflicts=True)
        count += len(batch)
    return count


def _from_feedback(now: datetime) -> Iterator[Voice]:
    rows = Feedback.objects.filter(voice__isnull=True).exclude(comment="")
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield Voice(
            feedback=row,
            text=row.comment,
            search_text=search_form(row.comment),
            occurred_at=row.given_at,
            gathered_at=now,
            channel=VoiceChannel.FEEDBACK,
            touchpoint_id=row.touchpoint_id,
            stage_id=row.stage_id,
            kind=guess_kind(row.comment, "", rating=row.rating),
        )


def _from_answers(now: datetime) -> Iterator[Voice]:
    rows = Answer.objects.filter(voice__isnull=True, response__not_counted="").exclude(text="")
    for row in rows.select_related("response__survey").order_by("pk").iterator(chunk_size=BATCH):
        yield Voice(
            answer=row,
            text=row.text,
            search_text=search_form(row.text),
            occurred_at=row.response.submitted_at,
            gathered_at=now,
            channel=VoiceChannel.SURVEY,
            touchpoint_id=row.response.survey.touchpoint_id,
            customer_id=row.response.customer_id,
            kind=guess_kind(row.text, ""),
        )


def _from_complaints(now: datetime) -> Iterator[Voice]:
    """Of a complaint only the subject is taken over; the story stays at the desk, for those who may read it there.

    Whoever complains is dissatisfied: kind and sentiment are told by the source, not guessed.
    """
    rows = Complaint.objects.ordinary().filter(voice__isnull=True)
    rows = rows.exclude(turned__voice__gt="")  # that one is a voice already
    rows = rows.select_related("turned").only("subject", "received_at", "customer_id", "touchpoint_id", *_TURNED)
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        text = scrubbed(row.subject)
        yield Voice(
            complaint=row,
            text=text,
            search_text=search_form(text),
            occurred_at=row.received_at,
            gathered_at=now,
            channel=VoiceChannel.COMPLAINT,
            touchpoint_id=row.touchpoint_id,
            customer_id=row.customer_id,
            kind=_kind(row),
            sentiment=Sentiment.NEGATIVE,
            fixed=[LabelField.KIND, LabelField.SENTIMENT],
        )


@transaction.atomic
def _follow_complaints(now: datetime) -> int:
    """Bring subject and customer of lately changed complaints over."""
    # Gone to the confidential route: what was taken over falls silent; its labels only grow and stay.
    gone = Voice.objects.filter(complaint__is_misconduct=True).exclude(text=SILENT)
    gone.update(text=SILENT, search_text="", customer=None)
    lately = Voice.objects.filter(complaint__is_misconduct=False, complaint__updated_at__gte=now - FOLLOWED_FOR)
    rows = lately.select_related("complaint__turned").only(
        *("text", "customer_id", "kind", "complaint__subject", "complaint__customer_id"),
        *(f"complaint__{name}" for name in _TURNED),
    )
    changed = []
    for voice in rows.iterator(chunk_size=BATCH):
        if voice.complaint is None:
            continue
        text, known_as = scrubbed(voice.complaint.subject), voice.complaint.customer_id
        kind = _kind(voice.complaint) if hasattr(voice.complaint, "turned") else voice.kind
        if text != voice.text or known_as != voice.customer_id or kind != voice.kind:
            voice.text, voice.search_text, voice.customer_id, voice.kind = text, search_form(text), known_as, kind
            changed.append(voice)
    Voice.objects.bulk_update(changed, ["text", "search_text", "customer", "kind"], batch_size=BATCH)
    return len(changed)


def _kind(complaint: Complaint) -> VoiceKind:
    """A complaint, or what was taken as a suggestion instead."""
    pair = getattr(complaint, "turned", None)
    is_suggestion = pair is not None and not pair.is_complaint and pair.request_id is None
    return VoiceKind.SUGGESTION if is_suggestion else VoiceKind.COMPLAINT
