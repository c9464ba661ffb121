"""Complaints for partners' systems: bring, follow, speak both ways. Under a key of the partner's own, which opens the
cases that came through it and nothing else; a case that is handled confidentially is not shown again."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints import partner_rules, selectors, services
from complaints.api.filing import register
from complaints.api.partner_serializers import (
    PartnerComplaintSerializer,
    PartnerComplaintWriteSerializer,
    PartnerCreatedSerializer,
    PartnerMessageSerializer,
    PartnerMessageWriteSerializer,
)
from complaints.models import Complaint, PartnerGate
from complaints.services.partners import gate_of_key
from foundation.core import rates
from foundation.core.api import Conflict, CursorPages
from foundation.core.api.keys import ONCE, ONCE_HEADER, CameWithKey, PartnerKey
from foundation.core.ids import new_tracking_code
from foundation.core.numbers import claim_key, claimed_result

SCOPE = "complaints.partner"


class PartnerKeyAuthentication(PartnerKey):
    """The key to complaints that was given to the partner."""

    scheme = "partnerComplaintKey"

    def opened_by(self, key: str) -> PartnerGate | None:
        """The door that the key opens."""
        return gate_of_key(key)


class BringsComplaints(CameWithKey):
    """Whoever came with a key to complaints."""

    opens = PartnerGate


class _PartnerView(APIView):
    """The key, and how often it may be used."""

    authentication_classes = (PartnerKeyAuthentication,)
    permission_classes = (BringsComplaints,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the key is known, count the asking. Raises Throttled with the time until the next hour."""
        super().initial(request, *args, **kwargs)
        _count(request, "complaints.partner_asks", partner_rules.ASKINGS)


