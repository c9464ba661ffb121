"""Resolutions, policies and observations as the API shows them: both languages, dates in ISO, Gregorian."""

from rest_framework import serializers

from foundation.governance.models import (
    Observation,
    ObservationAnswer,
    PolicyClause,
    PolicyVersion,
    Resolution,
)


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
            "is_historical",
            "source",
            "created_at",
        )


class ClauseSerializer(serializers.ModelSerializer[PolicyClause]):
    """One clause: the text that binds, and our own title and summary."""

    class Meta:
        model = PolicyClause
        fields = ("key", "title_th", "title_en", "summary_th", "summary_en", "text_th")


class PolicySerializer(serializers.ModelSerializer[PolicyVersion]):
    """One version of the policy with its clauses."""

    id = serializers.CharField(source="public_id", read_only=True)
    resolution = serializers.CharField(source="resolution.public_id", default=None, read_only=True)
    meeting = serializers.CharField(source="meeting_label", read_only=True)
    approved_on = serializers.DateField(read_only=True)
    clauses = ClauseSerializer(many=True, read_only=True)

    class Meta:
        model = PolicyVersion
        fields = (
            "id",
            "number",
            "status",
            "title_th",
            "title_en",
            "content_hash",
            "resolution",
            "meeting",
            "approved_on",
            "announced_on",
            "effective_on",
            "clauses",
        )


class AnswerSerializer(serializers.ModelSerializer[ObservationAnswer]):
    """One answer with its evidence."""

    class Meta:
        model = ObservationAnswer
        fields = ("text", "links", "created_at")


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    """An observation of the board with its answers."""

    id = serializers.CharField(source="public_id", read_only=True)
    meeting = serializers.CharField(source="meeting.label", read_only=True)
    owner_unit = serializers.CharField(source="owner_unit.code", default=None, read_only=True)
    owner = serializers.CharField(source="owner.username", default=None, read_only=True)
    decided_in = serializers.CharField(source="decided_in.label", default=None, read_only=True)
    answers = AnswerSerializer(many=True, read_only=True)

    class Meta:
        model = Observation
        fields = (
            "id",
            "meeting",
            "text",
            "owner_unit",
            "owner",
            "due_on",
            "state",
            "answers",
            "decided_in",
            "decision_note",
            "created_at",
        )
