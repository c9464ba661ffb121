"""Needs ranked by opportunity, whole and in each segment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.list_filters import read
from segmentation.filters import NONE, segment_of_cuts
from segmentation.metrics import DIMENSION
from voc import need_charts
from voc.periods import chosen, spans
from voc.scores import SMALLEST_SHOWN, means, quadrant, ranked
from voc.selectors.needs import need_scores, respondents
from voc.tabs import tabs


@require_GET
@requires(Permission.VOC_VIEW)
def needs(request: HttpRequest) -> HttpResponse:
    """The needs of everybody or of one segment in a span of time, and each need in each segment."""
    now = timezone.now()
    span = chosen(request.GET.get("span", ""), now)
    asked = read(request.GET, signed_in(request), leave_out=(NONE,))
    segment, name = segment_of_cuts(asked.cuts), asked.labels.get(DIMENSION, "")
    segments = next((field.choices for field in asked.fields if field.key == DIMENSION), [])
    every, cut = need_scores(span.period), need_scores(span.period, by_segment=True) if segments else []
    scores = [score for score in cut if score.segment == segment] if segment else every
    shown = ranked(scores)
    cross = means(shown)
    measure = _("%(who)s, %(span)s: 10 × the share of ratings of 4 or 5; dashed lines: the means") % {
        "who": name or _("everybody"),
        "span": span.label,
    }
    by_need = {(score.code, score.segment): score for score in cut}
    context = {
        "room_tabs": tabs("needs"),
        "spans": spans(now),
        "span": span,
        "segments": segments,
        "asked": asked,
        "segment": segment,
        "segment_name": name,
        "filters": asked.chips(request.GET),
        "rows": [(i, score, quadrant(score, cross)) for i, score in enumerate(shown, 1)] if cross else [],
        "hidden": len(scores) - len(shown),
        "smallest": SMALLEST_SHOWN,
        "respondents": respondents(span.period),
        "chart": need_charts.importance_satisfaction(scores, measure=measure),
        "cut": [
            (score, [(title, by_need.get((score.code, key))) for key, title in segments]) for score in ranked(every)
        ],
        "may_write": signed_in(request).can(Permission.VOC_EDIT),
    }
    return render(request, "voc/needs.html", context)
