"""Writes what a calculation found: the run, its segments, and every customer's membership by COPY."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from django.db import connection

from foundation.core.models import Job
from segmentation.models import Membership, Run, Segment, Study
from segmentation.pipeline import bands
from segmentation.pipeline.inputs import Prepared
from segmentation.selectors.population import Words

if TYPE_CHECKING:  # it loads scikit-learn, which only the worker that calculates needs
    from segmentation.pipeline.study import Result


@dataclass(frozen=True)
class Reading:
    """What went in: figures, categories, and the words of both."""

    prepared: Prepared
    categories: pd.DataFrame
    words: list[Words]
    category_words: list[Words]


def record_run(study: Study, *, job: Job, reading: Reading, result: "Result", seconds: float, now: datetime) -> Run:
    """The run with its segments and memberships; the caller holds the study's lock and the transaction."""
    chosen = next(candidate for candidate in result.candidates if candidate.k == result.choice.k)
    run = Run.objects.create(
        study=study,
        number=study.runs.count() + 1,
        job_public_id=job.public_id,
        requested_by=job.requested_by,
        created_at=now,
        seconds=round(seconds, 2),
        settings={**asdict(result.settings), "population": _population(study)},
        features=[asdict(word) for word in reading.words],
        fingerprint=fingerprint(reading.prepared.frame),
        versions={name: version(name) for name in ("scikit-learn", "numpy", "pandas")},
        population=reading.prepared.population,
        used=len(reading.prepared.frame),
        missing=dict(reading.prepared.missing),
        candidates=[asdict(candidate) for candidate in result.candidates],
        k=result.choice.k,
        passed=result.choice.passed,
        failures={str(k): list(names) for k, names in result.choice.failures.items()},
        tied_with=list(result.choice.tied_with),
        silhouette=chosen.silhouette,
        strength=bands.strength(chosen.silhouette),
        least_stability=chosen.least_stability,
        explained=result.explained,
        descriptors=_descriptors(result, reading.category_words),
        picture=asdict(result.picture),
        model=_model(result),
    )
    segments = [_segment(run, number, result, reading.words) for number in range(result.grouping.k)]
    _copy_members(run, segments, reading.prepared.frame.index.to_numpy(), result, now)
    return run


def fingerprint(frame: pd.DataFrame) -> str:
    """A hash of the figures that went in, customers included, in their order."""
    digest = sha256(",".join(str(name) for name in frame.columns).encode())
    digest.update(np.ascontiguousarray(frame.index.to_numpy(np.int64)).tobytes())
    digest.update(np.ascontiguousarray(frame.to_numpy(float)).tobytes())
    return digest.hexdigest()


def _population(study: Study) -> dict[str, Any]:
    return {"relations": study.relations, "parties": study.parties, "kinds": study.kinds, "facts": study.facts}


def _model(result: "Result") -> dict[str, Any]:
    """What places a customer who came later."""
    return {
        "scales": {name: asdict(scale) for name, scale in result.scales.items()},
        "centres": result.grouping.centres.tolist(),
    }


def _descriptors(result: "Result", spoken: Sequence[Words]) -> list[dict[str, Any]]:
    labels = {word.key: word.label for word in spoken}
    return [{**asdict(found), "label": labels[found.key]} for found in result.descriptors]


def _segment(run: Run, number: int, result: "Result", spoken: Sequence[Words]) -> Segment:
    size = result.grouping.sizes[number]
    repeat = result.repeats[number] if result.repeats else None
    traits = [
        {**asdict(trait), "label": word.label, "unit": word.unit}
        for trait, word in zip(result.traits[number], spoken, strict=True)
    ]
    return Segment.objects.create(
        run=run,
        number=number,
        size=size,
        share=size / run.used,
        jaccard=repeat.mean if repeat else None,
        jaccard_low=repeat.low if repeat else None,
        jaccard_high=repeat.high if repeat else None,
        stability=bands.stability(repeat.mean) if repeat else "",
        traits=[_finite(trait) for trait in traits],
    )


def _finite(trait: dict[str, Any]) -> dict[str, Any]:
    """A segment of one customer has no interval; JSON knows no NaN."""
    return {key: None if isinstance(value, float) and not np.isfinite(value) else value for key, value in trait.items()}


def _copy_members(run: Run, segments: list[Segment], customers: np.ndarray, result: "Result", now: datetime) -> None:
    keys = np.array([segment.pk for segment in segments])
    table = pd.DataFrame({"run": run.pk, "segment": keys[result.grouping.labels], "customer": customers})
    table["distance"], table["at"] = result.distances, now.isoformat()
    text = io.StringIO()
    table.to_csv(text, header=False, index=False)
    text.seek(0)
    columns = "run_id, segment_id, customer_id, distance, assigned_at"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {Membership._meta.db_table} ({columns}) FROM STDIN WITH (FORMAT csv)", text)
