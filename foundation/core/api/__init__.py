"""What every API route shares."""

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import CursorPagination

from foundation.core.list_filters import Asked


class Conflict(APIException):
    """What was asked does not fit what is there: its state, its edition, or a key that stands for something else."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class CursorPages(CursorPagination):
    """Pages by key, newest first: the price of a page does not grow with the table."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 500


def taken(asked: Asked) -> Asked:
    """What a route asks of the registered filters of lists (core.list_filters), none of it refused.

    Raises ValidationError (400): a program that asks for a part must not be given the whole.
    """
    if asked.refused:
        raise ValidationError({key: [sentence] for key, sentence in asked.refused.items()})
    return asked
