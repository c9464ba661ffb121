"""The background work that a person answers for, as conditions on jobs."""

from django.db.models import Q

from customers.models import BulkAction, ImportRun
from customers.rules import may_stop_bulk
from foundation.accounts.models import User


def work_on_imports(user: User) -> Q:
    """The work on imports on which the user may work."""
    return Q(pk__in=ImportRun.objects.workable_by(user).values("job"))


def work_on_bulk_changes(user: User) -> Q:
    """The work on changes of many customers that the user may stop."""
    return Q(pk__in=BulkAction.objects.filter(may_stop_bulk(user)).values("job"))
