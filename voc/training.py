"""Training and judging a text model: texts and labels in, a model and its figures out. No database here.

A linear support-vector machine finds the weights: fast, and as good on short Thai texts as anything that fits a small
server. Its margins become scores by one number, a temperature that is fitted on texts the machine did not learn from.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.svm import LinearSVC

from foundation.core.intervals import wilson
from foundation.core.text import LinearModel, features

ALGORITHM = "TF-IDF (newmm words, pairs, 2–4 letters) + LinearSVC"
TEST_SHARE, FOLDS = 0.2, 5
STRENGTH = 0.4  # the SVM's C: chosen on the training part of two published sets
# A class needs texts on both sides of the split, and some for the scores.
FEWEST_A_CLASS = 10
FEW_TEXTS = 2000
_BINS = (0.0, 0.4, 0.6, 0.8, 0.9, 1.0001)


@dataclass(frozen=True)
class Judged:
    """How a model did on texts it had not seen."""

    n: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    classes: tuple[str, ...]
    confusion: list[list[int]]
    per_class: list[dict[str, Any]]
    by_score: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Everything as JSON, for the row of the model."""
        names = ("interval", "classes", "confusion", "per_class", "by_score")
        return {name: list(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class Split:
    """Texts and labels to learn from and to be judged by; the same seed gives the same split."""

    train: tuple[list[str], list[str]]
    test: tuple[list[str], list[str]]


def usable(texts: Sequence[str], labels: Sequence[str]) -> tuple[list[str], list[str], dict[str, int]]:
    """Texts of classes with enough texts, each text once; and the classes left out, with how many texts they had."""
    once = dict(zip(texts, labels, strict=True))
    counts = Counter(once.values())
    scarce = {label: n for label, n in counts.items() if n < FEWEST_A_CLASS}
    kept = [(text, label) for text, label in once.items() if label not in scarce]
    return [text for text, _ in kept], [label for _, label in kept], scarce


def split(texts: Sequence[str], labels: Sequence[str], *, seed: int) -> Split:
    """A fifth of each class is kept apart to be judged by."""
    train_x, test_x, train_y, test_y = train_test_split(
        list(texts), list(labels), test_size=TEST_SHARE, random_state=seed, stratify=list(labels)
    )
    return Split((train_x, train_y), (test_x, test_y))


def fit(texts: Sequence[str], labels: Sequence[str], *, seed: int) -> LinearModel:
    """A model that learned from these texts. How sure it may be is settled first, on parts it has not seen then."""
    rare = 1 if len(texts) < FEW_TEXTS else 3
    vectoriser = TfidfVectorizer(analyzer=features, min_df=rare, sublinear_tf=True)
    rows = vectoriser.fit_transform(texts)
    said = np.array(labels)
    warmth = _settled(rows, said, seed)
    machine = _machine(rows, said, seed)
    weights, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one margin for two classes
        weights = np.vstack([np.zeros_like(weights), weights])
        intercepts = np.array([0.0, intercepts[0]])
    return LinearModel(
        classes=tuple(str(label) for label in machine.classes_),
        terms=tuple(vectoriser.get_feature_names_out()),
        idf=vectoriser.idf_,
        weights=weights * warmth,
        intercepts=intercepts * warmth,
    )


def judge(model: LinearModel, texts: Sequence[str], labels: Sequence[str]) -> Judged:
    """How often the model says what people said; per class, and by how sure it was."""
    guesses = model.classify(texts)
    said = [guess.label for guess in guesses]
    classes = tuple(sorted({*labels, *model.classes}))
    precision, recall, f1, support = precision_recall_fscore_support(labels, said, labels=classes, zero_division=0)
    right = sum(a == b for a, b in zip(said, labels, strict=True))
    present = [place for place, n in enumerate(support) if n]
    return Judged(
        n=len(texts),
        accuracy=float(accuracy_score(labels, said)),
        interval=wilson(right, len(texts)),
        macro_f1=float(np.mean([f1[place] for place in present])),
        classes=classes,
        confusion=confusion_matrix(labels, said, labels=classes).tolist(),
        per_class=[
            {
                "label": label,
                "precision": float(precision[place]),
                "recall": float(recall[place]),
                "f1": float(f1[place]),
                "n": int(support[place]),
            }
            for place, label in enumerate(classes)
        ],
        by_score=_by_score([guess.score for guess in guesses], [a == b for a, b in zip(said, labels, strict=True)]),
    )


def _settled(rows: Any, said: Any, seed: int) -> float:
    """How much the margins mean: every text is scored once by a machine that did not learn from it."""
    margins, places = [], []
    for learn, settle in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(rows, said):
        trial = _machine(rows[learn], said[learn], seed)
        margins.append(_margins(trial, rows[settle]))
        places.append(np.searchsorted(trial.classes_, said[settle]))
    return _warmth(np.vstack(margins), np.concatenate(places))


def _machine(rows: Any, said: Any, seed: int) -> Any:
    return LinearSVC(C=STRENGTH, random_state=seed).fit(rows, said)


def _margins(machine: Any, rows: Any) -> Any:
    """A row a text, a column a class."""
    margins = machine.decision_function(rows)
    return margins if margins.ndim == 2 else np.column_stack([np.zeros_like(margins), margins])


def _warmth(margins: Any, places: Any) -> float:
    """The factor on the margins under which the scores are likeliest for texts the weights have not seen."""

    def surprise(logarithm: float) -> float:
        raised = margins * np.exp(logarithm)
        total = np.log(np.exp(raised - raised.max(axis=1, keepdims=True)).sum(axis=1)) + raised.max(axis=1)
        return float(np.mean(total - raised[np.arange(len(places)), places]))

    return float(np.exp(minimize_scalar(surprise, bounds=(-2, 3), method="bounded").x))


def _by_score(scores: Sequence[float], right: Sequence[bool]) -> list[dict[str, Any]]:
    """Of the texts scored between two marks, how many were right: whether the scores may be believed."""
    rows = []
    for low, high in itertools.pairwise(_BINS):
        hits = [hit for score, hit in zip(scores, right, strict=True) if low <= score < high]
        if hits:
            rows.append({"from": low, "to": min(high, 1.0), "n": len(hits), "right": sum(hits) / len(hits)})
    return rows
