"""When Django's check of a form's origin fails (most often: cookies were cleared, or the page stood open for days),
a page that says so keeps what was typed. trdcrm.errors.csrf_failure asks here."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Keeper = Callable[..., HttpResponseBase]


def keeps_text(keeper: Keeper) -> Callable[[View], View]:
    """Mark a view: after a failed check `keeper(request, **url arguments)` answers instead. It must change nothing."""

    def mark(view: View) -> View:
        view.on_csrf_failure = keeper  # type: ignore[attr-defined]
        return view

    return mark


def kept(request: HttpRequest) -> HttpResponseBase | None:
    """The answer of the view's keeper; None where the view has none."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    keeper: Keeper | None = getattr(match.func, "on_csrf_failure", None)
    return keeper(request, *match.args, **match.kwargs) if keeper else None
