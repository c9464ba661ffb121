"""Complaints as JSON: choices as their values, dates in ISO, no contact of the complainant and no tracking code."""

from typing import Any

from rest_framework import serializers

from complaints import rules
from complaints.enums import Channel, Identity, Remedy, Reply
from complaints.lifecycle import MOVES
from complaints.models import Category, Complaint
from foundation.accounts.models import Unit, User


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """One complaint as staff may see it."""

    category = serializers.SlugRelatedField[Category](slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    unit_concerned = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True, allow_null=True)
    handler = serializers.CharField(source="handler.username", read_only=True, default=None)
    investigator = serializers.CharField(source="investigator.username", read_only=True, default=None)
    customer = serializers.CharField(source="customer.public_id", read_only=True, default=None)
    moves = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = (
            "number", "public_id", "version", "status", "identity", "channel", "external_reference", "language",
            "category", "subject", "description", "place", "product", "occurred_on", "remedies_requested",
            "remedy_wish", "received_at", "customer", "unit", "unit_concerned", "handler", "investigator",
            "severity", "is_safety_matter", "complexity", "impact", "needs_immediate_action", "can_act_immediately",
            "priority", "assessed_at", "outcome", "decision", "remedies_decided", "prevention", "decided_at", "answer",
            "carried_out", "closed_at", "acknowledge_due_at", "acknowledged_at", "reply_due_at", "first_replied_at",
            "resolve_due_at", "resolved_at", "due", "is_paused", "moves", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_moves(self, complaint: Complaint) -> list[str]:
        """Names of the steps that the caller may take now."""
        return rules.offered_moves(self.context["request"].user, complaint)


class ComplaintWriteSerializer(serializers.Serializer[Any]):
    """What a new complaint is made from. Rules stand in the services."""

    identity = serializers.ChoiceField(choices=Identity.choices, default=Identity.NAMED)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.API)
    external_reference = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    language = serializers.ChoiceField(choices=["th", "en"], default="th")
    category = serializers.SlugRelatedField[Category](slug_field="code", queryset=Category.objects.all())
    subject = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    description = serializers.CharField(max_length=rules.DESCRIPTION_LIMIT)
    place = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    product = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    occurred_on = serializers.DateField(required=False, default=None, allow_null=True)
    remedies = serializers.ListField(child=serializers.ChoiceField(choices=Remedy.choices), default=list)
    remedy_wish = serializers.CharField(max_length=rules.REASON_LIMIT, required=False, default="", allow_blank=True)
    name = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    reply_by = serializers.ChoiceField(choices=Reply.choices, default=Reply.PAGE)


class CreatedSerializer(ComplaintSerializer):
    """The answer to a new complaint. The tracking code is told this once; a repeated request does not tell it again."""

    tracking_code = serializers.CharField(read_only=True, allow_null=True)

    class Meta(ComplaintSerializer.Meta):
        fields: tuple[str, ...] = (*ComplaintSerializer.Meta.fields, "tracking_code")
        read_only_fields = fields


class TransitionSerializer(serializers.Serializer[Any]):
    """A step to take: its name and what its form would ask. Unknown fields are refused."""

    move = serializers.ChoiceField(choices=sorted(MOVES))
    reason = serializers.CharField(required=False, allow_blank=True)
    text = serializers.CharField(required=False, allow_blank=True)
    covering = serializers.CharField(required=False, allow_blank=True)
    what = serializers.CharField(required=False, allow_blank=True)
    severity = serializers.IntegerField(required=False)
    is_safety_matter = serializers.BooleanField(required=False, allow_null=True, default=None)
    complexity = serializers.IntegerField(required=False)
    impact = serializers.IntegerField(required=False)
    needs_immediate_action = serializers.BooleanField(required=False, allow_null=True, default=None)
    can_act_immediately = serializers.BooleanField(required=False, allow_null=True, default=None)
    immediate_action = serializers.CharField(required=False, allow_blank=True)
    priority = serializers.IntegerField(required=False)
    priority_reason = serializers.CharField(required=False, allow_blank=True)
    investigator = serializers.SlugRelatedField[User](
        slug_field="username", queryset=User.objects.filter(is_active=True), required=False
    )
    outcome = serializers.CharField(required=False)
    remedies = serializers.ListField(child=serializers.CharField(), required=False)
    prevention = serializers.CharField(required=False, allow_blank=True)
    carry_out_by = serializers.DateField(required=False)
    exhaustion = serializers.CharField(required=False, allow_blank=True)
