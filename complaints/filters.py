"""The filters of the queue: read from the address, so a view can be shared; words that mean nothing are ignored."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.enums import Cause, Channel, Severity, Status
from complaints.models import Category
from complaints.models.complaint import ComplaintQuerySet
from complaints.selectors import VIEWS, searched
from customers.models import Touchpoint
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.list_filters import Chip, Field, narrow, read
from foundation.core.thai.dates import format_date, parse_date

DEFAULT_VIEW = "todo"


class QueueFilter:
    """What the address asks for: view, needle, category, unit, severity, state, channel, cause, days of receipt; and
    of the registered filters, those that the person may use."""

    def __init__(self, query: QueryDict, *, by: User) -> None:
        self.by = by
        self.registered = read(query, by)
        self.view = query.get("view", DEFAULT_VIEW)
        if self.view not in VIEWS:
            self.view = DEFAULT_VIEW
        self.needle = query.get("q", "").replace("\x00", "")[:200]
        self.cursor = query.get("after", "")
        self.wants_more = "more" in query
        self.category = _pick(Category.objects.all(), query.get("category", ""))
        self.unit = _pick(Unit.objects.all(), query.get("unit", ""))
        self.severity = _choice(Severity, query.get("severity", ""))
        self.status = _choice(Status, query.get("status", ""))
        self.channel = _choice(Channel, query.get("channel", ""))
        self.touchpoint = _pick(Touchpoint.objects.all(), query.get("touchpoint", ""))
        self.cause = _choice(Cause, query.get("cause", ""))
        self.since, self.until = _day(query.get("from", "")), _day(query.get("until", ""))

    @property
    def shows_selects(self) -> bool:
        """Whether the form is drawn with its selects: when asked to, or when one is in force. Else the page fetches
        them as the card opens, since most visits to the queue never open it."""
        return self.wants_more or bool(self.values.keys() - {"q", "from", "until", "touchpoint"})

    @property
    def more(self) -> str:
        """The address of this list with the selects drawn."""
        return f"{self.address()}&more=1"

    @property
    def fields(self) -> list[Field]:
        """The selects of the form in their order, the registered filters last."""
        every, told = _("All"), self.values
        offered: list[tuple[str, str, Sequence[tuple[Any, Any]]]] = [
            ("category", _("Category"), [(row.code, row.name) for row in Category.objects.all()]),
            ("unit", _("Unit"), [(row.code, row.name) for row in Unit.objects.all()]),
            ("severity", _("Severity"), Severity.choices),
            ("status", _("State"), Status.choices),
            ("channel", _("How it came in"), Channel.choices),
            ("cause", _("Where the root cause lies"), Cause.choices),
        ]
        own = [Field(key, label, every, choices, told.get(key, "")) for key, label, choices in offered]
        return [*own, *self.registered.fields]

    def apply(self, complaints: ComplaintQuerySet) -> ComplaintQuerySet:
        """The complaints that fit, of those that the person sees."""
        if self.category:
            complaints = complaints.filter(category=self.category)
        if self.unit:
            complaints = complaints.filter(unit=self.unit)
        if self.severity is not None:
            complaints = complaints.filter(severity=self.severity)
        if self.status is not None:
            complaints = complaints.filter(status=self.status)
        if self.channel is not None:
            complaints = complaints.filter(channel=self.channel)
        if self.cause is not None:
            complaints = complaints.filter(cause_kind=self.cause)
        if self.touchpoint:
            complaints = complaints.filter(touchpoint=self.touchpoint)
        if self.since:
            complaints = complaints.filter(received_at__gte=_day_start(self.since))
        if self.until:
            complaints = complaints.filter(received_at__lt=_day_start(self.until + timedelta(days=1)))
        complaints = narrow(complaints, self.registered.cuts)
        of_one_unit = bool(self.unit) or not self.by.can(Permission.COMPLAINT_VIEW_ALL)
        return searched(complaints, self.needle, among_few=of_one_unit and VIEWS[self.view].is_open)

    @property
    def values(self) -> dict[str, str]:
        """The filters in force as words of the address, view and page left out."""
        pairs = {
            "q": self.needle,
            "category": self.category.code if self.category else "",
            "unit": self.unit.code if self.unit else "",
            "severity": "" if self.severity is None else str(self.severity.value),
            "status": "" if self.status is None else str(self.status.value),
            "channel": "" if self.channel is None else str(self.channel.value),
            "cause": "" if self.cause is None else str(self.cause.value),
            "touchpoint": self.touchpoint.code if self.touchpoint else "",
            "from": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            **dict(self.registered.cuts),
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that takes it off."""
        labels = {
            "q": _("Search: %(needle)s") % {"needle": self.needle},
            "category": str(self.category or ""),
            "unit": str(self.unit or ""),
            "severity": str(self.severity.label) if self.severity is not None else "",
            "status": str(self.status.label) if self.status is not None else "",
            "channel": str(self.channel.label) if self.channel is not None else "",
            "cause": str(self.cause.label) if self.cause is not None else "",
            "touchpoint": str(self.touchpoint or ""),
            "from": _("Received from %(day)s") % {"day": format_date(self.since, "short")} if self.since else "",
            "until": _("Received until %(day)s") % {"day": format_date(self.until, "short")} if self.until else "",
            **self.registered.labels,
        }
        return [Chip(labels[name], self.address(without=name)) for name in self.values]

    def address(self, *, view: str = "", without: str = "") -> str:
        """The query string of another view, or without one filter; the page starts anew."""
        pairs = {"view": view or self.view, **{name: v for name, v in self.values.items() if name != without}}
        return f"?{urlencode(pairs)}"


def _pick(rows: QuerySet[Any], code: str) -> Any:
    return next((row for row in rows if row.code == code), None) if code else None


def _choice(choices: Any, value: str) -> Any:
    return next((choice for choice in choices if str(choice.value) == value), None)


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return parse_date(text).date if text else None
    return None


def _day_start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
