"""How the room's own duties are found done."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from reporting.deadlines import Done, TurnKey
from reporting.enums import ReportKind, ReviewState
from reporting.models import AnnualReview, PrintedReport


def board_reports(keys: Sequence[TurnKey], at: dt.datetime) -> Mapping[TurnKey, Done]:
    """The first edition of each quarter that was frozen after the quarter's end and printed by the moment."""
    return _reports(ReportKind.BOARD, keys, at)


def voc_reports(keys: Sequence[TurnKey], at: dt.datetime) -> Mapping[TurnKey, Done]:
    """The same for the report on the voice of the customer."""
    return _reports(ReportKind.VOC, keys, at)


def policy_reviews(keys: Sequence[TurnKey], at: dt.datetime) -> Mapping[TurnKey, Done]:
    """The review of each fiscal year that was closed by the moment."""
    rows = AnnualReview.objects.filter(
        state=ReviewState.CLOSED, closed_at__lte=at, year_be__in=[key[0] for key in keys]
    )
    return {
        (review.year_be, 0): Done(timezone.localdate(review.closed_at), review.get_absolute_url())
        for review in rows.order_by("-closed_at")
        if review.closed_at
    }


def _reports(kind: ReportKind, keys: Sequence[TurnKey], at: dt.datetime) -> dict[TurnKey, Done]:
    years = {year for year, _quarter in keys}
    rows = PrintedReport.objects.filter(
        snapshot__report__kind=kind, snapshot__report__year_be__in=years, printed_at__lte=at
    )
    found: dict[TurnKey, Done] = {}
    for printed in rows.select_related("snapshot__report").defer("snapshot__figures").order_by("-printed_at"):
        report = printed.snapshot.report
        key = (report.year_be, report.quarter)
        if key in keys and printed.snapshot.frozen_at >= report.fiscal_quarter.period.end:
            found[key] = Done(timezone.localdate(printed.printed_at), report.address)
    return found
