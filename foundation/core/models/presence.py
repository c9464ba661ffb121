"""Who has a record open at this moment."""

from django.db import models


class Presence(models.Model):
    """A person looks at a record; renewed while the page stands open. Says nothing after a minute, is deleted daily."""

    kind = models.CharField(max_length=40)
    public_id = models.CharField(max_length=26)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "public_id", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seen_at:%H:%M:%S}"
