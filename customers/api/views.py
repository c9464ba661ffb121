"""Routes of the register. They read through the same selectors and write through the same services as the pages."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers import selectors, services
from customers.api.common import (
    ONCE,
    facts_named,
    list_query,
    list_words,
    once_of,
    paged,
    paged_in_order,
    valid,
)
from customers.api.serializers import (
    CustomerSerializer,
    CustomerWriteSerializer,
    InteractionSerializer,
    InteractionWriteSerializer,
)
from customers.enums import ListOrder
from customers.models import Customer, Interaction
from customers.selectors.register import ORDERS
from customers.services.reveal import note_opened
from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission
from foundation.core.api import CursorPages


class CustomerList(APIView):
    """Customers, newest first, or in the `order` of the page; narrowed as there by `view` (a saved view), `q`, `party`,
    `kind`, `relation`, `unit`, `province`, `owner` (a user name, `me`, or `-` for nobody), `tag` (its code), `market`
    (what the tests say: `market`, `not`, `open`), `group` (the number of the organisation to which they belong),
    `segment` and `f_<key>` of a further field (of figures and dates also `f_<key>__min`, `f_<key>__max`)."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = CustomerSerializer

    @extend_schema(
        responses=CustomerSerializer(many=True),
        parameters=[
            OpenApiParameter("view", str, description="the id of a saved view: its filters and its order"),
            OpenApiParameter("order", str, enum=ListOrder.values),
        ],
    )
    def get(self, request: Request) -> Response:
        """A page of customers."""
        words = list_words(request)
        query = list_query(request, words)
        found = selectors.customers_matching(caller(request), query).select_related("unit", "owner", "data_key")
        if "order" in words:
            return paged_in_order(self, found, CustomerSerializer, ORDERS[query.order])
        return paged(self, found, CustomerSerializer)

    def post(self, request: Request) -> Response:
        """Record a customer. An `Idempotency-Key` header makes sending twice harmless."""
        values = valid(CustomerWriteSerializer(data=request.data))
        values.pop("version", None)
        values["facts"] = values.pop("attributes", {})
        with facts_named():
            customer = services.create_customer(
                values=values, by=caller(request), now=timezone.now(), once=once_of(request)
            )
        return Response(CustomerSerializer(customer).data, status=status.HTTP_201_CREATED)


class CustomerDetail(APIView):
    """One customer."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "PATCH": Permission.CUSTOMER_EDIT}
    serializer_class = CustomerSerializer

    def get(self, request: Request, public_id: str) -> Response:
        """The record, personal data masked. Who reads it stands in the access log, once a day. One that was joined
        answers 301, with the address of the record that stands for it."""
        user = caller(request)
        try:
            customer = selectors.visible_customer(user, public_id)
        except Http404:
            if survivor := selectors.survivor_of(user, public_id):
                address = reverse("customers:api-detail", args=[survivor.public_id])
                return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})
            raise
        note_opened([customer], by=user, now=timezone.now())
        return Response(CustomerSerializer(customer).data)

    def patch(self, request: Request, public_id: str) -> Response:
        """Change the named fields of the named version; 409 when someone saved since."""
        customer = selectors.visible_customer(caller(request), public_id)
        values = valid(CustomerWriteSerializer(data=request.data, partial=True))
        fixed = {"party", "relation", "relation_since"} & set(values)
        if fixed or "version" not in values:
            raise ValidationError(dict.fromkeys(sorted(fixed), "can't be changed here") or {"version": "is needed"})
        shown = values.pop("version")
        if "attributes" in values:
            values["facts"] = values.pop("attributes")
        with facts_named():
            changed = services.update_customer(
                customer_id=customer.pk, shown_version=shown, values=values, by=caller(request), now=timezone.now()
            )
        return Response(CustomerSerializer(changed).data)


class InteractionList(APIView):
    """The timeline of all visible customers, or of one (`customer`)."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = InteractionSerializer

    @extend_schema(responses=InteractionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of interactions. Whose they are and who read them stands in the access log, once a day."""
        rows = Interaction.objects.filter(customer__in=Customer.objects.visible_to(caller(request)))
        if asked := request.query_params.get("customer"):
            rows = rows.filter(customer=selectors.visible_customer(caller(request), asked))
        beside = ("customer", "contact", "touchpoint", "stage", "by", "data_key", "corrects", "put_right_by")
        rows = rows.select_related(*beside).defer("corrects__summary", "put_right_by__summary")
        pages = CursorPages()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        note_opened((row.customer for row in page), by=caller(request), now=timezone.now())
        return pages.get_paginated_response(InteractionSerializer(page, many=True).data)

    @extend_schema(request=InteractionWriteSerializer, responses={201: InteractionSerializer}, parameters=[ONCE])
    def post(self, request: Request) -> Response:
        """Write a contact down, or an entry anew: both stay to be read, the new one counts; 409 for one put right
        already. An `Idempotency-Key` header makes sending twice harmless."""
        values = valid(InteractionWriteSerializer(data=request.data))
        customer = selectors.visible_customer(caller(request), values.pop("customer"))
        if asked := values.pop("contact", ""):
            values["contact"] = customer.contacts.filter(public_id=asked, ended_on__isnull=True).first()
            if values["contact"] is None:
                raise ValidationError({"contact": "is nobody who speaks for this customer"})
        if named := values.get("corrects"):
            entry = customer.interactions.filter(public_id=named).select_related("contact", "touchpoint").first()
            if entry is None:
                raise ValidationError({"corrects": _("No entry of this customer.")})
            stands = {"at": entry.at, "contact": entry.contact, "touchpoint": entry.touchpoint, "stage": entry.stage}
            if "touchpoint" in values:
                del stands["stage"]  # another touchpoint serves its own
            values = {**stands, **values, "corrects": entry}
        interaction = services.log_interaction(
            customer_id=customer.pk, by=caller(request), now=timezone.now(), once=once_of(request), **values
        )
        return Response(InteractionSerializer(interaction).data, status=status.HTTP_201_CREATED)
