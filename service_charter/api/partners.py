"""Reports of partners over the API: the same service as the page behind a link, under a key of the partner's own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.core import rates
from foundation.core.api.keys import ONCE, ONCE_HEADER, CameWithKey, PartnerKey
from service_charter.models import Partner, PartnerReport
from service_charter.partner_rules import REFERENCE_LENGTH
from service_charter.services import partner_reports as services
from service_charter.services.partners import partner_of_token

SENDINGS = rates.Limit(120, timedelta(hours=1))


class PartnerTokenAuthentication(PartnerKey):
    """The key that the charter's owner gave to the partner."""

    scheme = "partnerReportKey"

    def opened_by(self, key: str) -> Partner | None:
        """The partner who may report."""
        return partner_of_token(key)


class IsPartner(CameWithKey):
    """Whoever came with a key to reports."""

    opens = Partner


class RowSerializer(serializers.Serializer[Any]):
    """One line: `kept` of `cases` on a day; `reference` is the partner's own name for it."""

    standard = serializers.SlugField(max_length=60)
    reference = serializers.CharField(max_length=REFERENCE_LENGTH)
    day = serializers.DateField()
    cases = serializers.IntegerField()
    kept = serializers.IntegerField()


class PartnerReportSerializer(serializers.Serializer[Any]):
    """A period and its lines."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    rows = RowSerializer(many=True, allow_empty=False)


class PartnerReportedSerializer(serializers.ModelSerializer[PartnerReport]):
    """What came in: how many lines, and how many of them were new to the ledger."""

    id = serializers.CharField(source="public_id", read_only=True)
    rows = serializers.SerializerMethodField()
    new = serializers.IntegerField(source="n_new", read_only=True)

    class Meta:
        model = PartnerReport
        fields = ("id", "first_day", "last_day", "rows", "new", "received_at")

    def get_rows(self, report: PartnerReport) -> int:
        """The number of lines."""
        return len(report.content)


class PartnerReportList(APIView):
    """Where partners send their reports."""

    authentication_classes = (PartnerTokenAuthentication,)
    permission_classes = (IsPartner,)

    @extend_schema(
        operation_id="partner_reports_create",
        request=PartnerReportSerializer,
        responses={201: PartnerReportedSerializer, 200: PartnerReportedSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Let a report in, whole or not at all. The same under the same `Idempotency-Key` comes back with 200; another
        under that key is refused with 409; errors name the row."""
        partner, now = request.auth, timezone.now()
        assert isinstance(partner, Partner)  # noqa: S101  IsPartner has seen to it
        if not rates.allow("service_charter.partner_api", partner.public_id, limit=SENDINGS, now=now):
            raise Throttled
        sent = PartnerReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = sent.validated_data
        rows = [
            services.Told(row["standard"], row["reference"], row["day"], row["cases"], row["kept"])
            for row in facts["rows"]
        ]
        try:
            report, is_new = services.report_by_api(
                partner_id=partner.pk,
                first_day=facts["first_day"],
                last_day=facts["last_day"],
                rows=rows,
                key=request.headers.get(ONCE_HEADER, ""),
                now=now,
            )
        except services.BadRows as refusal:
            raise ValidationError({"rows": [refusal.rows.get(place, {}) for place in range(len(rows))]}) from refusal
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(PartnerReportedSerializer(report).data, status=code)
