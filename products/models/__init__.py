"""Tables of products and innovation."""

from products.models.catalogue import Delivery, Product
from products.models.gate import TOP_SCORE, Criterion, Meeting, MeetingCriterion, Score, Vote
from products.models.idea import Idea, IdeaContact
from products.models.project import OPEN_STATUSES, Actual, Project, Requirement, Target

__all__ = [
    "OPEN_STATUSES",
    "TOP_SCORE",
    "Actual",
    "Criterion",
    "Delivery",
    "Idea",
    "IdeaContact",
    "Meeting",
    "MeetingCriterion",
    "Product",
    "Project",
    "Requirement",
    "Score",
    "Target",
    "Vote",
]
