"""Products, ideas and projects as the API shows them: dates in ISO, Gregorian; nothing of the persons behind ideas."""

from typing import Any

from rest_framework import serializers

from customers.models import Touchpoint
from products import rules
from products.models import Delivery, Idea, Meeting, Product, Project, Requirement


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One way of delivery."""

    touchpoints: "serializers.SlugRelatedField[Touchpoint]" = serializers.SlugRelatedField(
        slug_field="code", many=True, read_only=True
    )

    class Meta:
        model = Delivery
        fields = ("mechanism", "deliverer", "touchpoints")


class ProductSerializer(serializers.ModelSerializer[Product]):
    """An entry of the catalogue."""

    id = serializers.CharField(source="public_id", read_only=True)
    owner_unit = serializers.CharField(source="owner_unit.code", default=None, read_only=True)
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Product
        fields = (
            *("id", "code", "name_th", "name_en", "kind", "business_line", "description_th", "description_en"),
            *("owner_unit", "status", "reviewed_at", "deliveries"),
        )


class IdeaSerializer(serializers.ModelSerializer[Idea]):
    """An idea and its answer."""

    id = serializers.CharField(source="public_id", read_only=True)
    project = serializers.CharField(source="project.number", default=None, read_only=True)
    merged_into = serializers.CharField(source="merged_into.number", default=None, read_only=True)

    class Meta:
        model = Idea
        fields = (
            *("id", "number", "title", "description", "origin", "source_kind", "source_public_id", "submitted_at"),
            *("status", "answer", "answer_due_at", "answered_at", "merged_into", "project"),
        )


class IdeaWriteSerializer(serializers.Serializer[Any]):
    """What is needed to hand an idea in."""

    title = serializers.CharField(max_length=200)
    description = serializers.CharField(
        max_length=rules.DESCRIPTION_LIMIT, required=False, allow_blank=True, default=""
    )


class RequirementSerializer(serializers.ModelSerializer[Requirement]):
    """A requirement with its trace."""

    id = serializers.CharField(source="public_id", read_only=True)
    is_traced = serializers.BooleanField(read_only=True)

    class Meta:
        model = Requirement
        fields = (
            *("id", "number", "text", "priority", "origin", "source_kind", "source_public_id", "basis"),
            *("is_traced", "verified_at"),
        )


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A gate meeting and what it decided."""

    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = Meeting
        fields = ("id", "gate", "attempt", "held_on", "status", "decision", "reasons", "decided_at")


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A project on its way."""

    id = serializers.CharField(source="public_id", read_only=True)
    product = serializers.CharField(source="product.code", default=None, read_only=True)

    class Meta:
        model = Project
        fields = (
            *("id", "number", "title", "title_en", "summary", "innovation", "product", "stage", "stage_at", "status"),
            *("started_at", "planned_launch_on", "launched_on", "ended_at"),
        )


class ProjectDetailSerializer(ProjectSerializer):
    """A project with its requirements and gates."""

    requirements = RequirementSerializer(many=True, read_only=True)
    gates = MeetingSerializer(source="meetings", many=True, read_only=True)

    class Meta:
        model = Project
        fields = (*ProjectSerializer.Meta.fields, "requirements", "gates")
