"""Facts of the report that are not metrics: the segments in use and the charter in force, in both languages."""

from datetime import datetime
from typing import Any

from django.utils import translation

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


def both(thing: object, attribute: str = "") -> dict[str, str]:
    """A lazy text, or an attribute that speaks the reader's language, in Thai and in English."""
    texts = {}
    for language in ("th", "en"):
        with translation.override(language):
            texts[language] = str(getattr(thing, attribute) if attribute else thing)
    return texts
