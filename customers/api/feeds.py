"""The door for systems of record: rows or a file in, once; and what became of them."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.api.common import ONCE_HEADER
from customers.enums import Door
from customers.importing.issues import said
from customers.models import Feed, FeedDelivery, ImportRun
from customers.services import feeds
from customers.services.imports import MAX_BYTES
from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission
from foundation.core.api import CursorPages

SHOWN_ISSUES = 500


class FeedDeliverySerializer(serializers.ModelSerializer[FeedDelivery]):
    """A delivery: how it was received, and how far its import (`run`) is; everything that was wrong in it stands in
    pages under `imports/<run>/issues/`."""

    source = serializers.CharField(source="feed.code", read_only=True)  # type: ignore[assignment]  # a field so named
    run = serializers.CharField(source="run.public_id", read_only=True, default=None)
    state = serializers.CharField(source="run.state", read_only=True, default=None)
    counts = serializers.JSONField(source="run.counts", read_only=True, default=dict)

    class Meta:
        model = FeedDelivery
        fields = ("public_id", "source", "name", "door", "receipt", "refusal", "run", "state", "counts", "received_at")
        read_only_fields = fields


class DeliveryWriteSerializer(serializers.Serializer[Any]):
    """What a system sends: its code, and `rows` (objects by the columns of the feed) or a `file` (CSV, XLSX).

    Columns that the feed reads as `contact_name`, `contact_role`, `contact_phone` and `contact_email` are one contact
    person of the row's customer: recognised by telephone, e-mail or name, else added. Empty ones take nothing away.
    """

    source = serializers.SlugField(max_length=40)  # type: ignore[assignment]
    name = serializers.CharField(max_length=255, required=False)
    rows = serializers.ListField(child=serializers.DictField(), required=False, max_length=feeds.MAX_ROWS)
    file = serializers.FileField(required=False, allow_empty_file=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Rows or a file, not both."""
        if ("rows" in values) == ("file" in values):
            raise serializers.ValidationError("send either rows or a file")
        return values


class DeliveryList(APIView):
    """Deliveries of systems of record, newest first; POST hands one over."""

    required_permissions = {"GET": Permission.CUSTOMER_IMPORT, "POST": Permission.CUSTOMER_IMPORT}
    serializer_class = FeedDeliverySerializer
    parser_classes = (JSONParser, MultiPartParser)
    upload_limit = MAX_BYTES

    @extend_schema(responses=FeedDeliverySerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of deliveries, of one system with `source`."""
        rows = FeedDelivery.objects.select_related("feed", "run")
        if source := request.query_params.get("source"):
            rows = rows.filter(feed__code=source)
        pages = CursorPages()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(FeedDeliverySerializer(page, many=True).data)

    @extend_schema(request=DeliveryWriteSerializer, responses=FeedDeliverySerializer)
    def post(self, request: Request) -> Response:
        """Hand a delivery over. The header `Idempotency-Key` is needed: sent twice, it is taken in once.

        202 while it is being imported; 422 with the reason when it can't be read as a whole.
        """
        once = request.headers.get(ONCE_HEADER, "")[:80]
        if not once:
            raise ValidationError({ONCE_HEADER: ["is needed"]})
        told = DeliveryWriteSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        asked = told.validated_data
        feed = Feed.objects.filter(code=asked["source"]).first()
        if feed is None:
            raise ValidationError({"source": ["is no feed"]})
        by, now = caller(request), timezone.now()
        if "rows" in asked:
            name = asked.get("name") or f"{once}.json"
            delivery = feeds.receive_rows(
                feed_id=feed.pk, rows=asked["rows"], name=name, by=by, now=now, once=once
            )  # fmt: skip
        else:
            file = asked["file"]
            delivery = feeds.receive(
                feed_id=feed.pk, file=file, name=asked.get("name") or file.name, door=Door.API, by=by, now=now,
                once=once,
            )  # fmt: skip
        refused = status.HTTP_422_UNPROCESSABLE_ENTITY if delivery.refusal else status.HTTP_202_ACCEPTED
        return Response(FeedDeliverySerializer(delivery).data, status=refused)


class DeliveryDetail(APIView):
    """One delivery with the lines that were not accepted."""

    required_permissions = {"GET": Permission.CUSTOMER_IMPORT}
    serializer_class = FeedDeliverySerializer

    def get(self, request: Request, public_id: str) -> Response:
        """How far it is; for those who may work on its import the first 500 things that were wrong, values masked."""
        delivery = get_object_or_404(FeedDelivery.objects.select_related("feed", "run"), public_id=public_id)
        run = delivery.run
        may_work = run and ImportRun.objects.workable_by(caller(request)).filter(pk=run.pk).exists()
        rows = run.issues.order_by("line", "id")[:SHOWN_ISSUES] if run and may_work else ()
        issues = [
            {"line": s.line, "column": s.column, "shown": s.shown, "message": s.sentence} for s in map(said, rows)
        ]
        return Response({**FeedDeliverySerializer(delivery).data, "issues": issues})
