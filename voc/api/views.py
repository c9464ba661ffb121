"""Feedback and surveys over the API, to read. Ratings and answers come in by the public forms."""

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from foundation.accounts.permissions import Permission
from voc.api.serializers import FeedbackSerializer, SurveySerializer
from voc.models import Feedback, Survey
from voc.selectors.surveys import surveys


class FeedbackList(ListAPIView[Feedback]):
    """Ratings at touchpoints, newest first."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    queryset = Feedback.objects.select_related("touchpoint").order_by("-id")
    serializer_class = FeedbackSerializer
    filterset_fields = ("rating", "category", "touchpoint__public_id")


class FeedbackDetail(RetrieveAPIView[Feedback]):
    """One rating."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    queryset = Feedback.objects.select_related("touchpoint")
    serializer_class = FeedbackSerializer
    lookup_field = "public_id"


class SurveyList(ListAPIView[Survey]):
    """Every survey with its questions, newest first."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = SurveySerializer
    filterset_fields = ("status",)

    def get_queryset(self) -> QuerySet[Survey]:
        return surveys().prefetch_related("questions")


class SurveyDetail(RetrieveAPIView[Survey]):
    """One survey by the short name in its address."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = SurveySerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Survey]:
        return surveys().prefetch_related("questions")
