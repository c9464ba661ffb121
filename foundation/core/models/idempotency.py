"""One row per effect that must happen once, whatever is sent twice."""

from django.db import models


class IdempotencyKey(models.Model):
    """A key claimed by the first of several equal requests; the others read what it made."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    result = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_scope_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"
