"""What administrators set up for the register, and how much of it there is."""

from dataclasses import dataclass

from django.db.models import Count, Q

from customers.models import AttributeDefinition, Feed, Tag


@dataclass(frozen=True)
class SetUp:
    """Tags that are given, fields that are asked, feeds in use; and feeds for which a reading is proposed."""

    tags: int
    fields: int
    feeds: int
    proposed: int


def set_up() -> SetUp:
    """Counted; three statements."""
    feeds = Feed.objects.aggregate(
        used=Count("pk", filter=Q(is_active=True)), proposed=Count("pk", filter=Q(proposed_at__isnull=False))
    )
    return SetUp(
        tags=Tag.objects.filter(is_retired=False).count(),
        fields=AttributeDefinition.objects.filter(is_retired=False).count(),
        feeds=feeds["used"],
        proposed=feeds["proposed"],
    )
