"""Tables of the customer register."""

from customers.models.attribute import AttributeDefinition
from customers.models.bulk import BulkAction, BulkRow
from customers.models.contact import ContactPerson
from customers.models.contact_count import ContactCount
from customers.models.customer import Customer, CustomerQuerySet
from customers.models.enquiry import Enquiry
from customers.models.feed import Feed, FeedDelivery, FeedDifference
from customers.models.follow_up import FollowUp
from customers.models.group import GroupTie
from customers.models.health import RelationshipHealth
from customers.models.intake import ImportIssue, ImportKept, ImportRun
from customers.models.interaction import Interaction
from customers.models.market_test import MarketStanding, MarketTest
from customers.models.merge import CustomerMerge, DuplicatePair, DuplicateScan
from customers.models.name_word import NameWord
from customers.models.relation import RelationPeriod
from customers.models.saved_view import DefaultView, SavedView, SavedViewQuerySet
from customers.models.source import SourceKey
from customers.models.tag import Tag
from customers.models.touchpoint import LifecycleStage, Touchpoint
from customers.models.under_age import UnderAge

__all__ = [
    "AttributeDefinition",
    "BulkAction",
    "BulkRow",
    "ContactCount",
    "ContactPerson",
    "Customer",
    "CustomerMerge",
    "CustomerQuerySet",
    "DefaultView",
    "DuplicatePair",
    "DuplicateScan",
    "Enquiry",
    "Feed",
    "FeedDelivery",
    "FeedDifference",
    "FollowUp",
    "GroupTie",
    "ImportIssue",
    "ImportKept",
    "ImportRun",
    "Interaction",
    "LifecycleStage",
    "MarketStanding",
    "MarketTest",
    "NameWord",
    "RelationPeriod",
    "RelationshipHealth",
    "SavedView",
    "SavedViewQuerySet",
    "SourceKey",
    "Tag",
    "Touchpoint",
    "UnderAge",
]
