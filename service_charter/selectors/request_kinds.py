"""Kinds of requests and their forms, for the portal and for those who design them."""

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from service_charter.enums import OPEN_REQUESTS, Area, Event
from service_charter.models import RequestForm, RequestKind, Standard
from service_charter.selectors.charter import all_in_force

# What sets the clock of a request: the first word of a person, or the result.
CLOCK_EVENTS = (Event.FIRST_REPLY, Event.RESOLVE)


def linkable_standards(*, at: dt.datetime) -> QuerySet[Standard]:
    """The promises in force that a kind of request can run under."""
    rows = all_in_force(at=at).filter(area__in=(Area.INFORMATION, Area.TRANSACTIONS), event__in=CLOCK_EVENTS)
    return rows.select_related("charter").order_by("number")


def standard_of(kind: RequestKind, *, at: dt.datetime) -> Standard | None:
    """The promise in force that this kind runs under; None where none is linked or none is in force."""
    return linkable_standards(at=at).filter(code=kind.standard_code).first() if kind.standard_code else None


def current_form(kind: RequestKind) -> RequestForm | None:
    """The version that customers are given now."""
    return kind.forms.filter(published_at__isnull=False).order_by("-number").prefetch_related("questions").first()


def offered(*, at: dt.datetime) -> list[tuple[RequestKind, RequestForm, Standard | None]]:
    """What the portal offers: kind, its form, and the promise in force. Three queries."""
    standards = {standard.code: standard for standard in linkable_standards(at=at)}
    return [
        (kind, published[0], standards.get(kind.standard_code))
        for kind in _with_forms(RequestKind.objects.filter(is_offered=True))
        if (published := kind.published)  # type: ignore[attr-defined]  # prefetched
    ]


def designed() -> QuerySet[RequestKind]:
    """Every kind, with its published versions in `published`, its draft in `drafts`, and how many requests are open."""
    counted = Count("requests", filter=Q(requests__status__in=OPEN_REQUESTS))
    return _with_forms(RequestKind.objects.select_related("unit")).annotate(open_count=counted)


def named() -> list[RequestKind]:
    """Every kind that was ever published, with its versions in `published`, for filters. Two queries, and no count: the
    price of the queue does not grow with the table."""
    forms = RequestForm.objects.filter(published_at__isnull=False).order_by("-number")
    kinds = RequestKind.objects.prefetch_related(Prefetch("forms", forms, to_attr="published"))
    return [kind for kind in kinds if kind.published]  # prefetched


def shown_form(kind: RequestKind) -> RequestForm | None:
    """What a kind of `designed` is called by: the version that customers see, else the draft."""
    forms: list[RequestForm] = [*kind.published, *kind.drafts]  # type: ignore[attr-defined]  # read by _with_forms
    return forms[0] if forms else None


def _with_forms(kinds: QuerySet[RequestKind]) -> QuerySet[RequestKind]:
    forms = RequestForm.objects.order_by("-number")
    return kinds.prefetch_related(
        Prefetch("forms", forms.filter(published_at__isnull=False), to_attr="published"),
        Prefetch("forms", forms.filter(published_at__isnull=True), to_attr="drafts"),
    )
