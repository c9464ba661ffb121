"""Studies, runs and segments for other systems. Writes go through the same services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from customers.rules import FACT
from foundation.accounts.access import signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete
from segmentation import selectors, services
from segmentation.api.serializers import (
    NewRunSerializer,
    RunSerializer,
    SegmentSerializer,
    StartedJobSerializer,
    StudySerializer,
)
from segmentation.models import Run, Segment, Study
from segmentation.selectors.in_force import studies_in_force
from segmentation.selectors.studies import all_runs, all_segments, all_studies


class StudyList(generics.ListCreateAPIView[Study]):
    """Studies, newest first; POST designs one."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW, "POST": Permission.SEGMENT_STUDY}
    serializer_class = StudySerializer

    def get_queryset(self) -> "QuerySet[Study]":
        return all_studies()

    def perform_create(self, serializer: BaseSerializer[Study]) -> None:
        try:
            serializer.instance = services.create_study(
                values=serializer.validated_data, by=signed_in(self.request), now=timezone.now()
            )
        except Incomplete as refusal:
            told = {name.replace(FACT, "facts.", 1): message for name, message in refusal.missing.items()}
            raise ValidationError(told) from refusal


class StudyDetail(generics.RetrieveAPIView[Study]):
    """One study."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW}
    serializer_class = StudySerializer
    lookup_field = "public_id"

    def get_queryset(self) -> "QuerySet[Study]":
        return all_studies()


class RunList(generics.ListAPIView[Run]):
    """Results, newest first; POST asks a worker to calculate a study and answers with the job."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW, "POST": Permission.SEGMENT_STUDY}
    serializer_class = RunSerializer

    def get_queryset(self) -> "QuerySet[Run]":
        return all_runs().prefetch_related("segments")

    @extend_schema(request=NewRunSerializer, responses={202: StartedJobSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """202 with the job; 409 when the study is in use already."""
        asked = NewRunSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        study = selectors.study_of(asked.validated_data["study"])
        job = services.start_run(study_id=study.pk, by=signed_in(request), now=timezone.now())
        body = {"job": job.public_id, "state": job.state, "study": study.public_id}
        return Response(StartedJobSerializer(body).data, status=status.HTTP_202_ACCEPTED)


class RunDetail(generics.RetrieveAPIView[Run]):
    """One result."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW}
    serializer_class = RunSerializer
    lookup_field = "public_id"

    def get_queryset(self) -> "QuerySet[Run]":
        return all_runs()


class SegmentList(generics.ListAPIView[Segment]):
    """The segments in use; with `?run=` those of a result."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW}
    serializer_class = SegmentSerializer

    def get_queryset(self) -> "QuerySet[Segment]":
        if run := self.request.query_params.get("run"):
            return all_segments().filter(run__public_id=run[:26])
        return all_segments().filter(run__in=studies_in_force().values("chosen_run"))


class SegmentDetail(generics.RetrieveAPIView[Segment]):
    """One segment."""

    required_permissions = {"GET": Permission.SEGMENT_VIEW}
    serializer_class = SegmentSerializer
    lookup_field = "public_id"

    def get_queryset(self) -> "QuerySet[Segment]":
        return all_segments()
