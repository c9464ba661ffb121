"""Contact persons over the API: masked as on the page, written by the services of the page."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers import selectors, services
from customers.api.common import ONCE, once_of, paged, valid
from customers.models import ContactPerson
from customers.services.reveal import note_opened
from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission


class ContactSerializer(serializers.ModelSerializer[ContactPerson]):
    """A person who speaks for a customer; `masked` holds what is filled of telephone, e-mail and address, cut so that
    it can only be compared."""

    name = serializers.CharField(read_only=True)
    masked = serializers.SerializerMethodField()

    class Meta:
        model = ContactPerson
        fields = (
            "public_id", "version", "name", "role", "is_main", "postcode", "masked", "ended_on", "created_at",
            "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_masked(self, contact: ContactPerson) -> dict[str, str]:
        """Personal fields that are filled."""
        return selectors.masked(contact)


class ContactWriteSerializer(serializers.Serializer[Any]):
    """What may be written. Of an address the postcode or the subdistrict is enough; parts that do not agree are
    refused, with the field."""

    name = serializers.CharField()
    role = serializers.CharField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_blank=True)
    email = serializers.CharField(required=False, allow_blank=True)
    is_main = serializers.BooleanField(required=False)
    address = serializers.CharField(required=False, allow_blank=True)
    subdistrict = serializers.CharField(required=False, allow_blank=True)
    district = serializers.CharField(required=False, allow_blank=True)
    province = serializers.CharField(required=False, allow_blank=True)
    postcode = serializers.CharField(required=False, allow_blank=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Unknown fields are an error, not a silence."""
        if unknown := set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), "unknown or read-only field"))
        return values


class ContactChangeSerializer(ContactWriteSerializer):
    """What changes; what is left out stays, what is sent empty is taken away. `version` names the version that was
    read."""

    name = serializers.CharField(required=False)
    version = serializers.IntegerField(min_value=1)


class ContactList(APIView):
    """Who speaks for one customer."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = ContactSerializer

    @extend_schema(operation_id="customer_contacts_list", responses=ContactSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        """A page of those who speak for the customer today, newest first."""
        user = caller(request)
        customer = selectors.visible_customer(user, public_id)
        note_opened([customer], by=user, now=timezone.now())
        rows = customer.contacts.filter(ended_on__isnull=True).select_related("data_key")
        return paged(self, rows, ContactSerializer)

    @extend_schema(
        operation_id="customer_contacts_create",
        request=ContactWriteSerializer,
        responses={201: ContactSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Record a person; the first one is the first to be contacted. An `Idempotency-Key` header makes sending twice
        harmless."""
        user = caller(request)
        customer = selectors.visible_customer(user, public_id)
        values = valid(ContactWriteSerializer(data=request.data))
        if not values.get("is_main"):
            values.pop("is_main", None)  # who is the first contact is then for the service to say, as on the page
        row = services.add_contact(
            customer_id=customer.pk, values=values, by=user, now=timezone.now(), once=once_of(request)
        )
        return Response(ContactSerializer(row).data, status=status.HTTP_201_CREATED)


class ContactDetail(APIView):
    """One contact person."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "PATCH": Permission.CUSTOMER_EDIT}
    serializer_class = ContactSerializer

    @extend_schema(operation_id="customer_contacts_retrieve")
    def get(self, request: Request, public_id: str, contact_id: str) -> Response:
        """The person, personal data masked; also one who speaks for the customer no more."""
        row = _row(request, public_id, contact_id)
        note_opened([row.customer], by=caller(request), now=timezone.now())
        return Response(ContactSerializer(row).data)

    @extend_schema(
        operation_id="customer_contacts_change", request=ContactChangeSerializer, responses=ContactSerializer
    )
    def patch(self, request: Request, public_id: str, contact_id: str) -> Response:
        """Change the named fields of the named version; 409 when someone saved since."""
        row = _row(request, public_id, contact_id)
        values = valid(ContactChangeSerializer(data=request.data))
        shown = values.pop("version")
        changed = services.change_contact(
            contact_id=row.pk, shown_version=shown, values=values, by=caller(request), now=timezone.now()
        )
        return Response(ContactSerializer(changed).data)


class ContactEnd(APIView):
    """The end of speaking for a customer."""

    required_permissions = {"POST": Permission.CUSTOMER_EDIT}
    serializer_class = ContactSerializer

    @extend_schema(operation_id="customer_contacts_end", request=None, responses=ContactSerializer)
    def post(self, request: Request, public_id: str, contact_id: str) -> Response:
        """The person speaks for the customer no more; the record stays for the timeline. Asked twice, it ends once."""
        row = _row(request, public_id, contact_id)
        ended = services.end_contact(contact_id=row.pk, by=caller(request), now=timezone.now())
        return Response(ContactSerializer(ended).data)


def _row(request: Request, public_id: str, contact_id: str) -> ContactPerson:
    customer = selectors.visible_customer(caller(request), public_id)
    return get_object_or_404(customer.contacts.select_related("data_key"), public_id=contact_id)
