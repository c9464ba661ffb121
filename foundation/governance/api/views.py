"""Resolutions, policies and observations over the API, to read. Every write goes through the pages."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from foundation.accounts.permissions import Permission
from foundation.governance import selectors
from foundation.governance.api.serializers import ObservationSerializer, PolicySerializer, ResolutionSerializer
from foundation.governance.models import Observation, PolicyVersion, Resolution


class ResolutionList(ListAPIView[Resolution]):
    """Resolutions, newest first."""

    required_permissions = {"GET": Permission.RESOLUTION_VIEW}
    queryset = Resolution.objects.select_related("meeting")
    serializer_class = ResolutionSerializer
    filterset_fields = ("kind", "content_kind", "content_public_id", "content_hash")


class ResolutionDetail(RetrieveAPIView[Resolution]):
    """One resolution."""

    required_permissions = {"GET": Permission.RESOLUTION_VIEW}
    queryset = Resolution.objects.select_related("meeting")
    serializer_class = ResolutionSerializer
    lookup_field = "public_id"


class PolicyList(ListAPIView[PolicyVersion]):
    """Every version of the policy, newest first."""

    required_permissions = {"GET": Permission.POLICY_VIEW}
    serializer_class = PolicySerializer
    filterset_fields = ("status",)
    queryset = PolicyVersion.objects.select_related("resolution__meeting").prefetch_related("clauses")


class PolicyDetail(RetrieveAPIView[PolicyVersion]):
    """One version by its number."""

    required_permissions = {"GET": Permission.POLICY_VIEW}
    serializer_class = PolicySerializer
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[PolicyVersion]:
        return selectors.policy_versions().prefetch_related("clauses")


class _Observations:
    """What the person of the request may see."""

    required_permissions = {"GET": Permission.RESOLUTION_VIEW}
    request: Any

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Observation.objects.none()
        return selectors.observations().visible_to(self.request.user)


class ObservationList(_Observations, ListAPIView[Observation]):
    """Observations of the board, newest first."""

    serializer_class = ObservationSerializer
    filterset_fields = ("state",)


class ObservationDetail(_Observations, RetrieveAPIView[Observation]):
    """One observation."""

    serializer_class = ObservationSerializer
    lookup_field = "public_id"
