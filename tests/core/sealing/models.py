"""One table as any room would write it."""

from django.db import models

from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track


class Card(Record):
    """A visiting card."""

    label = models.CharField(max_length=40, default="")
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    phone = EncryptedTextField()
    note = EncryptedTextField(blank=True)

    history = track()

    def __str__(self) -> str:
        return self.label
