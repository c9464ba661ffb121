"""Jobs as the API shows them."""

from rest_framework import serializers

from foundation.core.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    """One background job. `remaining_seconds` is an estimate, null while it can't be said."""

    id = serializers.CharField(source="public_id", read_only=True)
    title = serializers.CharField(read_only=True)
    percent = serializers.IntegerField(read_only=True, allow_null=True)
    remaining_seconds = serializers.SerializerMethodField()
    error = serializers.CharField(source="error_message", read_only=True)
    is_cancelling = serializers.BooleanField(read_only=True)

    class Meta:
        model = Job
        fields = (
            "id",
            "kind",
            "title",
            "state",
            "is_cancelling",
            "done",
            "total",
            "percent",
            "remaining_seconds",
            "note",
            "result",
            "error",
            "created_at",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields

    def get_remaining_seconds(self, job: Job) -> int | None:
        """The estimate in whole seconds."""
        return None if job.remaining is None else round(job.remaining.total_seconds())
