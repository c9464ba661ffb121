"""Figures of listening, each declared once (policy 3.1 to 3.3).

What rests on people's answers is not given under five of them. A rating belongs to the stage that its touchpoint
serves or, of several, to the one named by the customer or the QR code; where nobody named one, it counts in each of
them, so stages do not add up to the whole. At a crossing only what is known counts.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField
from django.db.models import Value as Constant
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Dimension, Direction, Metric, Period, Value, dimension_of_choices
from segmentation.selectors import segment_of
from voc.enums.survey import QuestionKind
from voc.enums.voice import Sentiment, VoiceChannel, VoiceKind
from voc.models import Answer, Feedback, Invitation, Label, Topic, Voice
from voc.selectors.results import DETRACTOR_TO, PROMOTER_FROM, SATISFIED_FROM, Figure, promoter_score, share
from voc.selectors.voices import STAGE

Values = Mapping[str, Value]
ALL = Q()
_VOICE: dict[str, Any] = {
    "voice_channel": "channel",
    "voice_kind": "kind",
    "sentiment": "sentiment",
    "topic": "topic__code",
    "touchpoint": "touchpoint__code",
    "stage": STAGE,
    "segment": "customer_id",
}
_PLACE = {
    "touchpoint": "touchpoint__code",
    "stage": STAGE,
    "crossing": Concat("touchpoint__code", Constant(":"), "stage__code", output_field=TextField()),
}
_ANSWER = {"segment": "response__customer_id"}
_INVITED = {"segment": "customer_id"}


def _counted(rows: QuerySet[Any], by: str | None, paths: Mapping[str, Any], **of: Q) -> list[tuple[Any, ...]]:
    """How many rows fit each condition, whole (key "") or by a dimension; one statement."""
    # A row stands in several stages where its touchpoint serves several.
    counts = {name: Count("pk", filter=fits or None, distinct=by == "stage") for name, fits in of.items()}
    if by is None:
        return [("", *rows.aggregate(**counts).values())]
    if by == "crossing":
        rows = rows.filter(stage__isnull=False)
    column = segment_of(paths["segment"]) if by == "segment" else paths[by]
    if not isinstance(column, str):
        rows, column = rows.annotate(cut=column), "cut"
    return [(key or "", *figures) for key, *figures in rows.order_by().values_list(column).annotate(**counts)]


def _within(period: Period, column: str) -> Q:
    return Q(**{f"{column}__gte": period.start, f"{column}__lt": period.end})


def _value(figure: Figure) -> Value:
    return Value(figure.value, figure.n, figure.low, figure.high)


def voices(period: Period, by: str | None = None) -> Values:
    """Voices of the period, by when they were said."""
    rows = Voice.objects.filter(_within(period, "occurred_at"))
    return {key: Value(n, n) for key, n in _counted(rows, by, _VOICE, n=ALL)}


def _voice_share(of: Q, good: Q) -> Callable[[Period, str | None], Values]:
    def query(period: Period, by: str | None = None) -> Values:
        rows = Voice.objects.filter(of, _within(period, "occurred_at"))
        counts = _counted(rows, by, _VOICE, n=ALL, good=good)
        return {key: _value(share(hits, n)) for key, n, hits in counts}

    return query


def feedback_satisfied(period: Period, by: str | None = None) -> Values:
    """Ratings of 4 or 5 at touchpoints."""
    rows = Feedback.objects.filter(_within(period, "given_at"))
    good = Q(rating__gte=SATISFIED_FROM)
    return {key: _value(share(hits, n)) for key, n, hits in _counted(rows, by, _PLACE, n=ALL, good=good)}


def _scores(period: Period, kind: QuestionKind) -> QuerySet[Answer]:
    rows = Answer.objects.filter(question__kind=kind, response__not_counted="")
    return rows.filter(_within(period, "response__submitted_at"))


def survey_satisfied(period: Period, by: str | None = None) -> Values:
    """Answers of 4 or 5 to questions of satisfaction."""
    good = Q(score__gte=SATISFIED_FROM)
    counts = _counted(_scores(period, QuestionKind.CSAT), by, _ANSWER, n=ALL, good=good)
    return {key: _value(share(hits, n)) for key, n, hits in counts}


def recommended(period: Period, by: str | None = None) -> Values:
    """Promoters less detractors, in points."""
    counts = _counted(
        _scores(period, QuestionKind.NPS),
        by,
        _ANSWER,
        n=ALL,
        up=Q(score__gte=PROMOTER_FROM),
        down=Q(score__lte=DETRACTOR_TO),
    )
    return {key: _value(promoter_score(up, down, n)) for key, n, up, down in counts}


def answered(period: Period, by: str | None = None) -> Values:
    """Of the personal invitations of the period, the share that was answered by now."""
    rows = Invitation.objects.filter(_within(period, "invited_at"))
    good = Q(answered_at__isnull=False)
    return {key: _value(share(hits, n)) for key, n, hits in _counted(rows, by, _INVITED, n=ALL, good=good)}


def corrected(period: Period, by: str | None = None) -> Values:
    """Of the machine's labels that people looked at within the period, the share they changed."""
    rows = Label.objects.filter(_within(period, "at"), score_before__isnull=False)
    paths = {"voice_channel": "voice__channel", "label_field": "field"}
    good = ~Q(value=F("before"))
    return {key: _value(share(hits, n)) for key, n, hits in _counted(rows, by, paths, n=ALL, good=good)}


