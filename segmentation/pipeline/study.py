"""A whole study: every number of segments grouped and judged, one chosen by stated rules, its segments described."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from segmentation.pipeline import profile, scale
from segmentation.pipeline.choose import Candidate, Choice, Gates, choose
from segmentation.pipeline.cluster import Grouping, kmeans
from segmentation.pipeline.evaluate import Gap, gap, indices
from segmentation.pipeline.inputs import Prepared
from segmentation.pipeline.picture import Picture, picture
from segmentation.pipeline.stability import Repeat, repeats

GAP_REFERENCES = 20


@dataclass(frozen=True)
class Settings:
    """What a person decides before the calculation. Shares are from 0 to 1; `resamples` 0 leaves stability out."""

    transformation: str = "log_z"
    k_min: int = 2
    k_max: int = 6
    seed: int = 0
    criterion: str = "silhouette"
    smallest_share: float = 0.05
    least_stability: float = 0.6
    resamples: int = 100


@dataclass(frozen=True)
class Watch:
    """How a long calculation talks to the outside: steps done and in all, and a place to stop it by raising."""

    step: Callable[[int, int], None] = lambda done, total: None


@dataclass(frozen=True)
class Result:
    """Everything the study found. `labels` and `distances` follow the index of the prepared frame."""

    settings: Settings
    scales: dict[str, scale.Scale]
    candidates: list[Candidate]
    choice: Choice
    grouping: Grouping
    distances: np.ndarray
    repeats: list[Repeat]
    traits: list[list[profile.Trait]]
    explained: dict[str, float]
    picture: Picture
    descriptors: list[profile.Descriptor] = field(default_factory=list)


def run(
    prepared: Prepared, settings: Settings, *, descriptors: pd.DataFrame | None = None, watch: Watch | None = None
) -> Result:
    """Group, judge, choose, describe. The same rows and settings give the same result, whatever the rows' order.

    `descriptors` holds categories that do not form the segments; they check from outside whether the segments mean
    anything. Raises BadInput as `scale.fit` does.
    """
    scales = scale.fit(prepared.frame, settings.transformation)
    matrix = scale.transform(prepared.frame, scales)
    steps = _Steps(settings, watch or Watch())
    found = {k: _judge(matrix, k, settings, steps) for k in range(settings.k_min, settings.k_max + 1)}
    candidates = [candidate for _, candidate, _ in found.values()]
    choice = choose(candidates, Gates(settings.smallest_share, settings.least_stability), settings.criterion)
    grouping, _, again = found[choice.k]
    distances = np.sqrt(((matrix - grouping.centres[grouping.labels]) ** 2).sum(axis=1))
    columns = [str(name) for name in prepared.frame.columns]
    return Result(
        settings,
        scales,
        candidates,
        choice,
        grouping,
        distances,
        again,
        profile.traits(prepared.frame, scales, grouping),
        profile.explained(matrix, grouping, columns),
        picture(matrix, grouping, seed=settings.seed),
        _described(prepared.frame, descriptors, grouping),
    )


class _Steps:
    """Counts the steps of a study: one a grouping, one a resample."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self.done = 0
        self.total = (settings.k_max - settings.k_min + 1) * (1 + settings.resamples)
        self.watch = watch

    def one(self) -> None:
        """Another step is done."""
        self.done += 1
        self.watch.step(self.done, self.total)


def _judge(matrix: scale.Matrix, k: int, settings: Settings, steps: _Steps) -> tuple[Grouping, Candidate, list[Repeat]]:
    grouping = kmeans(matrix, k, seed=settings.seed)
    width = indices(matrix, grouping, seed=settings.seed)
    steps.one()
    spread: Gap | None = None
    if settings.criterion == "gap":
        spread = gap(matrix, grouping, seed=settings.seed, references=GAP_REFERENCES)
    again = (
        repeats(matrix, grouping, seed=settings.seed, resamples=settings.resamples, after_each=steps.one)
        if settings.resamples
        else []
    )
    candidate = Candidate(
        k=k,
        silhouette=width.silhouette,
        calinski_harabasz=width.calinski_harabasz,
        davies_bouldin=width.davies_bouldin,
        smallest_share=min(grouping.sizes) / len(matrix),
        least_stability=min((repeat.mean for repeat in again), default=None),
        gap=spread.value if spread else None,
        gap_error=spread.error if spread else None,
    )
    return grouping, candidate, again


def _described(frame: pd.DataFrame, descriptors: pd.DataFrame | None, grouping: Grouping) -> list[profile.Descriptor]:
    if descriptors is None:
        return []
    aligned = descriptors.reindex(frame.index)
    found = [profile.descriptor(str(name), aligned[name], grouping.labels) for name in aligned.columns]
    return sorted((one for one in found if one), key=lambda one: -one.v)
