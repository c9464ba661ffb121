"""Reads of the customer register, for its pages and for other rooms."""

from customers.selectors.attributes import (
    Feature,
    available_categories,
    available_features,
    category_combinations,
    category_values,
    numeric_features,
)
from customers.selectors.bundled import Offer, offer_to
from customers.selectors.card import Card, card_of
from customers.selectors.contact_history import contact_changes, restorable_of_contact
from customers.selectors.duplicates import (
    Compared,
    compared,
    fact_groups,
    group_label,
    group_labels,
    last_scan,
    merges_of,
    open_pairs,
    survivor_of,
)
from customers.selectors.facts import Attribute, Touch, files_of, masked, touch_of
from customers.selectors.follow_ups import follow_ups_ahead, my_follow_ups, open_follow_ups_of
from customers.selectors.health import standing_of
from customers.selectors.history import Change, ChangePage, changes_of, last_change_of
from customers.selectors.market_tests import four_tests, is_market, tests_told
from customers.selectors.register import (
    FactCut,
    FactTest,
    ListAnswer,
    ListQuery,
    customers_list,
    customers_matching,
    find_customers,
    interactions_of,
    visible_customer,
)
from customers.selectors.relations import PutAside, compared_relations, relations_put_aside
from customers.selectors.restorable import restorable
from customers.selectors.saved_views import default_view_of, views_of
from customers.selectors.tags import named_tags, possible_owners, tags_by_code
from customers.selectors.touchpoints import (
    contacts_at,
    crossing_key,
    crossing_names,
    stage_names,
    stages,
    stages_retired,
    stages_with_touchpoints,
    touchpoint_by_code,
    touchpoint_changes,
    touchpoint_names,
    touchpoints_closed,
    touchpoints_in_use,
)

__all__ = [
    "Attribute",
    "Card",
    "Change",
    "ChangePage",
    "Compared",
    "FactCut",
    "FactTest",
    "Feature",
    "ListAnswer",
    "ListQuery",
    "Offer",
    "PutAside",
    "Touch",
    "available_categories",
    "available_features",
    "card_of",
    "category_combinations",
    "category_values",
    "changes_of",
    "compared",
    "compared_relations",
    "contact_changes",
    "contacts_at",
    "crossing_key",
    "crossing_names",
    "customers_list",
    "customers_matching",
    "default_view_of",
    "fact_groups",
    "files_of",
    "find_customers",
    "follow_ups_ahead",
    "four_tests",
    "group_label",
    "group_labels",
    "interactions_of",
    "is_market",
    "last_change_of",
    "last_scan",
    "masked",
    "merges_of",
    "my_follow_ups",
    "named_tags",
    "numeric_features",
    "offer_to",
    "open_follow_ups_of",
    "open_pairs",
    "possible_owners",
    "relations_put_aside",
    "restorable",
    "restorable_of_contact",
    "stage_names",
    "stages",
    "stages_retired",
    "stages_with_touchpoints",
    "standing_of",
    "survivor_of",
    "tags_by_code",
    "tests_told",
    "touch_of",
    "touchpoint_by_code",
    "touchpoint_changes",
    "touchpoint_names",
    "touchpoints_closed",
    "touchpoints_in_use",
    "views_of",
    "visible_customer",
]
