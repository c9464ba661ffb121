"""The exact words of a commitment: one canonical form, one hash, as for the charter itself (content.py)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import translation

from service_charter.models import CharterVersion, Standard

_FIELDS = ("number", "code", "promise_th", "promise_en", "measured_th", "measured_en")


def canonical(charter: CharterVersion, standards: Iterable[Standard]) -> str:
    """Which version of the charter, its fingerprint, its rules of conduct, and the promises with time and target."""
    content = {
        "charter": charter.number,
        "charter_hash": charter.content_hash,
        "conduct_th": charter.conduct_th,
        "conduct_en": charter.conduct_en,
        "promises": [_promise(standard) for standard in sorted(standards, key=lambda row: row.number)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: str) -> str:
    """The sha-256 of the canonical form, in hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def _promise(standard: Standard) -> dict[str, Any]:
    facts = {field: getattr(standard, field) for field in _FIELDS}
    facts["target_percent"] = f"{standard.target_percent:.2f}"
    for language in ("th", "en"):
        with translation.override(language):
            facts[f"time_{language}"] = str(standard.duration)
    return facts
