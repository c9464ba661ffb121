"""A one-time password: shows that an address is one's own, without an account."""

from datetime import datetime

from django.db import models

from foundation.core.ids import new_public_id


class OneTimePassword(models.Model):
    """Six figures that were sent to an address, for one purpose. Of figures and address only keyed hashes are kept."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    purpose = models.CharField(max_length=40)
    who = models.CharField(max_length=200)
    figures_hash = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.asked_at:%Y-%m-%d %H:%M}"

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.used_at is None and now < self.expires_at
