"""Charters and standards over the API, to read. Every write goes through the pages."""

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.generics import ListAPIView, RetrieveAPIView

from foundation.accounts.permissions import Permission
from service_charter import selectors
from service_charter.api.serializers import CharterSerializer, StandardSerializer
from service_charter.models import CharterVersion, Standard


class CharterList(ListAPIView[CharterVersion]):
    """Every version, newest first."""

    required_permissions = {"GET": Permission.CHARTER_VIEW}
    queryset = CharterVersion.objects.select_related("resolution").prefetch_related("standards__charter")
    serializer_class = CharterSerializer
    filterset_fields = ("status",)


class CharterDetail(RetrieveAPIView[CharterVersion]):
    """One version by its number."""

    required_permissions = {"GET": Permission.CHARTER_VIEW}
    queryset = CharterVersion.objects.select_related("resolution").prefetch_related("standards__charter")
    serializer_class = CharterSerializer
    lookup_field = "number"


class StandardList(ListAPIView[Standard]):
    """The promises in force now."""

    required_permissions = {"GET": Permission.CHARTER_VIEW}
    serializer_class = StandardSerializer
    filterset_fields = ("area", "event", "code")

    def get_queryset(self) -> QuerySet[Standard]:
        return selectors.all_in_force(at=timezone.now()).select_related("charter")
