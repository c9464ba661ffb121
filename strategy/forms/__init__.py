"""What strategists and owners fill in."""

from strategy.forms.content import GoalForm, IndicatorForm, InitiativeForm, LineForm, part_form
from strategy.forms.links import InputForm, LinkForm, MasterItemForm, MasterPlanForm
from strategy.forms.plans import DefinitionForm, EnforceForm, PlanForm, PlanStartForm, ReasonForm
from strategy.forms.reports import ActualForm, OwnerForm, ProgressForm

__all__ = [
    "ActualForm",
    "DefinitionForm",
    "EnforceForm",
    "GoalForm",
    "IndicatorForm",
    "InitiativeForm",
    "InputForm",
    "LineForm",
    "LinkForm",
    "MasterItemForm",
    "MasterPlanForm",
    "OwnerForm",
    "PlanForm",
    "PlanStartForm",
    "ProgressForm",
    "ReasonForm",
    "part_form",
]
