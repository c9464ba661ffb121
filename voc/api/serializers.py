"""Feedback and surveys as the API shows them: both languages, dates in ISO."""

from rest_framework import serializers

from customers.models import LifecycleStage
from voc.models import Feedback, Question, Survey


class FeedbackSerializer(serializers.ModelSerializer[Feedback]):
    """One rating at a touchpoint; nothing says who gave it."""

    id = serializers.CharField(source="public_id", read_only=True)
    touchpoint = serializers.CharField(source="touchpoint.public_id", read_only=True)
    stage = serializers.SlugRelatedField[LifecycleStage](slug_field="code", read_only=True)

    class Meta:
        model = Feedback
        fields = ("id", "touchpoint", "stage", "rating", "category", "comment", "language", "given_at")


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """One question."""

    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = Question
        fields = ("id", "number", "kind", "text_th", "text_en", "is_required", "need_code", "options")


class SurveySerializer(serializers.ModelSerializer[Survey]):
    """A survey with its questions and how many responses count."""

    id = serializers.CharField(source="public_id", read_only=True)
    questions = QuestionSerializer(many=True, read_only=True)
    responses = serializers.IntegerField(source="response_count", read_only=True)

    class Meta:
        model = Survey
        fields = (
            "id",
            "code",
            "status",
            "title_th",
            "title_en",
            "intro_th",
            "intro_en",
            "is_for_everybody",
            "opened_at",
            "closed_at",
            "responses",
            "questions",
        )
