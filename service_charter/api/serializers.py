"""Charters and standards as the API shows them: both languages, dates in ISO, Gregorian."""

from rest_framework import serializers

from service_charter.models import CharterVersion, Standard


class StandardSerializer(serializers.ModelSerializer[Standard]):
    """One promise."""

    id = serializers.CharField(source="public_id", read_only=True)
    charter = serializers.IntegerField(source="charter.number", read_only=True)

    class Meta:
        model = Standard
        fields = (
            "id",
            "charter",
            "number",
            "code",
            "area",
            "event",
            "promise_th",
            "promise_en",
            "measured_th",
            "measured_en",
            "conditions_th",
            "conditions_en",
            "remedy_th",
            "remedy_en",
            "duration_amount",
            "duration_unit",
            "target_percent",
            "automatic",
        )


class CharterSerializer(serializers.ModelSerializer[CharterVersion]):
    """One version with its promises."""

    id = serializers.CharField(source="public_id", read_only=True)
    resolution = serializers.CharField(source="resolution.public_id", default=None, read_only=True)
    standards = StandardSerializer(many=True, read_only=True)

    class Meta:
        model = CharterVersion
        fields = (
            "id",
            "number",
            "status",
            "title_th",
            "title_en",
            "intro_th",
            "intro_en",
            "rights_th",
            "rights_en",
            "conduct_th",
            "conduct_en",
            "content_hash",
            "resolution",
            "effective_on",
            "effective_until",
            "standards",
        )
