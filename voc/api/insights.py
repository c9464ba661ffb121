"""Insights and announcements over the API. Insights may be begun here; every further step goes through the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, ListCreateAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.api import taken
from foundation.core.list_filters import read
from voc.filters import naming_segment
from voc.models import Announcement, Insight
from voc.selectors.announcements import proof_of, visible_announcements
from voc.selectors.insights import visible_insights
from voc.services.insights import write_insight


class InsightSerializer(serializers.ModelSerializer[Insight]):
    """One insight with its decision and outcome."""

    id = serializers.CharField(source="public_id", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True)

    class Meta:
        model = Insight
        fields = (
            *("id", "title", "heard", "heard_since", "need_code", "segments", "owner", "status"),
            *("decide_by", "decision", "decision_reason", "decided_at", "follow_up_on", "outcome", "idea_id"),
        )
        read_only_fields = (
            *("status", "decide_by", "decision", "decision_reason", "decided_at", "follow_up_on", "outcome", "idea_id"),
        )


class AnnouncementSerializer(serializers.ModelSerializer[Announcement]):
    """One edition of an announcement; `content_hash` is what was approved."""

    id = serializers.CharField(source="public_id", read_only=True)
    corrects = serializers.CharField(source="corrects.public_id", default=None, read_only=True)
    touchpoint = serializers.CharField(source="touchpoint.public_id", default=None, read_only=True)

    class Meta:
        model = Announcement
        fields = [
            *("id", "series", "edition", "corrects", "kind", "urgency", "status", "title_th", "title_en", "body_th"),
            *("body_en", "changed_th", "changed_en", "audience", "segments", "relations", "touchpoint", "channels"),
            *("valid_from", "valid_until", "content_hash", "approved_at", "published_at", "ended_at", "ended_reason"),
        ]


class ProvenAnnouncementSerializer(AnnouncementSerializer):
    """One announcement with the counted proof of its delivery."""

    proof = serializers.SerializerMethodField()

    class Meta(AnnouncementSerializer.Meta):
        fields = [*AnnouncementSerializer.Meta.fields, "proof"]

    def get_proof(self, row: Announcement) -> dict[str, int]:
        """How many customers it reached, and how many not, by reason."""
        proof = proof_of(row)
        names = ("delivered", "waiting", "failed", "suppressed", "no_address", "total")
        return {name: getattr(proof, name) for name in names}


class InsightList(ListCreateAPIView[Insight]):
    """Insights, newest first, of one `segment` too; a new one begins as a draft of the caller's."""

    required_permissions = {"GET": Permission.VOC_VIEW, "POST": Permission.VOC_EDIT}
    serializer_class = InsightSerializer
    filterset_fields = ("status", "decision", "need_code")

    def get_queryset(self) -> QuerySet[Insight]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Insight.objects.none()
        user = _person(self.request)
        return naming_segment(visible_insights(user), taken(read(self.request.query_params, user)).cuts)

    @extend_schema(responses={201: InsightSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin an insight."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = write_insight(facts=serializer.validated_data, by=_person(request), now=timezone.now())
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)


class InsightDetail(RetrieveAPIView[Insight]):
    """One insight."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = InsightSerializer
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Insight]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Insight.objects.none()
        return visible_insights(_person(self.request))


class AnnouncementList(ListAPIView[Announcement]):
    """Announcements in every state, newest first."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = AnnouncementSerializer
    filterset_fields = ("status", "kind", "urgency")

    def get_queryset(self) -> QuerySet[Announcement]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Announcement.objects.none()
        return visible_announcements(_person(self.request))


class AnnouncementDetail(RetrieveAPIView[Announcement]):
    """One announcement with its proof of delivery."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = ProvenAnnouncementSerializer
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Announcement]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Announcement.objects.none()
        return visible_announcements(_person(self.request))


def _person(request: Request) -> User:
    user: User = request.user  # type: ignore[assignment]  # required_permissions lets nobody else in
    return user
