"""Contracts, opportunities and programmes over the API. Reads start from what the caller may see."""

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from customers.selectors import visible_customer
from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission
from foundation.core.api import taken
from foundation.core.list_filters import Asked, narrow, read
from relationships import selectors, services
from relationships.api.serializers import (
    HoldingSerializer,
    OpportunitySerializer,
    OpportunityWriteSerializer,
    ProgrammeSerializer,
)
from relationships.models import Holding, Opportunity, Programme
from segmentation.filters import NONE, segment_of_cuts

ONCE_HEADER = "Idempotency-Key"
VIEW = {"GET": Permission.RELATIONSHIP_VIEW}


class HoldingList(ListAPIView[Holding]):
    """Contracts; `status`, `kind`, `segment` and the customer's public id narrow them."""

    required_permissions = VIEW
    serializer_class = HoldingSerializer
    queryset = Holding.objects.none()
    filterset_fields = ("status", "kind", "customer__public_id")

    def get_queryset(self) -> "QuerySet[Holding]":
        rows = Holding.objects.visible_to(caller(self.request)).select_related("customer", "product")
        return narrow(rows, _asked(self.request).cuts)


class HoldingDetail(RetrieveAPIView[Holding]):
    """One contract by its id."""

    required_permissions = VIEW
    serializer_class = HoldingSerializer
    lookup_field = "public_id"
    queryset = Holding.objects.none()

    def get_queryset(self) -> "QuerySet[Holding]":
        return Holding.objects.visible_to(caller(self.request)).select_related("customer", "product")


class OpportunityList(ListAPIView[Opportunity]):
    """Opportunities; `stage`, `kind`, `segment` and the customer's public id narrow them."""

    required_permissions = {**VIEW, "POST": Permission.RELATIONSHIP_EDIT}
    serializer_class = OpportunitySerializer
    queryset = Opportunity.objects.none()
    filterset_fields = ("stage", "kind", "customer__public_id")

    def get_queryset(self) -> "QuerySet[Opportunity]":
        rows = Opportunity.objects.visible_to(caller(self.request))
        rows = narrow(rows, _asked(self.request).cuts)
        return rows.select_related("customer", "product", "owner", "holding", "result")

    def post(self, request: Request) -> Response:
        """Record a chance. An `Idempotency-Key` header makes sending twice harmless."""
        user = caller(request)
        serializer = OpportunityWriteSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        customer = visible_customer(user, values.pop("customer"))
        if "holding" in values:
            values["holding"] = selectors.visible_holding(user, values["holding"])
        once = request.headers.get(ONCE_HEADER, "")[:80]
        made = services.open_opportunity(
            customer=customer, values=values, by=user, now=timezone.now(), once=once and f"{user.pk}:{once}"
        )
        return Response(OpportunitySerializer(made).data, status=status.HTTP_201_CREATED)


class OpportunityDetail(RetrieveAPIView[Opportunity]):
    """One opportunity by its id."""

    required_permissions = VIEW
    serializer_class = OpportunitySerializer
    lookup_field = "public_id"
    queryset = Opportunity.objects.none()

    def get_queryset(self) -> "QuerySet[Opportunity]":
        rows = Opportunity.objects.visible_to(caller(self.request))
        return rows.select_related("customer", "product", "owner", "holding", "result")


class ProgrammeList(ListAPIView[Programme]):
    """Programmes with their measures; `status` and the target `segment` narrow them."""

    required_permissions = VIEW
    serializer_class = ProgrammeSerializer
    queryset = Programme.objects.none()
    filterset_fields = ("status",)

    def get_queryset(self) -> "QuerySet[Programme]":
        return selectors.programmes_list(segment=segment_of_cuts(_asked(self.request, leave_out=(NONE,)).cuts))


class ProgrammeDetail(RetrieveAPIView[Programme]):
    """One programme by its id."""

    required_permissions = VIEW
    serializer_class = ProgrammeSerializer
    lookup_field = "public_id"
    queryset = Programme.objects.none()

    def get_queryset(self) -> "QuerySet[Programme]":
        return selectors.programmes_list()


def _asked(request: Request, *, leave_out: tuple[str, ...] = ()) -> Asked:
    return taken(read(request.query_params, caller(request), leave_out=leave_out))
