"""Reads of service requests: the queue of the desk, one case, and what its customer sees."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from foundation.core import clock
from foundation.core.calendars import schedule_for
from foundation.core.files import attachments_of
from foundation.core.ids import is_valid_number
from foundation.core.models import Attachment
from foundation.core.pages import Page, bounded_counts, keyset_page, with_total
from foundation.core.thai.dates import format_date
from foundation.knowledge.models import Article, ArticleLink
from service_charter.enums import FieldKind, RequestStatus
from service_charter.models import RequestField, RequestMessage, RequestNote, RequestStep, ServiceRequest
from service_charter.models.requests import RequestQuerySet
from service_charter.request_rules import FAR_AWAY

if TYPE_CHECKING:
    from foundation.accounts.models import User

FILE_OWNER = "service_charter.request"
BY_DUE = ("queue_at", "id")
NEWEST = ("-received_at", "-id")
SOON = dt.timedelta(hours=24)
SOON_SHARE = 0.75
ZERO = dt.timedelta()
SEALED = ("name", "phone", "email", "answers")
ARTICLES = 3


@dataclass(frozen=True)
class View:
    """A view of the queue, with its own order."""

    key: str
    label: "str | Promise"
    order: tuple[str, ...] = BY_DUE
    is_counted: bool = True


VIEWS = {
    view.key: view
    for view in (
        View("todo", _("To do first")),
        View("mine", _("My requests")),
        View("unassigned", _("Nobody in charge")),
        View("waiting", _("The clock stands still")),
        View("answered", _("Answered, not closed"), NEWEST),
        View("all", _("All, newest first"), NEWEST, is_counted=False),
    )
}


@dataclass(frozen=True)
class RequestClock:
    """The promise of one request at a moment; `used` and `allowed` are time on the promise's own clock."""

    due_at: dt.datetime | None
    met_at: dt.datetime | None
    used: dt.timedelta
    allowed: dt.timedelta
    is_paused: bool

    @cached_property
    def left(self) -> dt.timedelta:
        """Time left."""
        return max(self.allowed - self.used, ZERO)

    @cached_property
    def overrun(self) -> dt.timedelta:
        """Time past the date."""
        return max(self.used - self.allowed, ZERO)

    @cached_property
    def state(self) -> str:
        """ok, soon, late, pause or none."""
        if self.due_at is None:
            return "none"
        if self.overrun:
            return "late"
        if self.met_at:
            return "ok"
        if self.is_paused:
            return "pause"
        return "soon" if self.used >= self.allowed * SOON_SHARE else "ok"


@dataclass(frozen=True)
class Group:
    """Lines under one heading: late, soon, later, still."""

    key: str
    rows: list[tuple[ServiceRequest, RequestClock]]


def in_view(requests: RequestQuerySet, view: str, user: "User") -> RequestQuerySet:
    """The requests of a view."""
    if view == "mine":
        return requests.open().filter(handler=user)
    if view == "unassigned":
        return requests.open().filter(handler__isnull=True)
    if view == "waiting":
        return requests.open().filter(is_paused=True)
    if view == "answered":
        return requests.filter(status=RequestStatus.DONE)
    return requests if view == "all" else requests.open()


def queue_page(
    requests: RequestQuerySet, *, view: str, cursor: str, now: dt.datetime
) -> tuple[list[Group], Page[ServiceRequest]]:
    """One page of an already narrowed queue, late ones first, then those that soon will be."""
    order = VIEWS[view].order
    rows = requests.select_related("kind", "form", "handler", "unit", "standard").defer(*SEALED)
    page = keyset_page(rows, order=order, cursor=cursor)
    lines = list(zip(page.rows, _clocks(page.rows, now), strict=True))
    if order != BY_DUE:
        return [Group("", lines)] if lines else [], page
    groups: dict[str, list[tuple[ServiceRequest, RequestClock]]] = {"late": [], "soon": [], "later": [], "still": []}
    for request, row_clock in lines:
        at = request.queue_at
        key = "late" if at < now else "soon" if at < now + SOON else "still" if at >= FAR_AWAY else "later"
        groups[key].append((request, row_clock))
    return [Group(key, found) for key, found in groups.items() if found], page


def queue_counts(user: "User") -> dict[str, int]:
    """Counts for the tabs, bounded: one statement."""
    visible = ServiceRequest.objects.visible_to(user)
    counted: dict[str, QuerySet[Any]] = {
        key: in_view(visible, key, user) for key, view in VIEWS.items() if view.is_counted
    }
    return bounded_counts(counted)


def due_for(user: "User", *, now: dt.datetime, limit: int = 5) -> tuple[list[tuple[ServiceRequest, RequestClock]], int]:
    """What the person has to do next, for “my work”, and how many requests that are in all."""
    rows = ServiceRequest.objects.visible_to(user).open().filter(handler=user).order_by(*BY_DUE)
    found = list(with_total(rows.select_related("form", "standard").defer(*SEALED))[:limit])
    return list(zip(found, _clocks(found, now), strict=True)), found[0].of if found else 0


def clock_of(request: ServiceRequest, *, now: dt.datetime) -> RequestClock:
    """The promise of one request, pauses left out."""
    return _clocks([request], now, paused=True)[0]


