"""Changing many customers at once over the API: preview, have it done, follow it, take it back."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.api.common import ONCE, list_query, list_words, once_of, paged, valid
from customers.enums import BulkKind
from customers.models import BulkAction, CustomerQuerySet
from customers.selectors.bulk import Wanted, bulk_action, bulk_actions, chosen, left_of, outcomes_of, preview
from customers.services.bulk import start_bulk
from customers.services.bulk_undo import start_undo
from foundation.accounts.api import caller
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission

PICKED_MOST = 2000
# Kinds whose value is stored as a key, and by what programs name it.
_NAMED_BY: Mapping[str, tuple[type[User] | type[Unit], str]] = {
    BulkKind.OWNER: (User, "username"),
    BulkKind.UNIT: (Unit, "code"),
}


class BulkChangeSerializer(serializers.ModelSerializer[BulkAction]):
    """A change of many customers. `value` is a user name, the code of a unit or tag, or a choice; empty where owner or
    unit are taken away. `state` says how it stands."""

    value = serializers.SerializerMethodField("told_value")
    state = serializers.CharField(source="standing", read_only=True)
    by = serializers.CharField(source="by.username", read_only=True)
    job = serializers.CharField(source="job.public_id", read_only=True, default=None)

    class Meta:
        model = BulkAction
        fields: tuple[str, ...] = (
            "public_id", "kind", "value", "since", "reason", "state", "total", "by", "job", "created_at", "undone_at",
            "undone_reason",
        )  # fmt: skip
        read_only_fields = fields

    def told_value(self, action: BulkAction) -> str:
        """The value as programs name it."""
        names: Mapping[tuple[str, str], str] = self.context["names"]
        return names.get((action.kind, action.value), "" if action.kind in _NAMED_BY else action.value)


class BulkLeftSerializer(serializers.Serializer[Any]):
    """A customer who was left as it is, and why."""

    customer = serializers.CharField(source="customer.public_id")
    code = serializers.CharField()


class BulkChangeDetailSerializer(BulkChangeSerializer):
    """With what became of the customers, and the first of those that were left."""

    counts = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField()

    class Meta(BulkChangeSerializer.Meta):
        fields = (*BulkChangeSerializer.Meta.fields, "counts", "left")
        read_only_fields = fields

    def get_counts(self, action: BulkAction) -> dict[str, int]:
        """How many have which outcome."""
        return outcomes_of(action)

    def get_left(self, action: BulkAction) -> list[dict[str, Any]]:
        """At most 200, those that the caller sees."""
        return list(BulkLeftSerializer(left_of(action, self.context["user"]), many=True).data)


class BulkPreviewSerializer(serializers.Serializer[Any]):
    """How many would change, are so already, and would be left, by the reason's code."""

    total = serializers.IntegerField()
    changing = serializers.IntegerField()
    same = serializers.IntegerField()
    left = serializers.DictField(child=serializers.IntegerField())


