"""Reports and metrics for other systems."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.accounts.permissions import Permission
from foundation.core import metrics
from foundation.core.metrics import Value
from foundation.core.thai.dates import fiscal_quarter_of
from reporting.api.serializers import MetricSerializer, ReportFiguresSerializer, ReportSerializer
from reporting.models import PrintedReport


class ReportList(generics.ListAPIView[PrintedReport]):
    """Editions of the quarterly reports, newest first."""

    required_permissions = {"GET": Permission.REPORT_VIEW}
    serializer_class = ReportSerializer
    queryset = PrintedReport.objects.select_related("snapshot__report").defer("snapshot__figures")


class ReportDetail(generics.RetrieveAPIView[PrintedReport]):
    """One edition with its frozen figures."""

    required_permissions = {"GET": Permission.REPORT_VIEW}
    serializer_class = ReportFiguresSerializer
    queryset = PrintedReport.objects.select_related("snapshot__report")
    lookup_field = "public_id"


class MetricList(APIView):
    """Every metric with its definition and its value in the running quarter."""

    required_permissions = {"GET": Permission.METRIC_VIEW}

    @extend_schema(responses=MetricSerializer(many=True))
    def get(self, request: Request) -> Response:
        period = fiscal_quarter_of(timezone.now()).period
        rows: list[dict[str, Any]] = []
        for metric in metrics.all_metrics():
            value = metric.measure(period).get("", Value(None, 0))
            rows.append(
                {
                    **{name: getattr(metric, name) for name in ("key", "clause", "title", "unit", "formula")},
                    "direction": str(metric.direction),
                    "target": metric.target_at(timezone.now()),
                    **{name: getattr(value, name) for name in ("value", "n", "low", "high")},
                }
            )
        return Response(MetricSerializer(rows, many=True).data)
