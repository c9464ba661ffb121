"""Touchpoints over the API: list and detail to read, create through the same service as the page."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from customers import services
from customers.enums import Channel, TouchpointKind
from customers.models import LifecycleStage, Touchpoint
from customers.poster import feedback_address
from customers.services.touchpoints import TOUCHPOINT_FIELDS
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission


class TouchpointSerializer(serializers.ModelSerializer[Touchpoint]):
    """A touchpoint; `feedback_address` is what its QR code opens."""

    id = serializers.CharField(source="public_id", read_only=True)
    stages = serializers.SerializerMethodField()
    owner_unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    is_active = serializers.BooleanField(read_only=True)
    feedback_address = serializers.SerializerMethodField()

    class Meta:
        model = Touchpoint
        fields = (
            "id", "code", "version", "name_th", "name_en", "kind", "channel", "building", "floor", "web_address",
            "hours_th", "hours_en", "owner_unit", "stages", "opened_on", "closed_on", "is_active", "feedback_address",
        )  # fmt: skip
        read_only_fields = fields

    def get_stages(self, touchpoint: Touchpoint) -> list[str]:
        """The codes of the stages that it serves today."""
        return [stage.code for stage in touchpoint.stages_in_use]

    def get_feedback_address(self, touchpoint: Touchpoint) -> str:
        """The public form."""
        return feedback_address(touchpoint)


class TouchpointWriteSerializer(serializers.Serializer[Any]):
    """What may be written."""

    name_th = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=TouchpointKind.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    building = serializers.CharField(max_length=120, required=False, allow_blank=True)
    floor = serializers.CharField(max_length=20, required=False, allow_blank=True)
    web_address = serializers.URLField(required=False, allow_blank=True)
    hours_th = serializers.CharField(max_length=160, required=False, allow_blank=True)
    hours_en = serializers.CharField(max_length=160, required=False, allow_blank=True)
    owner_unit = serializers.SlugRelatedField[Unit](slug_field="code", queryset=Unit.objects.all())
    stages = serializers.SlugRelatedField[LifecycleStage](
        slug_field="code", queryset=LifecycleStage.objects.all(), many=True
    )
    opened_on = serializers.DateField(required=False)


class TouchpointList(ListAPIView[Touchpoint]):
    """Every touchpoint, closed ones included; `kind`, `channel` and `stages__code` narrow them."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.TOUCHPOINT_EDIT}
    serializer_class = TouchpointSerializer
    filterset_fields = ("kind", "channel", "stages__code")

    def get_queryset(self) -> "QuerySet[Touchpoint]":
        return Touchpoint.objects.select_related("owner_unit").prefetch_related("stages")

    def post(self, request: Request) -> Response:
        """Record a touchpoint; its code is drawn here."""
        serializer = TouchpointWriteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = {
            name: value for name, value in serializer.validated_data.items() if name in (*TOUCHPOINT_FIELDS, "stages")
        }
        touchpoint = services.add_touchpoint(values=values, by=cast(User, request.user), now=timezone.now())
        return Response(TouchpointSerializer(touchpoint).data, status=status.HTTP_201_CREATED)


class TouchpointDetail(RetrieveAPIView[Touchpoint]):
    """One touchpoint by its id."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW}
    serializer_class = TouchpointSerializer
    lookup_field = "public_id"
    queryset = Touchpoint.objects.select_related("owner_unit").prefetch_related("stages")
