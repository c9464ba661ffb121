"""What the routes of the register share: one way to read, to page, to send once and to say no."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.services.fields import FACT
from foundation.accounts.api import caller
from foundation.core.api import Conflict, CursorPages
from foundation.core.errors import Incomplete, NotAllowed, Refused

ONCE_HEADER = "Idempotency-Key"
ONCE = OpenApiParameter(ONCE_HEADER, str, OpenApiParameter.HEADER)


@contextmanager
def refusals() -> Iterator[None]:
    """What a service refuses, as programs read it: 400 field by field, 403 for a duty, 409 for anything else."""
    try:
        yield
    except Incomplete as refusal:
        raise ValidationError(named(refusal.missing) or {"detail": refusal.message}) from refusal
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except Refused as refusal:
        raise Conflict(refusal.message) from refusal


def once_of(request: Request) -> str:
    """The caller's key of a request that is done once however often it is sent; empty without one."""
    once = request.headers.get(ONCE_HEADER, "")[:80]
    return once and f"{caller(request).pk}:{once}"


def named(wrong: Mapping[str, str]) -> dict[str, str]:
    """What is wrong by the names that programs use: an answer to a designed field is `attributes.<key>`."""
    return {
        f"attributes.{name.removeprefix(FACT)}" if name.startswith(FACT) else name: said for name, said in wrong.items()
    }


def valid(serializer: Any) -> dict[str, Any]:
    """What was sent, checked. Raises ValidationError."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def paged(view: APIView, rows: Any, serializer: Any, **context: Any) -> Response:
    """A page of the rows."""
    pages = CursorPages()
    page: Any = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_paginated_response(serializer(page, many=True, context=context).data)
