"""Shapes of the reporting API."""

from rest_framework import serializers

from reporting.models import PrintedReport


class ReportSerializer(serializers.ModelSerializer[PrintedReport]):
    """An edition of a quarterly report."""

    kind = serializers.CharField(source="snapshot.report.kind")
    year_be = serializers.IntegerField(source="snapshot.report.year_be")
    quarter = serializers.IntegerField(source="snapshot.report.quarter")
    edition = serializers.IntegerField(source="snapshot.edition")
    figures_sha256 = serializers.CharField(source="snapshot.sha256")
    frozen_at = serializers.DateTimeField(source="snapshot.frozen_at")

    class Meta:
        model = PrintedReport
        fields = ["public_id", "kind", "year_be", "quarter", "edition", "figures_sha256", "sha256", "size", "frozen_at"]


class ReportFiguresSerializer(ReportSerializer):
    """An edition with its frozen figures."""

    figures = serializers.JSONField(source="snapshot.figures")

    class Meta(ReportSerializer.Meta):
        fields = [*ReportSerializer.Meta.fields, "figures"]


class MetricSerializer(serializers.Serializer[object]):
    """A declared metric with its value in the running fiscal quarter."""

    key = serializers.CharField()
    clause = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    formula = serializers.CharField()
    direction = serializers.CharField()
    target = serializers.FloatField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
