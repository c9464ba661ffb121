"""Contracts: the list by what runs out first, one contract with its next step."""

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
from foundation.core.list_filters import Cuts, read
from relationships import selectors, services
from relationships.enums import HoldingKind, HoldingStatus
from relationships.forms import EndForm, HoldingForm, RenewForm
from relationships.models import Holding
from relationships.rules import EXPIRING_DAYS
from relationships.selectors import HoldingQuery
from relationships.services.holdings import HOLDING_FIELDS
from relationships.views.overview import room_tabs
from relationships.views.steps import edit_page, take_step

NEEDLE_LENGTH = 100


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def holding_list(request: HttpRequest) -> HttpResponse:
    """A keyset page; `within` days, `status`, `kind`, `q` and the registered filters narrow it."""
    user, today = signed_in(request), timezone.localdate()
    asked = read(request.GET, user)
    query = _read(request, asked.cuts)
    context = {
        "room_tabs": room_tabs("holdings"),
        "page": selectors.holdings_page(user, query, today=today, cursor=request.GET.get("after", "")),
        "query": query,
        "asked": asked,
        "filters": asked.chips(request.GET),
        "days": EXPIRING_DAYS,
        "expiring": (
            selectors.holdings_expiring(user, today=today, days=query.within, cuts=query.cuts) if query.within else None
        ),
        "statuses": HoldingStatus.choices,
        "kinds": HoldingKind.choices,
        "today": today,
    }
    return render(request, "relationships/holdings.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RELATIONSHIP_EDIT)
def holding_new(request: HttpRequest, customer_id: str) -> HttpResponse:
    """Record a contract of a customer; sent twice, it is recorded once."""
    user, subject = signed_in(request), subject_of(request, customer_id)
    customer = subject.customer
    initial = {"once": token_urlsafe(16), "owner": user.pk, "starts_on": timezone.localdate(), "kind": "lease"}

    def record(form: HoldingForm) -> Holding:
        return services.record_holding(
            customer=customer, values=form.values(), by=user, now=timezone.now(), once=form.cleaned_data["once"]
        )

    form = HoldingForm(request.POST or None, initial=initial)
    subject.tell(form)
    context = {"customer": customer, "action": subject.action}
    return edit_page(request, form, record, template="relationships/holding_form.html", context=context)


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def holding_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One contract."""
    user = signed_in(request)
    return _detail(request, user, selectors.visible_holding(user, public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.RELATIONSHIP_EDIT)
def holding_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a running contract."""
    user = signed_in(request)
    holding = selectors.visible_holding(user, public_id)

    def update(form: HoldingForm) -> Holding:
        shown = form.cleaned_data["version"] or 0
        return services.update_holding(
            holding_id=holding.pk, shown_version=shown, values=form.values(), by=user, now=timezone.now()
        )

    initial = {name: getattr(holding, name) for name in ("version", *HOLDING_FIELDS)}
    form = HoldingForm(request.POST or None, initial=initial)
    context = {"customer": holding.customer, "holding": holding}
    return edit_page(
        request, form, update, template="relationships/holding_form.html", context=context,
        stored=lambda: selectors.visible_holding(user, public_id),
    )  # fmt: skip


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def holding_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """A further contract follows this one."""
    user = signed_in(request)
    holding = selectors.visible_holding(user, public_id)
    form = RenewForm(request.POST)
    return take_step(
        request,
        form,
        lambda asked: services.renew_holding(
            holding_id=holding.pk, ends_on=asked["ends_on"], values={"yearly_value": asked["yearly_value"]}, by=user,
            now=timezone.now(),
        ),
        done=_("Renewed: a further contract follows."),
        address=holding.get_absolute_url(),
        again=lambda form, status: _detail(request, user, _fresh(user, holding), renew_form=form, status=status),
    )  # fmt: skip


@require_POST
@requires(Permission.RELATIONSHIP_EDIT)
def holding_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """It ends without a renewal."""
    user = signed_in(request)
    holding = selectors.visible_holding(user, public_id)
    form = EndForm(request.POST)
    return take_step(
        request,
        form,
        lambda asked: services.end_holding(holding_id=holding.pk, by=user, now=timezone.now(), **asked),
        done=_("Ended, with its reason."),
        address=holding.get_absolute_url(),
        again=lambda form, status: _detail(request, user, _fresh(user, holding), end_form=form, status=status),
    )


def _fresh(user: User, holding: Holding) -> Holding:
    return selectors.visible_holding(user, holding.public_id)


def _read(request: HttpRequest, cuts: Cuts) -> HoldingQuery:
    """What is asked for; values that no filter knows are left out."""
    status, kind, within = (request.GET.get(name, "") for name in ("status", "kind", "within"))
    return HoldingQuery(
        status=status if status in HoldingStatus.values else ("" if "status" in request.GET else HoldingStatus.RUNNING),
        kind=kind if kind in HoldingKind.values else "",
        within=int(within) if within in {str(days) for days in EXPIRING_DAYS} else None,
        needle=request.GET.get("q", "")[:NEEDLE_LENGTH],
        cuts=cuts,
    )


def _detail(
    request: HttpRequest, user: User, holding: Holding, *, renew_form: Any = None, end_form: Any = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "holding": holding,
        "is_running": holding.status == HoldingStatus.RUNNING,
        "may_edit": user.can(Permission.RELATIONSHIP_EDIT),
        "renew_form": renew_form or RenewForm(),
        "end_form": end_form or EndForm(initial={"on": holding.ends_on}),
        "form": renew_form or end_form,
        "changes": selectors.course_of(holding, "status"),
        "opportunities": holding.opportunities.order_by("-id")[:10],
        "today": timezone.localdate(),
    }
    return render(request, "relationships/holding.html", context, status=status)
