"""A complaint being written on the portal: kept on the server, so that Back and a lost session lose nothing."""

from django.db import models

from foundation.core.fields import EncryptedTextField
from foundation.core.ids import new_public_id


class Draft(models.Model):
    """What was typed so far, sealed under its own key. The browser holds a random token; we hold its hash.

    After sending, the key is destroyed and the row only remembers which complaint came of it, so that a
    double click or Back and send again leads to the same complaint. `future_id` is the public id that the complaint
    will bear, so that files are handed in under it before it exists.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    future_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField()
    language = models.CharField(max_length=2, default="th")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    complaint = models.ForeignKey("complaints.Complaint", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.public_id
