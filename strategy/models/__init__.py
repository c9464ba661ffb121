"""Tables of strategy."""

from strategy.models.board_text import BoardText
from strategy.models.content import Goal, Indicator, Initiative, Line, Target
from strategy.models.definition import Definition
from strategy.models.master_plan import Link, MasterItem, MasterPlan
from strategy.models.plan import Plan, PlanInput
from strategy.models.progress import Actual, Progress

__all__ = [
    "Actual",
    "BoardText",
    "Definition",
    "Goal",
    "Indicator",
    "Initiative",
    "Line",
    "Link",
    "MasterItem",
    "MasterPlan",
    "Plan",
    "PlanInput",
    "Progress",
    "Target",
]
