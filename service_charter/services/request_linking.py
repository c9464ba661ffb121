"""Which customer of the register asks, where it was asked, and which partner does it: said by an officer, undoable.

Nothing links by itself: equal telephone or e-mail is an offer that a person confirms, and the one who asked is told of
neither.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Touchpoint
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked
from service_charter import request_rules as rules
from service_charter.models import Partner, ServiceRequest
from service_charter.selectors.request_customers import known_by_number
from service_charter.services import request_measuring as measuring
from service_charter.services.requests import keep, write_step

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def link_customer(*, request_id: int, number: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """The customer of this number asks; said twice it changes nothing.

    Raises NotAllowed, Incomplete for a number that this person does not find, IllegalMove when another is linked or
    who asked was forgotten.
    """
    request = _held(request_id, by)
    if not by.can(Permission.CUSTOMER_VIEW):
        raise NotAllowed(_("Your role does not include the register of customers."))
    customer = known_by_number(by, number)
    if customer is None:
        message = _("There is no customer of this number.")
        raise Incomplete(message, missing={"customer_number": message})
    if request.customer_id == customer.pk:
        return request
    if request.customer_id:
        raise IllegalMove(_("This request is linked with another customer. Please take that link off first."))
    if request.data_key is None or request.data_key.is_destroyed:
        raise IllegalMove(_("Who made this request was forgotten at the person's wish."))
    request.customer = customer
    keep(request, by=by, now=now)
    write_step(request, "link", before=request.status, by=by, now=now)
    return request


@transaction.atomic
def unlink_customer(*, request_id: int, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """It was another customer after all. Raises NotAllowed, Incomplete without a reason, IllegalMove without a link."""
    request = _held(request_id, by)
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    if request.customer_id is None:
        raise IllegalMove(_("This request is linked with no customer."))
    request.customer = None
    keep(request, by=by, now=now, reason=reason)
    write_step(request, "unlink", before=request.status, by=by, now=now, reason=reason)
    return request


@transaction.atomic
def set_place(
    *, request_id: int, touchpoint: Touchpoint | None, partner: Partner | None, by: "User", now: dt.datetime
) -> ServiceRequest:
    """Where the request was made, and which partner carries it out. A result that was told counts there from now on.

    Raises NotAllowed, Incomplete for a touchpoint that was not in use or a partner who does not work for us.
    """
    request = _held(request_id, by)
    missing = {}
    day = timezone.localdate(request.received_at)
    if touchpoint and not Touchpoint.objects.in_use_on(day).filter(pk=touchpoint.pk).exists():
        missing["touchpoint"] = _("This touchpoint was not in use on the day of the request.")
    if partner and not partner.is_active and partner.pk != request.partner_id:
        missing["partner"] = _("This partner does not work for us now.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    if (request.touchpoint_id, request.partner_id) == (touchpoint and touchpoint.pk, partner and partner.pk):
        return request
    request.touchpoint, request.partner = touchpoint, partner
    measuring.tell_elsewhere(request, now=now)
    keep(request, by=by, now=now)
    told = " · ".join(str(each) for each in (touchpoint, partner) if each)
    write_step(request, "place", before=request.status, by=by, now=now, reason=told)
    return request


def _held(request_id: int, by: "User") -> ServiceRequest:
    request = locked(ServiceRequest.objects.select_related("data_key"), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    return request
