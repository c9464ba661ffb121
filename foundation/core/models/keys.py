"""Keys of persons, and the canaries that tell a wrong master key before it does harm."""

import uuid
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from foundation.core.keyring import keyring


class DataKey(models.Model):
    """The key of one person's identifying fields, itself wrapped by a master key.

    Destroying it (crypto.destroy_data_key) makes everything sealed under it unreadable: rows, history, backups.
    The row stays, so that what it silenced can still be counted.
    """

    identity = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    master_key_id = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="data_key_destroyed_means_gone",
            )
        ]
        indexes = [models.Index(fields=["master_key_id", "id"], name="data_key_master")]

    def __str__(self) -> str:
        return f"{self.identity} ({'destroyed' if self.destroyed_at else self.master_key_id})"

    @property
    def is_destroyed(self) -> bool:
        """Whether nothing sealed under this key can be read any more."""
        return self.wrapped is None

    @cached_property
    def cipher(self) -> AESGCM:
        """The usable cipher; unwrapped once per instance, so `select_related` reads a list without more queries.

        Raises WrongKey when the master key does not fit, ValueError when the key is destroyed.
        """
        if self.wrapped is None:
            raise ValueError(f"data key {self.identity} is destroyed")
        return AESGCM(keyring().unwrap(bytes(self.wrapped), key_id=self.master_key_id, identity=self.identity))


class MasterKeyCanary(models.Model):
    """A known text sealed under a master key. Reading it back at start-up proves that the key is the right one."""

    key_id = models.CharField(max_length=16, unique=True)
    proof = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key_id
