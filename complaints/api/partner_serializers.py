"""Complaints as a partner's system hears of them: number, state and dates, and what is said to the complainant."""

from typing import Any

from rest_framework import serializers

from complaints import partner_rules, rules
from complaints.api.serializers import ComplaintWriteSerializer
from complaints.enums import Channel, Direction
from complaints.enums_partners import PARTNER_CHANNELS
from complaints.models import Complaint, Message


class PartnerComplaintWriteSerializer(ComplaintWriteSerializer):
    """What a partner brings; `external_reference` is the number that it has there, and one number is one case."""

    channel = serializers.ChoiceField(
        choices=[(channel.value, channel.label) for channel in PARTNER_CHANNELS], default=Channel.API
    )
    external_reference = serializers.CharField(max_length=partner_rules.REFERENCE_LENGTH)


class PartnerComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """One of the partner's own cases. Of one that is handled confidentially it holds the number and that word alone."""

    status = serializers.SerializerMethodField()
    status_text = serializers.SerializerMethodField()

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = (
            "number",
            "external_reference",
            "channel",
            "status",
            "status_text",
            "received_at",
            "acknowledge_due_at",
            "acknowledged_at",
            "reply_due_at",
            "first_replied_at",
            "resolve_due_at",
            "resolved_at",
            "closed_at",
        )
        read_only_fields = fields

    def get_status(self, complaint: Complaint) -> str:
        """The state as outsiders hear it, or `confidential`."""
        return partner_rules.told_status(complaint)

    def get_status_text(self, complaint: Complaint) -> str:
        """The same in words, in the language that was asked for."""
        return str(partner_rules.told_words(complaint))

    def to_representation(self, instance: Complaint) -> dict[str, Any]:
        """Every other field is empty where the case is confidential."""
        shown = super().to_representation(instance)
        if instance.is_misconduct:
            told = {"number", "status", "status_text"}
            shown |= {name: None for name in shown if name not in told | {"tracking_code"}}
        return shown


class PartnerCreatedSerializer(PartnerComplaintSerializer):
    """The answer to a new complaint. The tracking code is told this once, to be handed to the person."""

    tracking_code = serializers.CharField(read_only=True, allow_null=True)

    class Meta(PartnerComplaintSerializer.Meta):
        fields: tuple[str, ...] = (*PartnerComplaintSerializer.Meta.fields, "tracking_code")
        read_only_fields = fields


class PartnerMessageSerializer(serializers.ModelSerializer[Message]):
    """One message: `out` is ours to the complainant, `in` was brought by the partner."""

    id = serializers.CharField(source="public_id", read_only=True)
    direction = serializers.ChoiceField(choices=Direction.choices, read_only=True)

    class Meta:
        model = Message
        fields = ("id", "direction", "kind", "body", "at")
        read_only_fields = fields


class PartnerMessageWriteSerializer(serializers.Serializer[Any]):
    """What the complainant says through the partner."""

    body = serializers.CharField(max_length=rules.MESSAGE_LIMIT)
