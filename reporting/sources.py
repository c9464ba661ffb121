"""Facts of the report that are not metrics, in both languages: segments, charter, verdicts, observations."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from foundation.core.metrics import Period
from foundation.governance.clauses import outlines
from foundation.governance.models import Observation
from foundation.governance.selectors import observations_for_report
from reporting.verdicts import frozen
from segmentation.enums import Strength
from segmentation.selectors import segments_in_force, study_in_force
from service_charter.selectors import charter_in_force


def segments_at(at: datetime) -> dict[str, Any] | None:
    """The segments in use at that moment with sizes and plain words; None while no study had been adopted."""
    study = study_in_force(at)
    if study is None or study.chosen_run is None:
        return None
    run = study.chosen_run
    return {
        "study": str(study),
        "customers": run.used,
        "left_out": run.excluded,
        "silhouette": run.silhouette,
        "strength": both(Strength(run.strength).label),
        "items": [
            {
                "letter": both(segment, "letter"),
                "name": both(segment, "name"),
                "text": both(segment, "description"),
                "size": segment.size,
                "share": segment.share,
            }
            for segment in segments_in_force(at)
        ],
    }


def charter_at(at: datetime) -> dict[str, Any] | None:
    """The charter in force at that moment with its standards and resolution; None when there was none."""
    charter = charter_in_force(at)
    if charter is None:
        return None
    return {
        "number": charter.number,
        "effective_on": charter.effective_on.isoformat() if charter.effective_on else None,
        "meeting": charter.resolution.meeting.label if charter.resolution else "",
        "items": [
            {
                "number": item.number,
                "promise": both(item, "promise"),
                "target": float(item.target_percent),
            }
            for item in charter.standards.order_by("number")
        ],
    }


def policy_at(at: datetime) -> dict[str, Any]:
    """The verdict on every clause as the rules judge at that moment, with titles in our own words."""
    named = {each.key: {"th": each.title_th, "en": each.title_en} for each in outlines()}
    rows = [{**row, "title": named[row["clause"]]} for row in frozen(at)]
    return {"day": timezone.localdate(at).isoformat(), "clauses": rows}


def observations_of(period: Period) -> list[dict[str, Any]]:
    """The board's observations that the period tells of, each with its last answer."""
    return [
        {
            "meeting": row.meeting.label,
            "text": row.text,
            "owner": row.owner_name,
            "due_on": row.due_on.isoformat(),
            "answer": _last_answer(row, period.end),
        }
        for row in observations_for_report(period.start, period.end)
    ]


def _last_answer(row: Observation, end: datetime) -> str:
    answers = [answer.text for answer in row.answers.all() if answer.created_at < end]
    return answers[-1] if answers else ""


def both(thing: object, attribute: str = "") -> dict[str, str]:
    """A lazy text, or an attribute that speaks the reader's language, in Thai and in English."""
    texts = {}
    for language in ("th", "en"):
        with translation.override(language):
            texts[language] = str(getattr(thing, attribute) if attribute else thing)
    return texts
