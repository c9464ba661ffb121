"""People under age: that they are, and whether a parent or guardian agreed (PDPA, section 20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, set_together, track


class UnderAge(Record):
    """A person whom the register knows to be under age, until the birthday, or until it proves a mistake.

    The birth date is kept for nobody else, sealed, and may be unknown. What a parent or guardian said stands here too:
    without it nothing goes out that rests on consent, and no enquiry of the person is answered.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="minorities")
    data_key = models.ForeignKey("core.DataKey", editable=False, on_delete=models.PROTECT, related_name="+")
    birth_date = EncryptedTextField(_("date of birth"), blank=True)
    guardian = EncryptedTextField(_("parent or guardian"), blank=True)
    words = EncryptedTextField(_("how we know"), blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    history = track()

    class Meta:
        verbose_name = _("person under age")
        verbose_name_plural = _("people under age")
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(ended_at__isnull=True), name="under_age_once"),
            set_together("agreed_at", "noted_by", name="under_age_noted_by_someone"),
        ]

    def __str__(self) -> str:
        return f"under age #{self.customer_id}"

    @property
    def is_agreed(self) -> bool:
        """Whether a parent or guardian has agreed and not taken it back."""
        return self.agreed_at is not None
