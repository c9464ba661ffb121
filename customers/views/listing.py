"""The list of the register: search, filters, columns, keyset pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers import selectors
from customers.columns import DEFAULT, Column, cells, columns_on_offer, known_columns, needs_of
from customers.enums import Health, Kind, ListOrder, MarketState, Party, Relation
from customers.filters import chips, owners_on_offer, read_query
from customers.filters_facts import fact_chips, filters_on_offer
from customers.models import Customer, Tag
from customers.views.saved import address_of, shown_view
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.list_filters import read, without
from foundation.core.thai.dates import format_date
from foundation.core.thai.places import provinces

Choices = Sequence[tuple[str, str]]
Select = tuple[str, str, str, Choices, str]  # name, label, the choice that narrows nothing, choices, present value


@require_GET
@requires(Permission.CUSTOMER_VIEW)
def customer_list(request: HttpRequest) -> HttpResponseBase:
    """The register by Thai order of names: search, filters, keyset pages."""
    user = signed_in(request)
    if not request.GET and (opening := selectors.default_view_of(user)):
        return redirect(address_of(opening))
    asked = read(request.GET, user)
    query = read_query(request.GET, asked.cuts)
    offer = selectors.offer_to(user)
    tags, owners = offer.tags, owners_on_offer(offer.owners)
    offered = columns_on_offer(offer.definitions, tags)
    fields = {field.key: field for field in offer.definitions}
    chosen = known_columns(request.GET.getlist("column"), offered)
    answer = selectors.customers_list(user, query, cursor=request.GET.get("after", ""), showing=needs_of(chosen))
    is_usual = tuple(column.key for column in chosen) == DEFAULT
    view = shown_view(user, request.GET)
    # Most visits never open the card of filters: its selects are drawn when it is opened, or when one is in force.
    shows_selects = "more" in request.GET or any(
        (query.unit, query.province, query.owner, query.tag, query.market, asked.cuts)
    )
    context = {
        "query": query,
        "answer": answer,
        "page": answer.page,
        "lines": _lines(answer.page.rows, () if is_usual else chosen, tags),
        "offered": offered.values(),
        "chosen": chosen,
        "is_usual": is_usual,
        "orders": ListOrder.choices,
        "order_label": ListOrder(query.order).label,
        "view": view,
        "query_view": request.GET.get("view", "")[:26],
        "owns_view": bool(view and view.may_be_changed_by(user)),
        "address": without(request.GET, "more").removeprefix("?"),
        "filter_pairs": [(name, value) for name, value in _pairs(request) if name not in ("after", "more")],
        "tabs": _tabs(request, query.relation),
        "asked": asked,
        "filters": [
            *chips(query, request.GET, offer.units, owners=dict(owners), tags=tags),
            *fact_chips(query.facts, fields, request.GET),
            *asked.chips(request.GET),
        ],
        "fact_filters": filters_on_offer(fields, request.GET),
        "wants_more": "more" in request.GET,
        "shows_selects": shows_selects,
        "more": without(request.GET, more="1"),
        "selects": _selects(query, offer, owners) if shows_selects else [],
        "healths": Health.choices,
        "kinds": Kind.choices,
        "parties": Party.choices,
        "may_design": user.can(Permission.ADMINISTER),
        "may_edit": user.can(Permission.CUSTOMER_EDIT),
        "may_import": user.can(Permission.CUSTOMER_IMPORT),
        "may_export": user.can(Permission.CUSTOMER_EXPORT),
        "export_url": reverse("customers:staff-export") + without(request.GET, "more"),
    }
    return render(request, "customers/list.html", context)


def _selects(
    query: selectors.ListQuery, offer: selectors.Offer, owners: Choices
) -> list[tuple[str, str, str, Choices, str]]:
    """Name, label, the choice that narrows nothing, choices and present value of each select of the card."""
    tags = [(tag.code, tag.name) for tag in offer.tags.values() if not tag.is_retired or tag.code == query.tag]
    units = [(unit.code, unit.name) for unit in offer.units.values()]
    states = [(state.value, str(state.label)) for state in MarketState]
    offered: list[Select] = [
        ("unit", _("Unit"), _("Every unit"), units, query.unit),
        ("province", _("Province"), _("Every province"), provinces(get_language() or "th"), query.province),
        ("owner", _("Cared for by"), _("Every colleague"), owners, query.owner),
        ("tag", _("Tag"), _("Every tag"), tags, query.tag),
        ("market", _("The four tests of a market"), _("Whatever they say"), states, query.market),
    ]
    return [each for each in offered if each[3]]


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


class Line(TypedDict):
    """A customer as the list shows it; labels are looked up once a page, not once a row. A mapping, because templates
    look into one without first failing to."""

    id: str
    url: str
    name: str
    name_en: str
    number: str
    relation: str
    since: str
    kind: str
    party: str
    is_limited: bool
    unit: str
    owner: User | None
    tags: list[Tag]
    cells: list[tuple[Any, Any]]


def _lines(rows: Iterable[Customer], chosen: Sequence[Column], tags: Mapping[str, Tag]) -> list[Line]:
    home = reverse("customers:staff-list")
    relations, kinds, parties = ({value: str(label) for value, label in e.choices} for e in (Relation, Kind, Party))
    return [
        Line(
            id=row.public_id,
            url=f"{home}{row.public_id}/",
            name=row.name or row.number,
            name_en=f"{row.name_en} {row.family_en}".rstrip() if row.name_en and row.name_th else "",
            number=row.number,
            relation=relations[row.relation],
            since=format_date(row.relation_since),
            kind=kinds[row.kind],
            party=parties[row.party],
            is_limited=row.is_limited,
            unit=str(row.unit or ""),
            owner=row.owner,
            tags=selectors.named_tags(row.tags, tags) if row.tags else [],
            cells=cells(row, chosen),
        )
        for row in rows
    ]


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    whole = {
        "label": _("All customers"),
        "url": without(request.GET, "relation"),
        "current": not current,
        "count": None,
    }
    rows = [
        {"label": label, "url": without(request.GET, relation=value), "current": value == current, "count": None}
        for value, label in Relation.choices
    ]
    return [whole, *rows]