class BulkWantedSerializer(serializers.Serializer[Any]):
    """One change for all of them. Whom: those in `customers`, or, without any, all that the filters in the address ask
    for, the same as those of the list of customers."""

    kind = serializers.ChoiceField(choices=BulkKind.choices)
    value = serializers.CharField(max_length=150, allow_blank=True)
    since = serializers.DateField(required=False)
    customers = serializers.ListField(
        child=serializers.CharField(max_length=26), required=False, min_length=1, max_length=PICKED_MOST
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """A relation has a day, and nothing else has; an owner or unit is one that there is."""
        kind = values["kind"]
        if (kind == BulkKind.RELATION) != ("since" in values):
            raise ValidationError({"since": "goes with a relation, and is needed for it"})
        if values["value"] and kind in _NAMED_BY:
            model, name = _NAMED_BY[kind]
            found = model._default_manager.filter(**{name: values["value"]}).first()
            if found is None:
                raise ValidationError({"value": "is not known"})
            values["value"] = str(found.pk)
        return values


class BulkWriteSerializer(BulkWantedSerializer):
    """Why, and how many the preview counted: where there are others by now, nothing is done."""

    reason = serializers.CharField(max_length=300)
    expected = serializers.IntegerField(min_value=0)


class BulkChangeList(APIView):
    """Changes of many customers, newest first."""

    required_permissions = {"GET": Permission.CUSTOMER_EDIT, "POST": Permission.CUSTOMER_EDIT}
    serializer_class = BulkChangeSerializer

    @extend_schema(operation_id="bulk_changes_list", responses=BulkChangeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of them."""
        return paged(self, bulk_actions(), BulkChangeSerializer, names=_names())

    @extend_schema(
        operation_id="bulk_changes_create",
        request=BulkWriteSerializer,
        responses={202: BulkChangeDetailSerializer},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Have a worker do it; 202 with the job. An `Idempotency-Key` header makes sending twice harmless; 409 when
        the preview counted others, or there are too many."""
        values, user = valid(BulkWriteSerializer(data=request.data)), caller(request)
        action = start_bulk(
            customers=_whom(request, values), wanted=_wanted(values), reason=values["reason"],
            shown=values["expected"], by=user, now=timezone.now(), once=once_of(request),
        )  # fmt: skip
        return _told(action.public_id, user, status.HTTP_202_ACCEPTED)


class BulkPreview(APIView):
    """What would become of the customers."""

    required_permissions = {"POST": Permission.CUSTOMER_EDIT}
    serializer_class = BulkPreviewSerializer

    @extend_schema(
        operation_id="bulk_changes_preview", request=BulkWantedSerializer, responses={200: BulkPreviewSerializer}
    )
    def post(self, request: Request) -> Response:
        """Counted, not guessed; nothing changes."""
        values = valid(BulkWantedSerializer(data=request.data))
        return Response(BulkPreviewSerializer(preview(_whom(request, values), _wanted(values))).data)


class BulkChangeDetail(APIView):
    """One change of many customers."""

    required_permissions = {"GET": Permission.CUSTOMER_EDIT}
    serializer_class = BulkChangeDetailSerializer

    @extend_schema(operation_id="bulk_changes_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """How far it is, what became of the customers, and whom it left."""
        return _told(public_id, caller(request), status.HTTP_200_OK)


class BulkUndoSerializer(serializers.Serializer[Any]):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=300)


class BulkChangeUndo(APIView):
    """The way back."""

    required_permissions = {"POST": Permission.CUSTOMER_EDIT}
    serializer_class = BulkChangeDetailSerializer

    @extend_schema(
        operation_id="bulk_changes_undo", request=BulkUndoSerializer, responses={202: BulkChangeDetailSerializer}
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Have a worker take all of it back, except for customers changed since; 409 while it is being done."""
        action, user = bulk_action(public_id), caller(request)
        values = valid(BulkUndoSerializer(data=request.data))
        start_undo(action_id=action.pk, reason=values["reason"], by=user, now=timezone.now())
        return _told(public_id, user, status.HTTP_202_ACCEPTED)


def _wanted(values: Mapping[str, Any]) -> Wanted:
    return Wanted(BulkKind(values["kind"]), values["value"], values.get("since"))


def _whom(request: Request, values: Mapping[str, Any]) -> CustomerQuerySet:
    query = list_query(request, list_words(request))
    return chosen(caller(request), query, values.get("customers", ()))


def _told(public_id: str, user: User, code: int) -> Response:
    action = bulk_action(public_id)
    context = {"user": user, "names": _names()}
    return Response(BulkChangeDetailSerializer(action, context=context).data, status=code)


def _names() -> dict[tuple[str, str], str]:
    """Names of colleagues and units by kind and key; two statements."""
    return {
        (kind, str(pk)): name
        for kind, (model, column) in _NAMED_BY.items()
        for pk, name in model._default_manager.values_list("pk", column)
    }
