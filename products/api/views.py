"""Products, ideas and projects over the API: to read, and to hand ideas in. Other writes go through the pages."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission
from foundation.core.api import taken
from foundation.core.list_filters import narrow, read
from products import services
from products.api.serializers import (
    IdeaSerializer,
    IdeaWriteSerializer,
    ProductSerializer,
    ProjectDetailSerializer,
    ProjectSerializer,
)
from products.models import Idea, Product, Project

_READ = {"GET": Permission.PRODUCT_VIEW}


class ProductList(ListAPIView[Product]):
    """The catalogue."""

    required_permissions = _READ
    queryset = Product.objects.select_related("owner_unit").prefetch_related("deliveries__touchpoints")
    serializer_class = ProductSerializer
    filterset_fields = ("status", "business_line", "kind")


class ProductDetail(RetrieveAPIView[Product]):
    """One product by its code."""

    required_permissions = _READ
    queryset = ProductList.queryset
    serializer_class = ProductSerializer
    lookup_field = "code"


class IdeaList(ListAPIView[Idea]):
    """Ideas, newest first, narrowed by `status`, `origin` and `segment`; POST hands one in."""

    required_permissions = {"GET": Permission.PRODUCT_VIEW, "POST": Permission.IDEA_SUBMIT}
    queryset = Idea.objects.select_related("project", "merged_into")
    serializer_class = IdeaSerializer
    filterset_fields = ("status", "origin")

    def get_queryset(self) -> QuerySet[Idea]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return rows
        return narrow(rows, taken(read(self.request.query_params, caller(self.request))).cuts)

    @extend_schema(request=IdeaWriteSerializer, responses={201: IdeaSerializer})
    def post(self, request: Request) -> Response:
        """Hand an idea in."""
        asked = IdeaWriteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        idea = services.submit_idea(**asked.validated_data, source=None, by=caller(request), now=timezone.now())
        return Response(IdeaSerializer(idea).data, status=status.HTTP_201_CREATED)


class IdeaDetail(RetrieveAPIView[Idea]):
    """One idea by its number."""

    required_permissions = _READ
    queryset = IdeaList.queryset
    serializer_class = IdeaSerializer
    lookup_field = "number"


class ProjectList(ListAPIView[Project]):
    """Projects, newest first."""

    required_permissions = _READ
    serializer_class = ProjectSerializer
    filterset_fields = ("status", "stage", "innovation")

    def get_queryset(self) -> QuerySet[Project]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a caller
            return Project.objects.none()
        return Project.objects.visible_to(caller(self.request)).select_related("product")


class ProjectDetail(RetrieveAPIView[Project]):
    """One project by its number, with requirements and gates."""

    required_permissions = _READ
    queryset = Project.objects.select_related("product").prefetch_related("requirements", "meetings")
    serializer_class = ProjectDetailSerializer
    lookup_field = "number"
