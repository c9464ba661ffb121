"""Every write of customer relationships, one function a use case."""

from relationships.services.holdings import end_holding, record_holding, renew_holding, update_holding
from relationships.services.needs import record_need, update_need, withdraw_need
from relationships.services.opportunities import (
    lose_opportunity,
    make_offer,
    open_opportunity,
    qualify_opportunity,
    update_opportunity,
    win_opportunity,
)
from relationships.services.plans import (
    add_activity,
    add_measure,
    complete_activity,
    create_programme,
    draw_members,
    remove_measure,
    update_programme,
)
from relationships.services.programmes import (
    cancel_programme,
    close_programme,
    evaluate_programme,
    start_programme,
)

__all__ = [
    "add_activity",
    "add_measure",
    "cancel_programme",
    "close_programme",
    "complete_activity",
    "create_programme",
    "draw_members",
    "end_holding",
    "evaluate_programme",
    "lose_opportunity",
    "make_offer",
    "open_opportunity",
    "qualify_opportunity",
    "record_holding",
    "record_need",
    "remove_measure",
    "renew_holding",
    "start_programme",
    "update_holding",
    "update_need",
    "update_opportunity",
    "update_programme",
    "win_opportunity",
    "withdraw_need",
]
