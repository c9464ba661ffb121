"""The filters of the queue: read from the address, so a view can be shared; words that mean nothing are ignored."""

from urllib.parse import urlencode

from django.http import QueryDict

from foundation.accounts.models import Unit, User
from foundation.core.list_filters import Chip, narrow, read
from service_charter.enums import RequestStatus
from service_charter.models import RequestKind
from service_charter.models.requests import RequestQuerySet
from service_charter.selectors.request_kinds import named
from service_charter.selectors.requests import VIEWS

DEFAULT_VIEW = "todo"


class QueueFilter:
    """What the address asks for: view, number, kind, unit, state; and of the registered filters, those that the person
    may use."""

    statuses = RequestStatus.choices

    def __init__(self, query: QueryDict, *, by: User) -> None:
        self.registered = read(query, by)
        self.view = query.get("view", DEFAULT_VIEW)
        if self.view not in VIEWS:
            self.view = DEFAULT_VIEW
        self.cursor = query.get("after", "")
        self.needle = query.get("q", "").replace("\x00", "").strip().upper()[:30]
        self.kinds: list[RequestKind] = named()
        self.units = list(Unit.objects.all())
        self.kind = next((row for row in self.kinds if row.code == query.get("kind")), None)
        self.unit = next((row for row in self.units if row.code == query.get("unit")), None)
        wanted = query.get("status", "")
        self.status = RequestStatus(wanted) if wanted in RequestStatus.values else None

    def apply(self, requests: RequestQuerySet) -> RequestQuerySet:
        """The requests that fit."""
        if self.needle:
            requests = requests.filter(number=self.needle)
        if self.kind:
            requests = requests.filter(kind=self.kind)
        if self.unit:
            requests = requests.filter(unit=self.unit)
        if self.status:
            requests = requests.filter(status=self.status)
        return narrow(requests, self.registered.cuts)

    @property
    def values(self) -> dict[str, str]:
        """The filters in force as words of the address, view and page left out."""
        pairs = {
            "q": self.needle,
            "kind": self.kind.code if self.kind else "",
            "unit": self.unit.code if self.unit else "",
            "status": self.status.value if self.status else "",
            **dict(self.registered.cuts),
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in force, each with the address that takes it off."""
        labels = {
            "q": self.needle,
            "kind": self.kind.published[0].title if self.kind else "",  # type: ignore[attr-defined]
            "unit": str(self.unit or ""),
            "status": str(self.status.label) if self.status else "",
            **self.registered.labels,
        }
        return [Chip(labels[name], self.address(without=name)) for name in self.values]

    def address(self, *, view: str = "", without: str = "") -> str:
        """The query string of another view, or without one filter; the page starts anew."""
        pairs = {"view": view or self.view, **{name: v for name, v in self.values.items() if name != without}}
        return f"?{urlencode(pairs)}"
