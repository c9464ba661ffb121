"""Messages that offer to take the act back."""

from django.contrib import messages
from django.http import HttpRequest


def undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Tell what was done, with a button that posts to `undo_url`, its reason (`reason`) that it was undone at once."""
    messages.success(request, text, extra_tags=f"undo={undo_url}")
