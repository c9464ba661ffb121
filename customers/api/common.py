"""What the routes of the register share: one way to read, to page and to send once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from customers.enums import ListOrder
from customers.filters import read_query
from customers.rules import FACT
from customers.selectors import ListQuery, views_of
from foundation.accounts.api import caller
from foundation.core.api import CursorPages, taken
from foundation.core.errors import Incomplete
from foundation.core.list_filters import read
from foundation.core.pages import keyset_page

ONCE_HEADER = "Idempotency-Key"
ONCE = OpenApiParameter(ONCE_HEADER, str, OpenApiParameter.HEADER)


@contextmanager
def facts_named() -> Iterator[None]:
    """What is wrong with an answer to a designed field, by the name that programs use: `attributes.<key>`."""
    try:
        yield
    except Incomplete as refusal:
        missing = {
            f"attributes.{name.removeprefix(FACT)}" if name.startswith(FACT) else name: said
            for name, said in refusal.missing.items()
        }
        raise Incomplete(refusal.message, missing=missing) from refusal


def once_of(request: Request) -> str:
    """The caller's key of a request that is done once however often it is sent; empty without one."""
    once = request.headers.get(ONCE_HEADER, "")[:80]
    return once and f"{caller(request).pk}:{once}"


def valid(serializer: Any) -> dict[str, Any]:
    """What was sent, checked. Raises ValidationError."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def paged(view: APIView, rows: Any, serializer: Any, **context: Any) -> Response:
    """A page of the rows."""
    pages = CursorPages()
    page: Any = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_paginated_response(serializer(page, many=True, context=context).data)


def paged_in_order(view: APIView, rows: Any, serializer: Any, order: Sequence[str]) -> Response:
    """A page of the rows in this order, by the cursors of the pages of the site: a walk goes on where it was however
    many rows share a name."""
    pages, address = CursorPages(), view.request.build_absolute_uri()
    cursor = view.request.query_params.get(pages.cursor_query_param, "")
    page = keyset_page(rows, order=order, cursor=cursor, size=pages.get_page_size(view.request) or pages.max_page_size)
    next_, previous = (
        replace_query_param(address, pages.cursor_query_param, place) if place else None
        for place in (page.next, page.previous)
    )
    return Response({"next": next_, "previous": previous, "results": serializer(page.rows, many=True).data})


def list_words(request: Request) -> QueryDict:
    """What the address asks of the list of customers, by the words of the page. With `view` that is what a saved view
    keeps; what the address says besides counts more. Raises ValidationError for a view that the caller does not see,
    and for an order that there is not.
    """
    words: QueryDict = request.query_params
    if asked := words.get("view"):
        view = views_of(caller(request)).filter(public_id=asked).first()
        if view is None:
            raise ValidationError({"view": "is no saved view that you see"})
        kept = QueryDict(mutable=True)
        kept.update({**view.filters, "order": view.order})
        for name, values in words.lists():
            kept.setlist(name, values)
        words = kept
    if words.get("order", ListOrder.NAME) not in ListOrder.values:
        raise ValidationError({"order": f"is one of {', '.join(ListOrder.values)}"})
    return words


def list_query(request: Request, words: QueryDict) -> ListQuery:
    """The query of the list; a registered filter that can't be read is refused, not left out."""
    return read_query(words, taken(read(words, caller(request))).cuts)
