"""The customers and figures of a study, as frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import QuerySet
from django.utils.translation import override

from customers.conditions import meeting
from customers.models import Customer, CustomerQuerySet
from customers.selectors import Feature, available_categories, available_features, category_values, numeric_features
from segmentation.models import Study
from segmentation.registry import OfferedFeature, offered

CHUNK = 50_000
LOOK_ROWS = 2_000
LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Words:
    """A figure with its words in both languages, as runs store them."""

    key: str
    label: dict[str, str]
    unit: dict[str, str]


@dataclass(frozen=True)
class Quality:
    """What a person should know of a figure before choosing it: of `rows` customers looked at, how many lack it,
    whether it varies, its range, and whether it is skewed so that a logarithm would serve."""

    key: str
    rows: int
    missing: int
    least: float | None
    most: float | None
    varies: bool
    skewed: bool

    @property
    def missing_percent(self) -> int:
        """Share of customers without the figure, of a hundred."""
        return round(100 * self.missing / self.rows) if self.rows else 0


def features_on_offer() -> list[Words]:
    """Every figure that a study may use: the records' own first, then what other rooms offer."""
    spoken: dict[str, Words] = {}
    for language in LANGUAGES:
        with override(language):
            on_offer: list[Feature | OfferedFeature] = [*available_features(), *offered().values()]
            for feature in on_offer:
                words = spoken.setdefault(feature.key, Words(feature.key, {}, {}))
                words.label[language], words.unit[language] = str(feature.label), str(feature.unit)
    return list(spoken.values())


def categories_on_offer() -> list[Words]:
    """Every category that checks segments from outside."""
    spoken: dict[str, Words] = {}
    for language in LANGUAGES:
        with override(language):
            for feature in available_categories():
                words = spoken.setdefault(feature.key, Words(feature.key, {}, {}))
                words.label[language], words.unit[language] = str(feature.label), ""
    return list(spoken.values())


def population_of(study: Study) -> CustomerQuerySet:
    """The customers whom the study is about; nobody who was erased."""
    customers = Customer.objects.filter(erased_at__isnull=True)
    if study.relations:
        customers = customers.filter(relation__in=study.relations)
    if study.parties:
        customers = customers.filter(party__in=study.parties)
    if study.kinds:
        customers = customers.filter(kind__in=study.kinds)
    return meeting(customers, study.facts)


def read_figures(keys: Sequence[str], customers: "QuerySet[Customer]", *, at: date) -> pd.DataFrame:
    """One row a customer (the index is the id, in order), one column a figure, NaN where there is none.

    Raises ValueError for a figure that nobody offers.
    """
    others = offered()
    own = [key for key in keys if key not in others]
    frame = _frame(numeric_features(own, customers=customers, at=at), own)
    for key in keys:
        if key in others:
            frame[key] = _offered_column(key, customers, frame.index, at)
    return frame[list(keys)]


def read_categories(keys: Sequence[str], customers: "QuerySet[Customer]") -> pd.DataFrame:
    """One row a customer, one column a category."""
    rows = list(category_values(keys, customers=customers))
    index = pd.Index([row[0] for row in rows], name="customer")
    return pd.DataFrame([row[1:] for row in rows], index=index, columns=list(keys), dtype="object")


def feature_quality(keys: Sequence[str]) -> dict[str, Quality]:
    """Hints for the design page, from the first 2,000 customers: cheap at any size of the register."""
    first = Customer.objects.filter(erased_at__isnull=True).order_by("pk").values("pk")[:LOOK_ROWS]
    frame = read_figures(keys, Customer.objects.filter(pk__in=first), at=date.today()) if keys else pd.DataFrame()  # noqa: DTZ011
    return {key: _quality(key, frame[key]) for key in keys}


def _quality(key: str, column: "pd.Series[float]") -> Quality:
    known = column.dropna()
    skewed = len(known) > 2 and float(known.min()) >= 0 and float(np.asarray(known.skew())) > 1
    return Quality(
        key,
        len(column),
        len(column) - len(known),
        float(known.min()) if len(known) else None,
        float(known.max()) if len(known) else None,
        known.nunique() > 1,
        bool(skewed),
    )


def _frame(rows: Iterator[tuple[Any, ...]], keys: Sequence[str]) -> pd.DataFrame:
    """Rows into numbers piece by piece, so that a million rows never stand as Python objects at once."""
    ids: list[np.ndarray] = []
    figures: list[np.ndarray] = []
    while piece := list(islice(rows, CHUNK)):
        ids.append(np.array([row[0] for row in piece], dtype=np.int64))
        figures.append(np.array([row[1:] for row in piece], dtype=float).reshape(len(piece), len(keys)))
    index = pd.Index(np.concatenate(ids) if ids else np.array([], dtype=np.int64), name="customer")
    matrix = np.vstack(figures) if figures else np.empty((0, len(keys)))
    return pd.DataFrame(matrix, index=index, columns=list(keys))


def _offered_column(key: str, customers: "QuerySet[Customer]", index: pd.Index, at: date) -> pd.Series:
    feature = offered()[key]
    known = dict(feature.figures(customers, at))
    column = pd.Series(known, dtype=float).reindex(index)
    return column if feature.absent is None else column.fillna(feature.absent)
