"""What every API route shares."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """Pages by key, newest first: the price of a page does not grow with the table."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 500
