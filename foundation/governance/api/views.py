"""Resolutions over the API, to read. They are recorded on the page, by the secretary in person."""

from rest_framework.generics import ListAPIView, RetrieveAPIView

from foundation.accounts.permissions import Permission
from foundation.governance.api.serializers import ResolutionSerializer
from foundation.governance.models import Resolution


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
