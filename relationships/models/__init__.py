"""Tables of customer relationships."""

from relationships.models.holding import Holding, HoldingQuerySet
from relationships.models.need import SupportNeed
from relationships.models.opportunity import Opportunity, OpportunityQuerySet
from relationships.models.programme import Programme, ProgrammeActivity, ProgrammeMeasure, ProgrammeMember

__all__ = [
    "Holding",
    "HoldingQuerySet",
    "Opportunity",
    "OpportunityQuerySet",
    "Programme",
    "ProgrammeActivity",
    "ProgrammeMeasure",
    "ProgrammeMember",
    "SupportNeed",
]
