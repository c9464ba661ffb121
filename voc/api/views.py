"""Feedback and surveys over the API, to read. Ratings and answers come in by the public forms."""

from typing import cast

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.views import APIView

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from voc.api.serializers import FeedbackSerializer, SurveySerializer
from voc.models import Feedback, Survey
from voc.selectors.feedback import feedback_seen_by
from voc.selectors.surveys import surveys


def _seen(view: APIView) -> QuerySet[Feedback]:
    if getattr(view, "swagger_fake_view", False):  # the schema is drawn without a caller
        return Feedback.objects.none()
    return feedback_seen_by(cast(User, view.request.user))  # required_permissions lets nobody else in


class FeedbackList(ListAPIView[Feedback]):
    """Ratings at touchpoints, newest first."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = FeedbackSerializer
    filterset_fields = ("rating", "category", "touchpoint__public_id")

    def get_queryset(self) -> QuerySet[Feedback]:
        return _seen(self).order_by("-id")


class FeedbackDetail(RetrieveAPIView[Feedback]):
    """One rating."""

    required_permissions = {"GET": Permission.VOC_VIEW}
    serializer_class = FeedbackSerializer
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Feedback]:
        return _seen(self)


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