VOICES = Metric(
    key="voc.voices",
    clause="3.1",
    title=_("Voices of customers gathered"),
    unit=_("voices"),
    formula=_("Voices by the day on which they were said, from every channel, each source counted once"),
    direction=Direction.NEUTRAL,
    query=voices,
    dimensions=tuple(_VOICE),
)
NEGATIVE = Metric(
    key="voc.negative_share",
    clause="3.1",
    title=_("Negative voices"),
    unit="%",
    formula=_("Voices labelled negative ÷ voices with a sentiment × 100"),
    direction=Direction.DOWN,
    query=_voice_share(~Q(sentiment=""), Q(sentiment=Sentiment.NEGATIVE)),
    decimals=1,
    dimensions=tuple(name for name in _VOICE if name != "sentiment"),
)
FEEDBACK_CSAT = Metric(
    key="voc.feedback_csat",
    clause="3.1",
    title=_("Satisfied at touchpoints"),
    unit="%",
    formula=_(
        "Ratings of 4 or 5 in the ten-second forms ÷ all ratings × 100; at a crossing, of those whose stage is known"
    ),
    direction=Direction.UP,
    query=feedback_satisfied,
    target=80.0,
    decimals=1,
    dimensions=tuple(_PLACE),
)
SURVEY_CSAT = Metric(
    key="voc.survey_csat",
    clause="3.1",
    title=_("Satisfied, by surveys"),
    unit="%",
    formula=_("Answers of 4 or 5 to questions of satisfaction ÷ all answers that count × 100"),
    direction=Direction.UP,
    query=survey_satisfied,
    target=80.0,
    decimals=1,
    dimensions=tuple(_ANSWER),
)
NPS = Metric(
    key="voc.nps",
    clause="3.1",
    title=_("Net promoter score"),
    unit=_("points"),
    formula=_("Share of answers 9 or 10 less share of answers 0 to 6, × 100"),
    direction=Direction.UP,
    query=recommended,
    decimals=1,
    dimensions=tuple(_ANSWER),
)
RESPONSE_RATE = Metric(
    key="voc.response_rate",
    clause="3.2",
    title=_("Personal invitations answered"),
    unit="%",
    formula=_("Invitations answered so far ÷ invitations sent within the period × 100"),
    direction=Direction.UP,
    query=answered,
    decimals=1,
    dimensions=tuple(_INVITED),
)
LABELLED = Metric(
    key="voc.labelled_share",
    clause="3.3",
    title=_("Voices with labels"),
    unit="%",
    formula=_("Voices that a model or a person has labelled ÷ voices of the period × 100"),
    direction=Direction.UP,
    query=_voice_share(Q(), Q(labelled_at__isnull=False) | Q(is_checked=True)),
    target=95.0,
    decimals=1,
    dimensions=("voice_channel",),
)
CORRECTED = Metric(
    key="voc.labels_corrected",
    clause="3.3",
    title=_("Labels that people corrected"),
    unit="%",
    formula=_("Labels of the model that a person changed ÷ labels of the model that a person looked at × 100"),
    direction=Direction.DOWN,
    query=corrected,
    decimals=1,
    dimensions=("voice_channel", "label_field"),
)
METRICS = (VOICES, NEGATIVE, FEEDBACK_CSAT, SURVEY_CSAT, NPS, RESPONSE_RATE, LABELLED, CORRECTED)


def _topic_names(codes: Iterable[str]) -> Mapping[str, str]:
    return {topic.code: topic.name for topic in Topic.objects.filter(code__in=list(codes))}


DIMENSIONS = (
    dimension_of_choices("voice_channel", _("Channel of listening"), VoiceChannel),
    dimension_of_choices("voice_kind", _("Kind of voice"), VoiceKind),
    dimension_of_choices("sentiment", _("Sentiment"), Sentiment),
    Dimension("topic", _("Topic"), _topic_names),
)
