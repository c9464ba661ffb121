"""Demo: customers of competitors were given to one officer at once; it can be undone."""

from datetime import datetime

from customers.enums import BulkKind, Relation
from customers.models import Customer
from customers.selectors.bulk import Wanted
from customers.services.bulk import start_bulk
from foundation.accounts.models import User


def build(officer: User, now: datetime) -> None:
    """One bulk change, done by the worker."""
    whom = Customer.objects.visible_to(officer).filter(relation=Relation.COMPETITOR)
    if count := whom.count():
        start_bulk(
            customers=whom, wanted=Wanted(BulkKind.OWNER, str(officer.pk)), shown=count, by=officer, now=now,
            reason="รวมลูกค้าของคู่แข่งไว้กับผู้ดูแลคนเดียวเพื่อติดตามการต่อสัญญา",
        )  # fmt: skip
