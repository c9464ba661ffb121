"""Tags by their codes, and who may care for a customer: what lists, forms and imports choose from."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from customers.models import Tag
from foundation.accounts.models import Role, User
from foundation.accounts.permissions import Permission


def tags_by_code() -> dict[str, Tag]:
    """Every tag, retired ones too, by its code and in the order of names; one statement."""
    return {tag.code: tag for tag in Tag.objects.all()}


def named_tags(codes: Iterable[str], known: Mapping[str, Tag]) -> list[Tag]:
    """The tags of these codes, in the order of names."""
    carried = set(codes)
    return [tag for code, tag in known.items() if code in carried]


def possible_owners() -> QuerySet[User]:
    """Who may care for a customer: active colleagues who change customers."""
    roles = Role.objects.filter(holders=OuterRef("pk"), permissions__contains=[Permission.CUSTOMER_EDIT.value])
    return User.objects.filter(Exists(roles), is_active=True).order_by("first_name", "username")
