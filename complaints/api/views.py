"""Routes of complaints handling: the same selectors, forms and services as the pages."""

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints import rules, selectors
from complaints.api.filing import register
from complaints.api.serializers import (
    ComplaintSerializer,
    ComplaintWriteSerializer,
    CreatedSerializer,
    TransitionSerializer,
)
from complaints.filters import QueueFilter
from complaints.forms.moves import MOVE_FORMS
from complaints.lifecycle import legal_moves
from complaints.models import Approval, Complaint
from foundation.accounts.api import caller
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.api import Conflict, CursorPages, taken
from foundation.core.ids import new_tracking_code
from foundation.core.numbers import claim_key, claimed_result

ONCE_HEADER = "Idempotency-Key"
SCOPE = "complaints.api"


class ComplaintList(APIView):
    """Complaints the caller may see, newest first; the filters of the queue page narrow them (`view`, `segment`, …)."""

    required_permissions = {"GET": Permission.COMPLAINT_VIEW, "POST": Permission.COMPLAINT_HANDLE}

    @extend_schema(responses=ComplaintSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of complaints."""
        user = caller(request)
        query = QueryDict(mutable=True)
        query.update({"view": "all", **request.query_params.dict()})
        asked = QueueFilter(query, by=user)
        taken(asked.registered)
        visible = Complaint.objects.visible_to(user)
        rows = asked.apply(selectors.in_view(visible, asked.view, user)).select_related(
            "category", "unit", "unit_concerned", "handler", "investigator", "customer"
        )
        pages = CursorPages()
        page = pages.paginate_queryset(rows, request, view=self)
        data = ComplaintSerializer(page, many=True, context={"request": request}).data
        return pages.get_paginated_response(data)

    @extend_schema(
        request=ComplaintWriteSerializer,
        responses={201: CreatedSerializer, 200: CreatedSerializer},
        parameters=[OpenApiParameter(ONCE_HEADER, str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """Take a complaint down. With the same `Idempotency-Key` the same complaint comes back, with 200; an outside
        reference that has a case already is refused with 409."""
        serializer = ComplaintWriteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user, once = caller(request), request.headers.get(ONCE_HEADER, "")[:80]
        key = f"{user.pk}:{once}"
        code = new_tracking_code()
        with transaction.atomic():
            claimed = claim_key(SCOPE, key) if once else None
            if once and claimed is None:
                return self._again(request, claimed_result(SCOPE, key))
            complaint = register(serializer.validated_data, by=user, code=code, now=timezone.now())
            if claimed is not None:
                claimed.result = complaint.number
                claimed.save(update_fields=["result"])
        complaint.tracking_code = code  # type: ignore[attr-defined]  # told this once, kept nowhere
        data = CreatedSerializer(complaint, context={"request": request}).data
        return Response(data, status=status.HTTP_201_CREATED)

    def _again(self, request: Request, number: str) -> Response:
        complaint = _visible(request, number)
        complaint.tracking_code = None  # type: ignore[attr-defined]
        return Response(CreatedSerializer(complaint, context={"request": request}).data)


class ComplaintDetail(APIView):
    """One complaint by its number."""

    required_permissions = {"GET": Permission.COMPLAINT_VIEW}

    @extend_schema(responses=ComplaintSerializer)
    def get(self, request: Request, number: str) -> Response:
        """The complaint, its dates, and the steps the caller may take."""
        return Response(ComplaintSerializer(_visible(request, number), context={"request": request}).data)


class ComplaintTransitions(APIView):
    """Steps of the path."""

    required_permissions = {"POST": Permission.COMPLAINT_VIEW}

    @extend_schema(request=TransitionSerializer, responses={200: ComplaintSerializer, 202: ComplaintSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Take a step. 202 when it waits for a second person's approval; 409 when the state does not allow it, 403 for
        a wrong duty, 400 for what is missing."""
        user, complaint = caller(request), _visible(request, number)
        move = str(request.data.get("move", "")) if hasattr(request.data, "get") else ""
        if move not in MOVE_FORMS:
            raise ValidationError({"move": f"one of {', '.join(sorted(MOVE_FORMS))}"})
        rules.check_may_move(user, move, complaint)
        if move not in legal_moves(complaint.status):
            raise Conflict(detail=f"{complaint.status}: {move}")
        form = MOVE_FORMS[move].bound(_as_form(request.data), complaint)
        if not form.is_valid():
            raise ValidationError(form.errors.get_json_data())
        came = MOVE_FORMS[move].act(complaint.pk, form.cleaned_data, user, timezone.now())
        data = ComplaintSerializer(_visible(request, number), context={"request": request}).data
        waits = isinstance(came, Approval)
        return Response(data, status=status.HTTP_202_ACCEPTED if waits else status.HTTP_200_OK)


def _as_form(data: Any) -> QueryDict:
    """JSON as the page's form would send it: people by key, yes and no in words."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        if isinstance(value, bool):
            sent[name] = "yes" if value else "no"
        elif isinstance(value, list):
            sent.setlist(name, [str(item) for item in value])
        elif name == "investigator":
            person = User.objects.filter(username=value).first()
            sent[name] = str(person.pk) if person else ""
        elif value is not None:
            sent[name] = str(value)
    return sent


def _visible(request: Request, number: str) -> Complaint:
    complaint = selectors.case(caller(request), number)
    if complaint is None:
        raise NotFound
    return complaint
