"""What a customer is called in the systems and files that feed the register."""

from django.db import models
from django.utils import timezone


class SourceKey(models.Model):
    """A customer's key in one source. It makes an import idempotent: the same line finds the same customer.

    `key` is the source's own, or `id:` and the hash of the identity number where the source has none. `stamp` tells
    whether a line says anything new since it was last taken in; if not, it leaves corrections made here alone. What
    both were before the last import (`stamp_before`, `run_before`) comes back when that import is undone.
    `missing_since`: from when a source that always names everybody names this customer no more.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="source_keys")
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    stamp = models.CharField(max_length=64)
    run = models.ForeignKey("customers.ImportRun", null=True, on_delete=models.SET_NULL, related_name="+")
    stamp_before = models.CharField(max_length=64, blank=True)
    run_before = models.ForeignKey("customers.ImportRun", null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    missing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="source_key_once")]
        indexes = [
            models.Index(
                fields=["source", "id"], name="source_key_missing", condition=models.Q(missing_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"

    @property
    def is_own(self) -> bool:
        """Whether the source gave the key itself."""
        return not self.key.startswith("id:")
