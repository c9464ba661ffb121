"""Signs of life and last runs of what repeats."""

from django.db import models
from django.utils import timezone


class Pulse(models.Model):
    """When something that repeats last happened: the sweeper's heartbeat, the last tick of a schedule."""

    name = models.CharField(max_length=120, unique=True)
    beat_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M:%S}"
