"""Reads of the market register."""

from datetime import date

from django.db.models import QuerySet

from segmentation.models import Market


def markets() -> QuerySet[Market]:
    """The markets that we serve now, with their owners, the one to be reviewed soonest first."""
    return Market.objects.filter(retired_on__isnull=True).select_related("owner").order_by("review_on", "name_th")


def retired_markets() -> QuerySet[Market]:
    """The markets that we have left, the latest first."""
    return Market.objects.filter(retired_on__isnull=False).select_related("owner").order_by("-retired_on", "name_th")


def overdue_markets(day: date) -> QuerySet[Market]:
    """Markets whose review should have been before that day."""
    return markets().filter(review_on__lt=day)
