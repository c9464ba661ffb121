"""A linear text model as plain numbers: weights of features a class. Nothing in its file can run.

The file is a NumPy archive read without pickle; it is opened only when its hash is the one its maker wrote down.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from scipy.sparse import csr_matrix

from foundation.core.text.features import features

_FORMAT = 1


class BrokenModel(Exception):
    """The file is not the one that was written down, or not a model at all."""


@dataclass(frozen=True)
class Guess:
    """What a model says of a text: the class, and how sure it is, 0 to 1."""

    label: str
    score: float


@dataclass(frozen=True)
class LinearModel:
    """`weights` has a row a class and a column a term; `idf` weighs terms by their rarity. Scores add up to 1."""

    classes: tuple[str, ...]
    terms: tuple[str, ...]
    idf: Any
    weights: Any
    intercepts: Any

    @cached_property
    def _places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}

    def classify(self, texts: Sequence[str]) -> list[Guess]:
        """The likeliest class of each text, with its score."""
        scores = self.scores(texts)
        best = scores.argmax(axis=1)
        return [Guess(self.classes[place], float(row[place])) for place, row in zip(best, scores, strict=True)]

    def scores(self, texts: Sequence[str]) -> Any:
        """A row a text, a column a class."""
        if not texts:
            return np.zeros((0, len(self.classes)))
        raw = self._vectors(texts) @ self.weights.T + self.intercepts
        raised = np.exp(raw - raw.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def _vectors(self, texts: Sequence[str]) -> Any:
        """Counts damped by a logarithm, weighed by rarity, each text of length 1."""
        starts: list[int] = [0]
        places: list[int] = []
        values: list[float] = []
        for text in texts:
            counts = Counter(self._places[term] for term in features(text) if term in self._places)
            row = (1 + np.log(np.fromiter(counts.values(), dtype=float))) * self.idf[list(counts)]
            length = np.sqrt((row**2).sum()) or 1.0
            places.extend(counts)
            values.extend(row / length)
            starts.append(len(places))
        return csr_matrix((values, places, starts), shape=(len(texts), len(self.terms)))

    def to_bytes(self) -> bytes:
        """The file of the model."""
        head = {"format": _FORMAT, "classes": self.classes, "terms": self.terms}
        packed = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
        file = BytesIO()
        np.savez_compressed(
            file,
            head=packed,
            idf=np.asarray(self.idf, dtype=np.float32),
            weights=np.asarray(self.weights, dtype=np.float32),
            intercepts=np.asarray(self.intercepts, dtype=np.float32),
        )
        return file.getvalue()


def load(file: bytes, *, sha256: str) -> LinearModel:
    """The model of a file. Raises BrokenModel when the bytes are others than those written down."""
    if hashlib.sha256(file).hexdigest() != sha256:
        raise BrokenModel("the file is not the one that was trained")
    try:
        with np.load(BytesIO(file), allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            arrays = {name: stored[name] for name in ("idf", "weights", "intercepts")}
    except (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile) as error:
        raise BrokenModel("the file is no text model") from error
    if head.get("format") != _FORMAT:
        raise BrokenModel("the file has another format")
    return LinearModel(tuple(head["classes"]), tuple(head["terms"]), **arrays)
