"""Resolutions as the API shows them: dates in ISO, Gregorian."""

from rest_framework import serializers

from foundation.governance.models import Resolution


class ResolutionSerializer(serializers.ModelSerializer[Resolution]):
    """What the board decided about one exact content."""

    id = serializers.CharField(source="public_id", read_only=True)
    meeting = serializers.CharField(source="meeting.label", read_only=True)
    held_on = serializers.DateField(source="meeting.held_on", read_only=True)
    approves = serializers.BooleanField(read_only=True)

    class Meta:
        model = Resolution
        fields = (
            "id",
            "meeting",
            "held_on",
            "item",
            "subject",
            "kind",
            "approves",
            "remarks",
            "content_kind",
            "content_public_id",
            "content_hash",
            "created_at",
        )
