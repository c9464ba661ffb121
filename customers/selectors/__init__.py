"""Reads of the customer register, for its pages and for other rooms."""

from customers.selectors.attributes import (
    Feature,
    available_categories,
    available_features,
    category_values,
    numeric_features,
)
from customers.selectors.facts import Attribute, Touch, masked, named_attributes, touch_of
from customers.selectors.history import Change, changes_of, last_change_of
from customers.selectors.register import (
    ListAnswer,
    ListQuery,
    customers_list,
    customers_matching,
    find_customers,
    interactions_of,
    units_by_code,
    visible_customer,
)
from customers.selectors.touchpoints import (
    contacts_at,
    crossing_key,
    crossing_names,
    stage_names,
    stages,
    stages_with_touchpoints,
    touchpoint_by_code,
    touchpoint_changes,
    touchpoint_names,
    touchpoints_closed,
    touchpoints_in_use,
)

__all__ = [
    "Attribute",
    "Change",
    "Feature",
    "ListAnswer",
    "ListQuery",
    "Touch",
    "available_categories",
    "available_features",
    "category_values",
    "changes_of",
    "contacts_at",
    "crossing_key",
    "crossing_names",
    "customers_list",
    "customers_matching",
    "find_customers",
    "interactions_of",
    "last_change_of",
    "masked",
    "named_attributes",
    "numeric_features",
    "stage_names",
    "stages",
    "stages_with_touchpoints",
    "touch_of",
    "touchpoint_by_code",
    "touchpoint_changes",
    "touchpoint_names",
    "touchpoints_closed",
    "touchpoints_in_use",
    "units_by_code",
    "visible_customer",
]