def case(user: "User", number: str) -> ServiceRequest | None:
    """The request of a number, if the person may see it."""
    return _whole(ServiceRequest.objects.visible_to(user)).filter(number=number).first()


def tracked(public_id: str) -> ServiceRequest | None:
    """The request of a grant, with what its page shows."""
    return _whole(ServiceRequest.objects.all()).filter(public_id=public_id).first()


def by_number_and_hash(number: str, code_hashes: Iterable[str]) -> ServiceRequest | None:
    """The request of a number, when a hash of the code fits. One query, whichever of the two is wrong."""
    shaped = "-".join(part for part in number.upper().replace("–", "-").replace(" ", "").split("-") if part)
    shaped = shaped if is_valid_number(shaped) else "-"
    return ServiceRequest.objects.filter(number=shaped, code_hash__in=list(code_hashes)).first()


def answers_of(request: ServiceRequest) -> dict[str, Any]:
    """What was filled in, by key of the question; empty after an erasure."""
    answers: dict[str, Any] = json.loads(request.answers or "{}")
    return answers


def answer_lines(
    questions: Iterable[RequestField], answers: dict[str, Any], files: Iterable[Attachment]
) -> list[tuple[RequestField, str, list[Attachment]]]:
    """Every question with its answer in words and its files, in the order of the form."""
    by_id = {file.public_id: file for file in files}
    lines = []
    for question in questions:
        given = answers.get(question.key)
        handed_in = [by_id[file] for file in given or () if file in by_id] if question.kind == FieldKind.FILE else []
        lines.append((question, "" if question.kind == FieldKind.FILE else _word(question, given), handed_in))
    return lines


def files_of(request: ServiceRequest) -> list[Attachment]:
    """Every file of the request, oldest first."""
    return list(attachments_of(FILE_OWNER, request.public_id))


def messages_of(request: ServiceRequest) -> list[RequestMessage]:
    """What was said, oldest first."""
    return list(request.messages.select_related("author"))


def notes_of(request: ServiceRequest) -> list[RequestNote]:
    """Notes among ourselves, oldest first. Staff only."""
    return list(request.notes.select_related("author"))


def steps_of(request: ServiceRequest) -> list[RequestStep]:
    """What happened, newest first."""
    return list(request.steps.select_related("by").order_by("-at", "-id"))


def suggested_articles(user: "User", request: ServiceRequest, *, at: dt.datetime) -> list[Article]:
    """Articles in force that share the words of the request's title; those linked to it stand apart on its page."""
    linked = ArticleLink.objects.filter(kind=FILE_OWNER, record_id=request.public_id).values("article")
    articles = Article.objects.visible_to(user).in_force(at=at).exclude(pk__in=linked)
    return _sharing(articles, request.form.title_th)


def suggested_help(title: str, *, at: dt.datetime) -> list[Article]:
    """What customers may read that shares the words of a form's title: perhaps it answers them at once."""
    return _sharing(Article.objects.for_customers(at=at), title)


def _sharing(articles: QuerySet[Article], title: str) -> list[Article]:
    """Those with the words of the title: the longest words first, a few at most."""
    found: dict[int, Article] = {}
    words = sorted(set(_words(title)), key=len, reverse=True)
    for word in words[:ARTICLES]:
        rows = articles.filter(search_text__contains=word)
        found |= {article.pk: article for article in rows.order_by("-id")[:ARTICLES]}
    return list(found.values())[:ARTICLES]


def _words(title: str) -> list[str]:
    from pythainlp.tokenize import word_tokenize  # loads a dictionary; only a case page needs it

    return [word for word in word_tokenize(title, keep_whitespace=False) if len(word) >= 3]


def _whole(requests: RequestQuerySet) -> RequestQuerySet:
    named = ("kind", "form", "unit", "handler", "standard__charter", "data_key", "notice", "touchpoint", "partner")
    return requests.select_related(*named)


def _word(question: RequestField, given: Any) -> str:
    if given in (None, ""):
        return ""
    if question.kind == FieldKind.CHOICE:
        return dict(question.options).get(str(given), "")
    if question.kind == FieldKind.DATE:
        return format_date(dt.date.fromisoformat(str(given)), "weekday")
    return str(given)


def _clocks(requests: list[ServiceRequest], now: dt.datetime, *, paused: bool = False) -> list[RequestClock]:
    schedule, made = schedule_for(), []
    for request in requests:
        if request.standard is None or request.due_at is None:
            made.append(RequestClock(None, None, ZERO, ZERO, request.is_paused))
            continue
        own = request.standard.duration.clock(schedule)
        spans = [
            clock.Pause(row.started_at, row.ended_at or max(now, row.started_at), row.reason)
            for row in (request.pauses.all() if paused else ())
        ]
        end = request.met_at or now
        used = max(clock.working_between(request.received_at, end, own, spans), ZERO)
        allowed = max(clock.working_between(request.received_at, request.due_at, own, spans), ZERO)
        still = request.is_paused and request.met_at is None
        made.append(RequestClock(request.due_at, request.met_at, used, allowed, still))
    return made
