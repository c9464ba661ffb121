"""Opportunities: list, board, one opportunity with its next step."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.subject import subject_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import moves_from
from foundation.core.list_filters import Cuts, read
from relationships import selectors, services
from relationships.enums import OpportunityKind, Stage
from relationships.forms import LoseForm, OpportunityForm, WinForm
from relationships.lifecycle import OPPORTUNITY_MOVES
from relationships.models import Opportunity
from relationships.selectors import OpportunityQuery
from relationships.services.opportunities import OPPORTUNITY_FIELDS
from relationships.views.overview import room_tabs
from relationships.views.steps import edit_page, take_step

NEEDLE_LENGTH = 100
PATH = (Stage.SEEN, Stage.QUALIFIED, Stage.OFFERED, Stage.WON)


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def opportunity_list(request: HttpRequest) -> HttpResponse:
    """A keyset page, or with `view=board` the open stages side by side."""
    user = signed_in(request)
    asked = read(request.GET, user)
    query = _read(request, asked.cuts)
    shows_board = request.GET.get("view") == "board"
    context = {
        "room_tabs": room_tabs("opportunities"),
        "query": query,
        "asked": asked,
        "filters": asked.chips(request.GET),
        "shows_board": shows_board,
        "kinds": OpportunityKind.choices,
        "stages": [("open", _("Open ones")), *Stage.choices],
        "mine": query.owner == user.pk,
        "today": timezone.localdate(),
    }
    if shows_board:
        context["lanes"] = selectors.board_of(user, query)
    else:
        context["page"] = selectors.opportunities_page(user, query, cursor=request.GET.get("after", ""))
    return render(request, "relationships/opportunities.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_new(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Record a chance with a customer; sent twice, it is recorded once."""
    user, subject = signed_in(request), subject_of(request, customer_id)
    customer = subject.customer

    def record(form: OpportunityForm) -> Opportunity:
        return services.open_opportunity(
            customer=customer, values=form.values(), by=user, now=timezone.now(), once=form.cleaned_data["once"]
        )

    form = OpportunityForm(
        request.POST or None,
        initial={"once": token_urlsafe(16), "owner": user.pk, "probability": 30},
        customer=customer,
    )
    subject.tell(form)
    context = {"customer": customer, "action": subject.action}
    return edit_page(request, form, record, template="relationships/opportunity_form.html", context=context)


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def opportunity_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One opportunity."""
    user = signed_in(request)
    return _detail(request, user, selectors.visible_opportunity(user, public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an open opportunity."""
    user = signed_in(request)
    opportunity = selectors.visible_opportunity(user, public_id)

    def update(form: OpportunityForm) -> Opportunity:
        shown = form.cleaned_data["version"] or 0
        return services.update_opportunity(
            opportunity_id=opportunity.pk, shown_version=shown, values=form.values(), by=user, now=timezone.now()
        )

    initial = {name: getattr(opportunity, name) for name in ("version", *OPPORTUNITY_FIELDS)}
    form = OpportunityForm(request.POST or None, initial=initial, customer=opportunity.customer)
    context = {"customer": opportunity.customer, "opportunity": opportunity}
    return edit_page(
        request, form, update, template="relationships/opportunity_form.html", context=context,
        stored=lambda: selectors.visible_opportunity(user, public_id),
    )  # fmt: skip


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_qualify(request: HttpRequest, public_id: str) -> HttpResponse:
    """The customer confirms the need."""
    return _plain_step(request, public_id, services.qualify_opportunity)


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """An offer is with the customer."""
    return _plain_step(request, public_id, services.make_offer)


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_win(request: HttpRequest, public_id: str) -> HttpResponse:
    """Won: the contract is made, renewed or widened."""
    user = signed_in(request)
    opportunity = selectors.visible_opportunity(user, public_id)
    return take_step(
        request,
        _win_form(opportunity, request.POST),
        lambda asked: services.win_opportunity(
            opportunity_id=opportunity.pk, values=asked, by=user, now=timezone.now()
        ),
        done=_("Won. The contract stands."),
        address=opportunity.get_absolute_url(),
        again=lambda form, status: _detail(request, user, _fresh(user, opportunity), win_form=form, status=status),
    )


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def opportunity_lose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lost, and why."""
    user = signed_in(request)
    opportunity = selectors.visible_opportunity(user, public_id)
    return take_step(
        request,
        LoseForm(request.POST),
        lambda asked: services.lose_opportunity(opportunity_id=opportunity.pk, by=user, now=timezone.now(), **asked),
        done=_("Lost, with its reason."),
        address=opportunity.get_absolute_url(),
        again=lambda form, status: _detail(request, user, _fresh(user, opportunity), lose_form=form, status=status),
    )


def _plain_step(request: HttpRequest, public_id: str, service: Callable[..., Opportunity]) -> HttpResponse:
    user = signed_in(request)
    opportunity = selectors.visible_opportunity(user, public_id)
    return take_step(
        request,
        None,
        lambda _asked: service(opportunity_id=opportunity.pk, by=user, now=timezone.now()),
        done=_("One step further."),
        address=opportunity.get_absolute_url(),
        again=lambda _form, status: _detail(request, user, _fresh(user, opportunity), status=status),
    )


def _fresh(user: User, opportunity: Opportunity) -> Opportunity:
    return selectors.visible_opportunity(user, opportunity.public_id)


def _win_form(opportunity: Opportunity, data: Any = None) -> WinForm:
    initial = {"starts_on": timezone.localdate()}
    return WinForm(data, kind=opportunity.kind, has_holding=opportunity.holding_id is not None, initial=initial)


def _read(request: HttpRequest, cuts: Cuts) -> OpportunityQuery:
    """What is asked for; values that no filter knows are left out."""
    stage, kind = request.GET.get("stage", "open"), request.GET.get("kind", "")
    return OpportunityQuery(
        stage=stage if stage in {"open", *Stage.values} else "",
        kind=kind if kind in OpportunityKind.values else "",
        owner=signed_in(request).pk if request.GET.get("owner") == "me" else None,
        needle=request.GET.get("q", "")[:NEEDLE_LENGTH],
        cuts=cuts,
    )


def _detail(
    request: HttpRequest, user: User, opportunity: Opportunity, *, win_form: Any = None, lose_form: Any = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    moves = moves_from(OPPORTUNITY_MOVES, opportunity.stage) if user.can(Permission.RELATIONSHIP_EDIT) else []
    context = {
        "opportunity": opportunity,
        "path": [(stage, stage.label, stage == opportunity.stage) for stage in PATH],
        "moves": {name: OPPORTUNITY_MOVES[name].label for name in moves},
        "win_form": win_form or _win_form(opportunity),
        "lose_form": lose_form or LoseForm(),
        "form": win_form or lose_form,
        "changes": selectors.course_of(opportunity, "stage"),
        "today": timezone.localdate(),
    }
    return render(request, "relationships/opportunity.html", context, status=status)
