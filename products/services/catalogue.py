"""Keeping the catalogue: products, how they are delivered, whether they are offered, and the yearly look."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Touchpoint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise_line, search_form
from products.lifecycle import PRODUCT_MOVES
from products.models import Delivery, Product
from products.services.common import demand_words

PRODUCT_FIELDS = (
    "code",
    "name_th",
    "name_en",
    "kind",
    "business_line",
    "description_th",
    "description_en",
    "owner_unit",
)


@transaction.atomic
def save_product(
    *, product_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Product:
    """Add a product (`product_id` None, it begins as planned) or change one; `facts` holds names of PRODUCT_FIELDS.

    Raises NotAllowed, StaleVersion, Incomplete when the code is taken or an offered product would lose its owner.
    """
    demand(by, Permission.PRODUCT_EDIT)
    if product_id is None:
        product = Product(status_at=now, created_at=now)
    else:
        product = locked(Product.objects.all(), pk=product_id, shown_version=shown_version)
    for field in PRODUCT_FIELDS:
        if field in facts:
            setattr(product, field, facts[field])
    demand_words(code=product.code, name_th=product.name_th, name_en=product.name_en)
    if Product.objects.filter(code=product.code).exclude(pk=product.pk).exists():
        message = _("Another product has this code.")
        raise Incomplete(message, missing={"code": message})
    if product.status == "offered" and product.owner_unit is None:
        _demand_owner()
    product.search_text = _search_text(product)
    signed(product, by=by, now=now).save()
    return product


@transaction.atomic
def move_product(*, product_id: int, move: str, by: User, now: dt.datetime, reason: str = "") -> Product:
    """Offer or withdraw. Raises NotAllowed, IllegalMove, Incomplete without owner, delivery or reason."""
    step = PRODUCT_MOVES[move]
    demand(by, step.permission)
    product = locked(Product.objects.all(), pk=product_id)
    product.status = step.from_(product.status)
    product.status_at = now
    if "reason" in step.demands:
        demand_words(reason=reason)
    if move == "offer":
        if product.owner_unit is None:
            _demand_owner()
        if not product.deliveries.exists():
            message = _("Please say first how it is delivered.")
            raise Incomplete(message, missing={"deliveries": message})
    signed(product, by=by, now=now, reason=reason).save()
    return product


@transaction.atomic
def review_product(*, product_id: int, by: User, now: dt.datetime) -> Product:
    """Say that the entry was looked through and is right. Raises NotAllowed."""
    demand(by, Permission.PRODUCT_EDIT)
    product = locked(Product.objects.all(), pk=product_id)
    product.reviewed_at, product.reviewed_by = now, by
    signed(product, by=by, now=now, reason=_("Looked through")).save()
    return product


@transaction.atomic
def add_delivery(
    *,
    product_id: int,
    mechanism: str,
    deliverer: str,
    touchpoints: Iterable[Touchpoint],
    by: User,
    now: dt.datetime,
) -> Delivery:
    """Add a way in which the product reaches customers. Raises NotAllowed, Incomplete for one that is there already."""
    demand(by, Permission.PRODUCT_EDIT)
    product = locked(Product.objects.all(), pk=product_id)
    deliverer = normalise_line(deliverer)
    demand_words(deliverer=deliverer)
    if product.deliveries.filter(mechanism=mechanism, deliverer=deliverer).exists():
        message = _("This way of delivery is in the list already.")
        raise Incomplete(message, missing={"deliverer": message})
    delivery = Delivery(product=product, mechanism=mechanism, deliverer=deliverer, created_at=now)
    signed(delivery, by=by, now=now).save()
    delivery.touchpoints.set(touchpoints)
    signed(product, by=by, now=now, reason=_("Delivery added: %(name)s") % {"name": delivery}).save()
    return delivery


@transaction.atomic
def remove_delivery(*, product_id: int, delivery_id: int, by: User, now: dt.datetime) -> None:
    """Take a way of delivery out. Raises NotAllowed, Incomplete for the last one of an offered product."""
    demand(by, Permission.PRODUCT_EDIT)
    product = locked(Product.objects.all(), pk=product_id)
    delivery = product.deliveries.get(pk=delivery_id)
    if product.status == "offered" and product.deliveries.count() == 1:
        raise Incomplete(_("An offered product needs at least one way of delivery."))
    signed(product, by=by, now=now, reason=_("Delivery removed: %(name)s") % {"name": delivery}).save()
    signed(delivery, by=by, now=now).delete()


def _demand_owner() -> None:
    message = _("An offered product needs a unit that answers for it.")
    raise Incomplete(message, missing={"owner_unit": message})


def _search_text(product: Product) -> str:
    parts = (product.code, product.name_th, product.name_en, product.description_th, product.description_en)
    return search_form(" ".join(part for part in parts if part))
