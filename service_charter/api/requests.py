"""Service requests over the API, for partners and our own systems: the forms, selectors and services of the pages.

Internal notes and tracking codes are never told; the code of a new request once, to who filed it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.accounts.api import caller
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.api import CursorPages
from foundation.core.ids import new_tracking_code
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force
from service_charter.enums import Door
from service_charter.forms.requests import PERSON, AnswerForm
from service_charter.models import RequestForm, RequestKind, RequestMessage, ServiceRequest
from service_charter.selectors import request_kinds as kinds
from service_charter.selectors import requests as reads
from service_charter.services import request_talk as talk
from service_charter.services.requests import Customer, receive_request

ONCE_HEADER = "Idempotency-Key"
SCOPE = "service_charter.api"
SEES = Permission.REQUEST_VIEW


class RequestSerializer(serializers.ModelSerializer[ServiceRequest]):
    """One request as staff may see it, without who asks and what was answered."""

    kind = serializers.CharField(source="kind.code", read_only=True)
    form = serializers.IntegerField(source="form.number", read_only=True)
    title = serializers.CharField(source="form.title_th", read_only=True)
    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    handler = serializers.CharField(source="handler.username", read_only=True, default=None)
    standard = serializers.CharField(source="standard.code", read_only=True, default=None)

    class Meta:
        model = ServiceRequest
        fields: tuple[str, ...] = (
            "number", "public_id", "version", "status", "kind", "form", "title", "language", "door", "received_at",
            "unit", "handler", "standard", "due_at", "met_at", "is_paused", "outcome", "done_at", "closed_at", "score",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class CreatedRequestSerializer(RequestSerializer):
    """The answer to a new request. The tracking code is told this once; a repeated call does not tell it again."""

    tracking_code = serializers.CharField(read_only=True, allow_null=True)

    class Meta(RequestSerializer.Meta):
        fields: tuple[str, ...] = (*RequestSerializer.Meta.fields, "tracking_code")
        read_only_fields = fields


class RequestWriteSerializer(serializers.Serializer[Any]):
    """What a new request is made from; `answers` by key of the question, judged by the present form of the kind."""

    kind = serializers.SlugField()
    answers = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    language = serializers.ChoiceField(choices=["th", "en"], default="th")
    name = serializers.CharField(max_length=150)
    phone = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, default="", allow_blank=True)
    send_receipt = serializers.BooleanField(default=True)


class RequestMessageSerializer(serializers.ModelSerializer[RequestMessage]):
    """One message to or from the customer."""

    author = serializers.CharField(source="author.username", read_only=True, default=None)

    class Meta:
        model = RequestMessage
        fields: tuple[str, ...] = ("public_id", "sender", "is_question", "body", "author", "at")
        read_only_fields = ("public_id", "sender", "author", "at")


class RequestList(APIView):
    """Requests the caller may see, newest first."""

    required_permissions = {"GET": SEES, "POST": Permission.REQUEST_HANDLE}

    @extend_schema(operation_id="service_requests_list", responses=RequestSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of requests."""
        rows = ServiceRequest.objects.visible_to(caller(request)).defer(*reads.SEALED)
        pages = CursorPages()
        rows = rows.select_related("kind", "form", "unit", "handler", "standard")
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(RequestSerializer(page, many=True).data)

    @extend_schema(
        operation_id="service_requests_create",
        request=RequestWriteSerializer,
        responses={201: CreatedRequestSerializer, 200: CreatedRequestSerializer},
        parameters=[OpenApiParameter(ONCE_HEADER, str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """File a request for a customer. With the same `Idempotency-Key` the same request comes back, with 200."""
        serializer = RequestWriteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said, form = serializer.validated_data, _judged(serializer.validated_data)
        user, once, now = caller(request), request.headers.get(ONCE_HEADER, "")[:80], timezone.now()
        key, code = f"{user.pk}:{once}", new_tracking_code()
        with transaction.atomic():
            claimed = claim_key(SCOPE, key) if once else None
            if once and claimed is None:
                return Response(_told(_visible(request, claimed_result(SCOPE, key)), None))
            row = receive_request(
                form=form.asked,
                answers=form.answers(),
                customer=Customer(**{name: form.cleaned_data[name] for name in PERSON}),
                language=said["language"],
                notice=notice_in_force("enquiry", at=now),
                tracking_code=code,
                now=now,
                door=Door.SYSTEM,
                by=user,
                is_told=said["send_receipt"],
            )
            if claimed is not None:
                claimed.result = row.number
                claimed.save(update_fields=["result"])
        return Response(_told(row, code), status=status.HTTP_201_CREATED)


class RequestDetail(APIView):
    """One request by its number."""

    required_permissions = {"GET": SEES}

    @extend_schema(operation_id="service_requests_retrieve", responses=RequestSerializer)
    def get(self, request: Request, number: str) -> Response:
        """How the request stands."""
        return Response(RequestSerializer(_visible(request, number)).data)


class RequestMessages(APIView):
    """What was said between the customer and us; internal notes are not among it."""

    required_permissions = {"GET": SEES, "POST": Permission.REQUEST_HANDLE}

    @extend_schema(operation_id="service_requests_messages_list", responses=RequestMessageSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        """Every message, oldest first."""
        return Response(RequestMessageSerializer(reads.messages_of(_visible(request, number)), many=True).data)

    @extend_schema(
        operation_id="service_requests_messages_create",
        request=RequestMessageSerializer,
        responses={201: RequestMessageSerializer},
    )
    def post(self, request: Request, number: str) -> Response:
        """Write to the customer; a question stops the clock. 409 when the request is over, 403 for a wrong duty."""
        row = _visible(request, number)
        serializer = RequestMessageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        message = talk.send_message(
            request_id=row.pk,
            body=said["body"],
            is_question=said.get("is_question", False),
            by=caller(request),
            now=timezone.now(),
        )
        return Response(RequestMessageSerializer(message).data, status=status.HTTP_201_CREATED)


def _judged(said: dict[str, Any]) -> AnswerForm:
    """The present form of the kind with these answers. Raises ValidationError by question, also for unknown ones."""
    kind = RequestKind.objects.select_related("unit").filter(code=said["kind"], is_offered=True).first()
    asked: RequestForm | None = kinds.current_form(kind) if kind else None
    if kind is None or asked is None:
        raise ValidationError({"kind": ["no such kind is offered"]})
    asked.kind = kind
    unknown = set(said["answers"]) - {question.key for question in asked.questions.all()}
    if unknown:
        raise ValidationError({name: ["no such question"] for name in sorted(unknown)})
    person = {name: said[name] for name in PERSON}
    form = AnswerForm({**said["answers"], **person, "shown": asked.public_id}, asked=asked)
    if not form.is_valid():
        raise ValidationError({name: [str(word) for word in words] for name, words in form.errors.items()})
    return form


def _told(row: ServiceRequest, code: str | None) -> Any:
    row.tracking_code = code  # type: ignore[attr-defined]  # told this once, kept nowhere
    return CreatedRequestSerializer(row).data


def _visible(request: Request, number: str) -> ServiceRequest:
    row = reads.case(caller(request), number)
    if row is None:
        raise NotFound
    return row
