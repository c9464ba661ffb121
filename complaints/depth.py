"""How deep an investigation goes, by how serious the matter is (ISO 10002, 7.6); data, read by rules, page and PDF.

The database counts the same before a decision (migration 0029): a test compares the two.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from complaints.enums import Severity

if TYPE_CHECKING:
    from complaints.models import Complaint


@dataclass(frozen=True)
class Depth:
    """What must be there before a decision: questions answered, steps done, pieces of evidence that stand."""

    questions: int = 0
    steps: int = 0
    evidence: int = 0

    @property
    def is_demanded(self) -> bool:
        """Whether a plan and evidence are a must, not only good practice."""
        return self != Depth()


DEPTHS: dict[int, Depth] = {
    Severity.LOW: Depth(),
    Severity.MEDIUM: Depth(),
    Severity.HIGH: Depth(questions=1, steps=1, evidence=1),
    Severity.CRITICAL: Depth(questions=2, steps=2, evidence=2),
}


def depth_of(complaint: "Complaint") -> Depth:
    """The depth that the severity asks for; none before the assessment."""
    return DEPTHS.get(complaint.severity or 0, Depth())
