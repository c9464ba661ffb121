"""Read access to plans."""

from rest_framework.generics import ListAPIView, RetrieveAPIView

from foundation.accounts.permissions import Permission
from strategy.api.serializers import PlanSerializer
from strategy.models import Plan

PLANS = Plan.objects.select_related("resolution").prefetch_related(
    "goals",
    "lines__goal",
    "indicators__goal",
    "indicators__targets",
    "initiatives__line",
    "initiatives__indicator",
    "initiatives__owner",
    "initiatives__owner_unit",
)


class PlanList(ListAPIView[Plan]):
    """Every edition of every plan, newest first."""

    required_permissions = {"GET": Permission.STRATEGY_VIEW}
    queryset = PLANS
    serializer_class = PlanSerializer
    filterset_fields = ("kind", "status", "first_year")


class PlanDetail(RetrieveAPIView[Plan]):
    """One edition."""

    required_permissions = {"GET": Permission.STRATEGY_VIEW}
    queryset = PLANS
    serializer_class = PlanSerializer
    lookup_field = "public_id"
