"""What people fill in about products, ideas and projects."""

from products.forms.catalogue import DeliveryForm, ProductForm, ReasonForm
from products.forms.gates import CriterionForm, DecisionForm, MeetingForm, VoteForm
from products.forms.ideas import AnswerForm, IdeaForm, PortalIdeaForm, RevealForm
from products.forms.projects import (
    ActualForm,
    LaunchForm,
    PaperForm,
    PlanForm,
    RequirementForm,
    StartForm,
    TargetForm,
    VerifyForm,
)

__all__ = [
    "ActualForm",
    "AnswerForm",
    "CriterionForm",
    "DecisionForm",
    "DeliveryForm",
    "IdeaForm",
    "LaunchForm",
    "MeetingForm",
    "PaperForm",
    "PlanForm",
    "PortalIdeaForm",
    "ProductForm",
    "ReasonForm",
    "RequirementForm",
    "RevealForm",
    "StartForm",
    "TargetForm",
    "VerifyForm",
    "VoteForm",
]
