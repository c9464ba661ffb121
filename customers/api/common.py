"""What the routes of the register share: one way to read, to page and to send once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.rules import FACT
from foundation.accounts.api import caller
from foundation.core.api import CursorPages
from foundation.core.errors import Incomplete

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
