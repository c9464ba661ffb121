"""Tables of the customer register."""

from customers.models.attribute import AttributeDefinition
from customers.models.contact import ContactPerson
from customers.models.customer import Customer, CustomerQuerySet
from customers.models.intake import ImportIssue, ImportRun
from customers.models.interaction import Interaction
from customers.models.merge import CustomerMerge, DuplicatePair, DuplicateScan
from customers.models.relation import RelationPeriod
from customers.models.source import SourceKey
from customers.models.touchpoint import LifecycleStage, Touchpoint

__all__ = [
    "AttributeDefinition",
    "ContactPerson",
    "Customer",
    "CustomerMerge",
    "CustomerQuerySet",
    "DuplicatePair",
    "DuplicateScan",
    "ImportIssue",
    "ImportRun",
    "Interaction",
    "LifecycleStage",
    "RelationPeriod",
    "SourceKey",
    "Touchpoint",
]
