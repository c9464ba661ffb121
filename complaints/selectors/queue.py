"""The officer's queue: what to do next, ordered by what is due. Keyset pages, bounded counts, few statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from complaints.enums import OPEN, Due, Status
from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules import FAR_AWAY
from complaints.selectors.clocks import RowClock, row_clocks
from complaints.selectors.matters import with_company
from foundation.core.calendars import schedule_for
from foundation.core.clock import Schedule, working_between
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.pages import Page, bounded_counts, keyset_page, with_total
from foundation.core.thai.text import search_form

if TYPE_CHECKING:
    from foundation.accounts.models import User

PAGE_SIZE = 25
BY_DUE = ("queue_at", "id")
NEWEST = ("-received_at", "-id")
# What a line shows and its clock is reckoned from; the long texts of a case stay where they are.
LISTED = (
    *("number", "subject", "status", "identity", "severity", "is_safety_matter", "due", "queue_at", "is_paused"),
    *("received_at", "clock_started_at", "acknowledge_due_at", "reply_due_at", "resolve_due_at", "step_due_at"),
    *("acknowledged_at", "first_replied_at", "resolved_at"),
    *("acknowledge_standard_id", "reply_standard_id", "resolve_standard_id"),
    *("category__code", "category__name_th", "category__name_en"),
    *("handler__username", "handler__first_name", "handler__last_name"),
    *(
        f"customer__{name}"
        for name in ("party", "title_th", "name_th", "family_th", "title_en", "name_en", "family_en")
    ),
)


@dataclass(frozen=True)
class View:
    """A view of the queue, with its own filter and order."""

    key: str
    label: str | LazyText
    order: tuple[str, ...] = BY_DUE
    is_counted: bool = True
    is_open: bool = True


VIEWS = {
    view.key: view
    for view in (
        View("todo", _("To do first")),
        View("mine", _("My cases")),
        View("unassigned", _("Nobody in charge")),
        View("waiting", _("Waiting for the complainant")),
        View("rejected", _("Not accepted, still open")),
        View("finished", _("Finished cases"), NEWEST, is_counted=False, is_open=False),
        View("all", _("All, newest first"), NEWEST, is_counted=False, is_open=False),
    )
}


@dataclass(frozen=True)
class Row:
    """A complaint with its clock, as a line of the queue."""

    complaint: Complaint
    clock: RowClock


@dataclass(frozen=True)
class Group:
    """Lines under one heading: overdue, today, later."""

    key: str
    rows: list[Row]


@dataclass(frozen=True)
class Queue:
    """A page of the queue."""

    groups: list[Group]
    page: Page[Complaint]
    left_today: timedelta
    ordered_by_due: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is no line."""
        return not any(group.rows for group in self.groups)


def in_view(complaints: ComplaintQuerySet, view: str, user: "User") -> ComplaintQuerySet:
    """The complaints of a view."""
    if view == "mine":
        return complaints.open().filter(handler=user) | complaints.open().filter(investigator=user)
    if view == "unassigned":
        return complaints.open().filter(handler__isnull=True)
    if view == "waiting":
        return complaints.filter(status=Status.COMMUNICATED)
    if view == "rejected":
        return complaints.filter(status=Status.REJECTED)
    if view == "finished":
        return complaints.exclude(status__in=OPEN)
    if view == "all":
        return complaints
    return complaints.open().exclude(status=Status.COMMUNICATED)


def searched(complaints: ComplaintQuerySet, needle: str, *, among_few: bool = False) -> ComplaintQuerySet:
    """Complaints that hold the needle.

    By the trigram index, whose price is all cases that hold the word; `among_few` (a unit's open cases) reads those few
    instead: PostgreSQL takes the index for cheaper than it is, and joins no two partial indexes over one condition.
    """
    form = search_form(needle)[:100]
    if not form:
        return complaints
    if among_few:
        return complaints.alias(read_text=Concat("search_text", Value(""), output_field=TextField())).filter(
            read_text__contains=form
        )
    return complaints.filter(search_text__contains=form)


def queue_page(complaints: ComplaintQuerySet, *, view: str, cursor: str, now: datetime, size: int = PAGE_SIZE) -> Queue:
    """One page of an already narrowed queue, grouped by what is overdue, due today, and later."""
    order = VIEWS[view].order
    rows = complaints.select_related("handler", "category", "customer")
    page = keyset_page(with_company(rows.only(*LISTED)), order=order, cursor=cursor, size=size)
    schedule = schedule_for()
    lines = _lines(page.rows, schedule, now)
    by_due = order == BY_DUE
    groups = _grouped(lines, now) if by_due else [Group("", lines)]
    return Queue(groups, page, _left_today(schedule, now), by_due)


def queue_counts(
    user: "User", filtered: ComplaintQuerySet, *, view: str, now: datetime, cuts: Cuts = NO_CUTS
) -> dict[str, int]:
    """Counts for the tabs, cut as the list is, and of what is overdue and due today in the shown view, up to
    COUNT_LIMIT each."""
    visible = Complaint.objects.visible_to(user)
    counted: dict[str, QuerySet[Any]] = {
        key: narrow(in_view(visible, key, user), cuts) for key, spec in VIEWS.items() if spec.is_counted
    }
    if VIEWS[view].order == BY_DUE:
        counted["late"] = filtered.filter(queue_at__lt=now)
        counted["today"] = filtered.filter(queue_at__gte=now, queue_at__lt=end_of_day(now))
    return bounded_counts(counted)


def end_of_day(now: datetime) -> datetime:
    """Midnight that ends the local day."""
    local = timezone.localtime(now)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def due_for(user: "User", *, now: datetime, limit: int = 5) -> tuple[list[Row], int]:
    """What the person has to do next, for “my work”, and how many cases that are in all."""
    rows = in_view(Complaint.objects.visible_to(user), "mine", user).select_related("handler", "category")
    schedule = schedule_for()
    shown = list(with_total(rows.exclude(due=Due.ANSWER).order_by(*BY_DUE))[:limit])
    return _lines(shown, schedule, now), shown[0].of if shown else 0


def _lines(complaints: list[Complaint], schedule: Schedule, now: datetime) -> list[Row]:
    return [
        Row(complaint, clock)
        for complaint, clock in zip(complaints, row_clocks(complaints, schedule=schedule, now=now), strict=True)
    ]


def _grouped(lines: list[Row], now: datetime) -> list[Group]:
    midnight = end_of_day(now)
    groups: dict[str, list[Row]] = {"late": [], "today": [], "later": [], "paused": []}
    for line in lines:
        at = line.complaint.queue_at
        key = "late" if at < now else "today" if at < midnight else "paused" if at >= FAR_AWAY else "later"
        groups[key].append(line)
    return [Group(key, rows) for key, rows in groups.items() if rows]


def _left_today(schedule: Schedule, now: datetime) -> timedelta:
    return working_between(now, end_of_day(now), schedule)
