"""Contracts, opportunities and programmes as JSON: choices as their values, dates in ISO, money as text."""

from typing import Any

from rest_framework import serializers

from customers.models import Customer
from products.models import Product
from relationships.enums import OpportunityKind
from relationships.models import Holding, Opportunity, Programme, ProgrammeMeasure


class HoldingSerializer(serializers.ModelSerializer[Holding]):
    """A contract."""

    id = serializers.CharField(source="public_id", read_only=True)
    customer = serializers.SlugRelatedField[Customer](slug_field="public_id", read_only=True)
    product = serializers.SlugRelatedField[Product](slug_field="code", read_only=True)
    last_day = serializers.DateField(read_only=True)

    class Meta:
        model = Holding
        fields = (
            "id", "number", "version", "kind", "customer", "product", "subject", "building", "space", "area",
            "yearly_value", "starts_on", "ends_on", "last_day", "status", "end_reason",
        )  # fmt: skip
        read_only_fields = fields


class OpportunitySerializer(serializers.ModelSerializer[Opportunity]):
    """An opportunity."""

    id = serializers.CharField(source="public_id", read_only=True)
    customer = serializers.SlugRelatedField[Customer](slug_field="public_id", read_only=True)
    product = serializers.SlugRelatedField[Product](slug_field="code", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True)
    holding = serializers.CharField(source="holding.public_id", read_only=True, default=None)
    result = serializers.CharField(source="result.public_id", read_only=True, default=None)

    class Meta:
        model = Opportunity
        fields = (
            "id", "number", "version", "kind", "customer", "title", "product", "holding", "value", "probability",
            "stage", "owner", "next_step", "next_step_on", "opened_on", "closed_on", "lost_reason", "result",
        )  # fmt: skip
        read_only_fields = fields


class OpportunityWriteSerializer(serializers.Serializer[Any]):
    """What may be written. `customer` and `holding` are public ids that the caller may see."""

    customer = serializers.CharField(max_length=26)
    kind = serializers.ChoiceField(choices=OpportunityKind.choices)
    title = serializers.CharField(max_length=200)
    holding = serializers.CharField(max_length=26, required=False)
    value = serializers.DecimalField(max_digits=14, decimal_places=2, required=False, min_value=0)
    probability = serializers.IntegerField(min_value=0, max_value=100, required=False)
    next_step = serializers.CharField(max_length=300, required=False, allow_blank=True)
    next_step_on = serializers.DateField(required=False)


class MeasureSerializer(serializers.ModelSerializer[ProgrammeMeasure]):
    """A measure with its values before and after, of the segment and of all."""

    class Meta:
        model = ProgrammeMeasure
        fields = (
            "metric_key", "is_of_segment", "baseline", "baseline_all", "target", "actual", "actual_all", "measured_at",
        )  # fmt: skip
        read_only_fields = fields


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    """A programme with its measures."""

    id = serializers.CharField(source="public_id", read_only=True)
    segment = serializers.CharField(source="segment.public_id", read_only=True)
    members = serializers.IntegerField(source="member_count", read_only=True)
    measures = MeasureSerializer(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = (
            "id", "number", "name", "objective", "segment", "budget", "spent", "starts_on", "ends_on", "status",
            "drawn_on", "members", "measures", "effect", "comparison", "evaluation", "lesson",
        )  # fmt: skip
        read_only_fields = fields
