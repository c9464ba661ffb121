"""Over the API: the four tests of a market of a possible customer, and the group to which an organisation belongs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers import selectors, services
from customers.api.common import ONCE, once_of, paged, valid
from customers.enums import MarketAnswer, MarketTestKind
from customers.models import Customer, MarketTest
from customers.selectors.groups import Group, group_of
from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission


class MarketTestSerializer(serializers.ModelSerializer[MarketTest]):
    """One answer to one of the tests: `need`, `power`, `willingness` and so on, with how we know."""

    why = serializers.CharField(read_only=True)
    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = MarketTest
        fields = ("test", "verdict", "why", "at", "by")
        read_only_fields = fields


class MarketTestWriteSerializer(serializers.Serializer[Any]):
    """An answer, and how we know."""

    test = serializers.ChoiceField(choices=MarketTestKind.choices)
    verdict = serializers.ChoiceField(choices=MarketAnswer.choices)
    why = serializers.CharField()


class MarketStandingSerializer(serializers.Serializer[Any]):
    """The newest answer to each test (null: nobody asked), and whether all four are yes."""

    is_market = serializers.BooleanField()
    tests = serializers.DictField(child=MarketTestSerializer(allow_null=True))


class MarketTests(APIView):
    """Every answer ever given to the four tests of one customer; the newest of each test counts."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = MarketTestSerializer

    @extend_schema(operation_id="customer_market_tests_list", responses=MarketTestSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        """A page of answers, newest first."""
        customer = selectors.visible_customer(caller(request), public_id)
        rows = customer.market_tests.select_related("data_key", "by")
        return paged(self, rows, MarketTestSerializer)

    @extend_schema(
        operation_id="customer_market_tests_create",
        request=MarketTestWriteSerializer,
        responses={201: MarketTestSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Answer a test. An `Idempotency-Key` header makes sending twice harmless; 409 for a customer of today or of
        yesterday, of whom the tests are not asked."""
        user = caller(request)
        customer = selectors.visible_customer(user, public_id)
        values = valid(MarketTestWriteSerializer(data=request.data))
        row = services.note_market_test(
            customer_id=customer.pk, by=user, now=timezone.now(), once=once_of(request), **values
        )
        return Response(MarketTestSerializer(row).data, status=status.HTTP_201_CREATED)


class MarketStanding(APIView):
    """Whether a possible customer is a market."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW}
    serializer_class = MarketStandingSerializer

    @extend_schema(operation_id="customer_market_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """The four tests as they stand."""
        tests = selectors.four_tests(selectors.visible_customer(caller(request), public_id))
        standing = {
            "is_market": selectors.is_market(tests),
            "tests": {each.key: each.answer and MarketTestSerializer(each.answer).data for each in tests},
        }
        return Response(standing)


class MemberSerializer(serializers.ModelSerializer[Customer]):
    """An organisation of a group."""

    class Meta:
        model = Customer
        fields = ("public_id", "number", "name", "tax_branch")
        read_only_fields = fields


class GroupSerializer(serializers.Serializer[Group]):
    """The organisation above, and the first of those below; `is_hidden`: there is one above that the caller may not
    see; `more`: there are further ones below."""

    parent = MemberSerializer(allow_null=True)
    is_hidden = serializers.BooleanField()
    branches = MemberSerializer(many=True)
    more = serializers.BooleanField()


class GroupWriteSerializer(serializers.Serializer[Any]):
    """The number of the organisation above, empty for none."""

    parent = serializers.CharField(allow_blank=True, max_length=24)  # type: ignore[assignment]  # a field so named
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class CustomerGroup(APIView):
    """The group of one organisation."""

    required_permissions = {"GET": Permission.CUSTOMER_VIEW, "PUT": Permission.CUSTOMER_EDIT}
    serializer_class = GroupSerializer

    @extend_schema(operation_id="customer_group_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """Whom it belongs to, and who belongs to it."""
        return self._told(request, selectors.visible_customer(caller(request), public_id))

    @extend_schema(operation_id="customer_group_put", request=GroupWriteSerializer, responses=GroupSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        """Let it belong to another one, or to none. Sent twice, it is so once."""
        user = caller(request)
        customer = selectors.visible_customer(user, public_id)
        values = valid(GroupWriteSerializer(data=request.data))
        services.set_parent(
            customer_id=customer.pk, parent_number=values["parent"], reason=values["reason"], by=user,
            now=timezone.now(),
        )  # fmt: skip
        return self._told(request, customer)

    def _told(self, request: Request, customer: Customer) -> Response:
        return Response(GroupSerializer(group_of(caller(request), customer)).data)
