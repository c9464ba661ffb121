"""Studies, runs and segments as JSON."""

from typing import Any

from rest_framework import serializers

from segmentation.models import Run, Segment, Study
from segmentation.services.studies import DESIGN


class StudySerializer(serializers.ModelSerializer[Study]):
    """A study with its design and where it stands."""

    chosen_run = serializers.SlugRelatedField(slug_field="public_id", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Study
        fields = ["public_id", *DESIGN, "state", "chosen_run", "adopted_at", "superseded_at", "created_at", "version"]
        read_only_fields = ["public_id", "state", "adopted_at", "superseded_at", "created_at", "version"]


class NewRunSerializer(serializers.Serializer[Any]):
    """Which study to calculate."""

    study = serializers.CharField(max_length=26)


class StartedJobSerializer(serializers.Serializer[Any]):
    """The job that calculates; follow it at /staff/jobs/<job>/ or under /api/v1/jobs/."""

    job = serializers.CharField()
    state = serializers.CharField()
    study = serializers.CharField()


class RunSerializer(serializers.ModelSerializer[Run]):
    """A result: indices for every number of segments, and the choice."""

    study = serializers.SlugRelatedField(slug_field="public_id", read_only=True)  # type: ignore[var-annotated]
    segments = serializers.SlugRelatedField(slug_field="public_id", many=True, read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Run
        fields = [
            "public_id", "study", "number", "created_at", "seconds", "settings", "fingerprint", "population", "used",
            "candidates", "k", "passed", "failures", "silhouette", "strength", "least_stability", "explained",
            "descriptors", "segments",
        ]  # fmt: skip


class SegmentSerializer(serializers.ModelSerializer[Segment]):
    """A segment with its profile; sizes and shares, never members."""

    run = serializers.SlugRelatedField(slug_field="public_id", read_only=True)  # type: ignore[var-annotated]
    study = serializers.CharField(source="run.study.public_id", read_only=True)
    name = serializers.CharField(read_only=True)
    description = serializers.CharField(read_only=True)

    class Meta:
        model = Segment
        fields = [
            "public_id", "study", "run", "number", "letter", "name", "description", "size", "share", "jaccard",
            "jaccard_low", "jaccard_high", "stability", "traits",
        ]  # fmt: skip
