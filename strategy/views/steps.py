"""The steps that plans and definitions share: to the board, back, into force."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from strategy import services
from strategy.forms import EnforceForm, ReasonForm
from strategy.models import BoardText
from strategy.views.definitions import definition_of, definition_page
from strategy.views.plans import plan_of, plan_page

Page = Callable[..., HttpResponse]


def _propose(request: HttpRequest, text: BoardText) -> HttpResponse:
    try:
        services.propose(text=text, by=signed_in(request), now=timezone.now())
    except Incomplete as refusal:
        messages.error(request, " ".join([refusal.message, *dict.fromkeys(refusal.missing.values())]))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It lies before the board. The secretary records what the board decides."))
    return redirect(text)


def _take_back(request: HttpRequest, text: BoardText, page: Page) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.take_back(text=text, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is a draft again."))
            return redirect(text)
    return page(request, text, take_back_form=form)


def _enforce(request: HttpRequest, text: BoardText, page: Page) -> HttpResponse:
    form = EnforceForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["effective_on"]
        try:
            services.enforce(text=text, effective_on=day, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is put into force."))
            return redirect(text)
    return page(request, text, enforce_form=form)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def plan_propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """A plan to the board."""
    return _propose(request, plan_of(public_id))


@require_POST
@requires(Permission.STRATEGY_EDIT)
def plan_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A plan back to draft, with a reason."""
    return _take_back(request, plan_of(public_id), plan_page)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def plan_enforce(request: HttpRequest, public_id: str) -> HttpResponse:
    """An approved plan into force."""
    return _enforce(request, plan_of(public_id), plan_page)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def definition_propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """A definition to the board."""
    return _propose(request, definition_of(public_id))


@require_POST
@requires(Permission.STRATEGY_EDIT)
def definition_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A definition back to draft, with a reason."""
    return _take_back(request, definition_of(public_id), definition_page)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def definition_enforce(request: HttpRequest, public_id: str) -> HttpResponse:
    """An approved definition into force."""
    return _enforce(request, definition_of(public_id), definition_page)
