"""The exact content of a policy version that the board approves: one canonical form, one hash.

JSON with keys in code-point order and no blanks, of the Thai texts alone: titles in English, summaries and titles of
clauses are our own reading aids. PostgreSQL builds the same text from the rows (migration 0004), so the database can
refuse to publish what the board has not seen. A test holds both to the same bytes.
"""

import hashlib
import json
from typing import Any

from foundation.governance.models import PolicyVersion


def canonical(version: PolicyVersion) -> str:
    """The canonical JSON of a stored version."""
    clauses: dict[int, list[dict[str, str]]] = {}
    for clause in version.clauses.order_by("position"):
        clauses.setdefault(clause.section_id, []).append({"key": clause.key, "text_th": clause.text_th})
    content: dict[str, Any] = {
        "title_th": version.title_th,
        "sections": [
            {
                "key": section.key,
                "title_th": section.title_th,
                "text_th": section.text_th,
                "clauses": clauses.get(section.pk, []),
            }
            for section in version.sections.order_by("position")
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(version: PolicyVersion) -> str:
    """The sha-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(version).encode()).hexdigest()
