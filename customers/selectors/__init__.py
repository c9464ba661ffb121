"""Reads of the customer register, for its pages and for other rooms."""

from customers.selectors.attributes import (
    Feature,
    available_categories,
    available_features,
    category_values,
    numeric_features,
)
from customers.selectors.register import (
    ListAnswer,
    ListQuery,
    customers_list,
    find_customers,
    interactions_of,
    visible_customer,
)

__all__ = [
    "Feature",
    "ListAnswer",
    "ListQuery",
    "available_categories",
    "available_features",
    "category_values",
    "customers_list",
    "find_customers",
    "interactions_of",
    "numeric_features",
    "visible_customer",
]
