"""Follow-ups over the API: what is owed, by whom and when; written, changed and ended as on the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers import selectors, services
from customers.api.common import ONCE, once_of, paged, valid
from customers.enums import FollowUpState
from customers.models import Customer, FollowUp
from customers.selectors.follow_ups import follow_ups_of
from customers.selectors.register import ME
from foundation.accounts.api import caller
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    """A follow-up; `outcome` says what came of it, or why it is not needed any more."""

    customer = serializers.SlugRelatedField[Customer](slug_field="public_id", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True)
    what = serializers.CharField(read_only=True)
    outcome = serializers.CharField(read_only=True, allow_null=True)
    ended_by = serializers.CharField(source="ended_by.username", read_only=True, default=None)

    class Meta:
        model = FollowUp
        fields = (
            "public_id", "version", "customer", "what", "owner", "due_on", "state", "outcome", "ended_at", "ended_by",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class FollowUpWriteSerializer(serializers.Serializer[Any]):
    """What is to be done, for whom, by whom and by which day."""

    customer = serializers.CharField(max_length=26)
    what = serializers.CharField()
    owner = serializers.SlugRelatedField[User](slug_field="username", queryset=User.objects.filter(is_active=True))
    due_on = serializers.DateField()


class FollowUpChangeSerializer(serializers.Serializer[Any]):
    """What changes; `version` names the version that was read."""

    version = serializers.IntegerField(min_value=1)
    what = serializers.CharField(required=False)
    owner = serializers.SlugRelatedField[User](
        slug_field="username", queryset=User.objects.filter(is_active=True), required=False
    )
    due_on = serializers.DateField(required=False)
    reason = serializers.CharField(required=False, max_length=300)


class FollowUpEndSerializer(serializers.Serializer[Any]):
    """How it ends: `done`, or `cancel` with the reason in `words`."""

    move = serializers.ChoiceField(choices=["done", "cancel"])
    words = serializers.CharField(required=False, allow_blank=True, default="")


class FollowUpList(APIView):
    """Follow-ups with customers whom the caller sees, newest first."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = FollowUpSerializer

    @extend_schema(
        operation_id="follow_ups_list",
        responses=FollowUpSerializer(many=True),
        parameters=[
            OpenApiParameter("customer", str),
            OpenApiParameter("owner", str, description="a user name, or me"),
            OpenApiParameter("state", str, enum=FollowUpState.values),
        ],
    )
    def get(self, request: Request) -> Response:
        """A page of follow-ups, of one customer, one owner or in one state."""
        user, asked = caller(request), request.query_params
        rows = follow_ups_of(user)
        if asked.get("customer"):
            rows = rows.filter(customer=selectors.visible_customer(user, asked["customer"]))
        if owner := asked.get("owner"):
            rows = rows.filter(owner=user) if owner == ME else rows.filter(owner__username=owner)
        if state := asked.get("state"):
            rows = rows.filter(state=state)
        return paged(self, rows, FollowUpSerializer)

    @extend_schema(
        operation_id="follow_ups_create",
        request=FollowUpWriteSerializer,
        responses={201: FollowUpSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Write one down. An `Idempotency-Key` header makes sending twice harmless."""
        values, user = valid(FollowUpWriteSerializer(data=request.data)), caller(request)
        customer = selectors.visible_customer(user, values.pop("customer"))
        row = services.add_follow_up(
            customer_id=customer.pk, by=user, now=timezone.now(), once=once_of(request), **values
        )
        return Response(FollowUpSerializer(row).data, status=status.HTTP_201_CREATED)


class FollowUpDetail(APIView):
    """One follow-up."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "PATCH": Permission.CUSTOMER_EDIT}
    serializer_class = FollowUpSerializer

    @extend_schema(operation_id="follow_ups_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """What is owed, and what came of it."""
        return Response(FollowUpSerializer(_row(request, public_id)).data)

    @extend_schema(operation_id="follow_ups_change", request=FollowUpChangeSerializer, responses=FollowUpSerializer)
    def patch(self, request: Request, public_id: str) -> Response:
        """Change the named version; 409 when someone saved since, or it has ended."""
        row = _row(request, public_id)
        values = valid(FollowUpChangeSerializer(data=request.data))
        kept = {"what": row.what, "owner": row.owner, "due_on": row.due_on}
        shown = values.pop("version")
        changed = services.change_follow_up(
            follow_up_id=row.pk, shown_version=shown, by=caller(request), now=timezone.now(), **{**kept, **values}
        )
        return Response(FollowUpSerializer(changed).data)


class FollowUpEnd(APIView):
    """The end of a follow-up."""

    required_permissions = {"POST": Permission.CUSTOMER_EDIT}
    serializer_class = FollowUpSerializer

    @extend_schema(operation_id="follow_ups_end", request=FollowUpEndSerializer, responses=FollowUpSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """It is done, or not needed any more; 409 when it has ended already."""
        row = _row(request, public_id)
        values = valid(FollowUpEndSerializer(data=request.data))
        end = {"done": services.finish_follow_up, "cancel": services.cancel_follow_up}[values["move"]]
        ended = end(follow_up_id=row.pk, words=values["words"], by=caller(request), now=timezone.now())
        return Response(FollowUpSerializer(ended).data)


def _row(request: Request, public_id: str) -> FollowUp:
    return get_object_or_404(follow_ups_of(caller(request)), public_id=public_id)
