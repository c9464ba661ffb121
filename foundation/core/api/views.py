"""Background jobs over the API: list, read, cancel."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.core import jobs
from foundation.core.access import JOB_VIEW
from foundation.core.api.serializers import JobSerializer
from foundation.core.models import Job


class VisibleJobs(GenericAPIView[Job]):
    """Starts from what the caller may see; everything else is 404."""

    serializer_class = JobSerializer
    lookup_field = "public_id"
    queryset = Job.objects.none()

    def get_queryset(self) -> QuerySet[Job]:
        return jobs.jobs_visible_to(self.request.user)


class JobList(VisibleJobs, ListAPIView[Job]):
    """The caller's jobs, newest first."""

    required_permissions = {"GET": JOB_VIEW}
    filterset_fields = ("kind", "state")


class JobDetail(VisibleJobs, RetrieveAPIView[Job]):
    """One job with its progress and result."""

    permission_classes = (IsAuthenticated,)  # the row decides


class JobCancel(VisibleJobs):
    """Ask a job to stop."""

    permission_classes = (IsAuthenticated,)  # the row decides

    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        job = get_object_or_404(self.get_queryset(), public_id=public_id)
        jobs.cancel(job=job, by=request.user)
        job.refresh_from_db()
        return Response(self.get_serializer(job).data)