class PartnerComplaintList(_PartnerView):
    """The partner's own cases."""

    @extend_schema(
        operation_id="partner_complaints_list",
        responses=PartnerComplaintSerializer(many=True),
        parameters=[OpenApiParameter("external_reference", str, description="the partner's own number")],
    )
    def get(self, request: Request) -> Response:
        """A page of the cases that came through this partner, newest first, without those handled confidentially."""
        rows = selectors.brought_by(_gate(request).partner).ordinary()
        if reference := request.query_params.get("external_reference", "").replace("\x00", ""):
            rows = rows.filter(external_reference__iexact=reference)
        return _page(self, request, rows, PartnerComplaintSerializer)

    @extend_schema(
        operation_id="partner_complaints_create",
        request=PartnerComplaintWriteSerializer,
        responses={201: PartnerCreatedSerializer, 200: PartnerCreatedSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Bring a complaint. The same under the same `Idempotency-Key` comes back with 200 and no code; another under
        that key, and a number that has a case already, are refused with 409."""
        gate, now = _gate(request), timezone.now()
        once = _once(request)
        _count(request, "complaints.partner_brings", partner_rules.BRINGINGS)
        sent = PartnerComplaintWriteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        if said["channel"] not in gate.channels:
            raise ValidationError({"channel": "this door is not open to you"})
        key, told, code = f"{gate.pk}:{once}", _fingerprint(request.data), new_tracking_code()
        try:
            with transaction.atomic():
                claimed = claim_key(SCOPE, key)
                if claimed is None:
                    return _again(gate, claimed_result(SCOPE, key), told)
                complaint = register(said, by=None, code=code, now=now, partner=gate.partner)
                claimed.result = f"{complaint.number}:{told}"
                claimed.save(update_fields=["result"])
        except services.KnownReference as refusal:
            own = refusal.complaint.partner_id == gate.partner_id and not refusal.complaint.is_misconduct
            raise Conflict(f"{refusal.message} {refusal.complaint.number if own else ''}".strip()) from refusal
        complaint.tracking_code = code  # type: ignore[attr-defined]  # told this once, kept nowhere
        return Response(PartnerCreatedSerializer(complaint).data, status=status.HTTP_201_CREATED)


class PartnerComplaintDetail(_PartnerView):
    """One of the partner's own cases by its number."""

    @extend_schema(operation_id="partner_complaints_retrieve", responses=PartnerComplaintSerializer)
    def get(self, request: Request, number: str) -> Response:
        """State and dates; of a case that is handled confidentially only that it is."""
        return Response(PartnerComplaintSerializer(_own(request, number)).data)


class PartnerMessageList(_PartnerView):
    """What is said in one of the partner's own cases."""

    @extend_schema(operation_id="partner_complaint_messages_list", responses=PartnerMessageSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        """A page of messages, newest first: ours to the complainant, and those that the partner brought."""
        rows = selectors.said_to(_gate(request).partner, _open_to_words(request, number))
        return _page(self, request, rows, PartnerMessageSerializer)

    @extend_schema(
        operation_id="partner_complaint_messages_create",
        request=PartnerMessageWriteSerializer,
        responses={201: PartnerMessageSerializer, 200: PartnerMessageSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request, number: str) -> Response:
        """Bring what the complainant says; once under one `Idempotency-Key`. 409 when the case is over."""
        gate, complaint, once = _gate(request), _open_to_words(request, number), _once(request)
        _count(request, "complaints.partner_brings", partner_rules.BRINGINGS)
        sent = PartnerMessageWriteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        key, said = f"{gate.pk}:{complaint.pk}:{once}"[:100], selectors.said_to(gate.partner, complaint)
        with transaction.atomic():
            claimed = claim_key(f"{SCOPE}_message", key)
            if claimed is None:
                known = said.get(public_id=claimed_result(f"{SCOPE}_message", key))
                return Response(PartnerMessageSerializer(known).data)
            message = services.receive_message(
                complaint_id=complaint.pk,
                body=sent.validated_data["body"],
                now=timezone.now(),
                partner=gate.partner,
            )
            claimed.result = message.public_id
            claimed.save(update_fields=["result"])
        return Response(PartnerMessageSerializer(message).data, status=status.HTTP_201_CREATED)


def _gate(request: Request) -> PartnerGate:
    assert isinstance(request.auth, PartnerGate)  # noqa: S101  BringsComplaints has seen to it
    return request.auth


def _own(request: Request, number: str) -> Complaint:
    complaint = selectors.brought_by(_gate(request).partner).filter(number=number).first()
    if complaint is None:
        raise NotFound
    return complaint


def _open_to_words(request: Request, number: str) -> Complaint:
    complaint = _own(request, number)
    if complaint.is_misconduct:
        raise PermissionDenied(str(partner_rules.CONFIDENTIAL_WORDS))
    return complaint


def _once(request: Request) -> str:
    once = request.headers.get(ONCE_HEADER, "").strip()
    if not once or len(once) > partner_rules.KEY_LENGTH or not once.isprintable():
        raise ValidationError({ONCE_HEADER: f"1 to {partner_rules.KEY_LENGTH} printable characters"})
    return once


def _fingerprint(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:40]


def _again(gate: PartnerGate, result: str, told: str) -> Response:
    """What was brought under the key, told anew without its code. Raises Conflict when this is something else."""
    number, _colon, before = result.partition(":")
    if before != told:
        raise Conflict("this Idempotency-Key stands for another complaint")
    complaint = selectors.brought_by(gate.partner).get(number=number)
    complaint.tracking_code = None  # type: ignore[attr-defined]
    return Response(PartnerCreatedSerializer(complaint).data)


def _count(request: Request, scope: str, limit: rates.Limit) -> None:
    now: datetime = timezone.now()
    if not rates.allow(scope, _gate(request).public_id, limit=limit, now=now):
        hour = limit.window.total_seconds()
        raise Throttled(wait=hour - now.timestamp() % hour)


def _page(view: APIView, request: Request, rows: Any, serializer: Any) -> Response:
    pages = CursorPages()
    page: list[Any] | None = pages.paginate_queryset(rows, request, view=view)
    return pages.get_paginated_response(serializer(page, many=True).data)
