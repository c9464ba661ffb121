"""How often something was tried lately: one row per limit, caller and span of time."""

from django.db import models


class RateWindow(models.Model):
    """Attempts counted within one window. `who` is a keyed hash that changes daily: it names nobody."""

    scope = models.CharField(max_length=60)
    who = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "who", "starts_at"], name="rate_window_once")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
