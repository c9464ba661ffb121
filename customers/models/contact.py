"""People through whom we speak with an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track


class ContactPerson(Record):
    """A person who speaks for a customer. What we know of the person is sealed under the person's own key; of the
    address the postcode alone stands plain, as with customers."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="contacts")
    data_key = models.ForeignKey("core.DataKey", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField(_("name"))
    role = models.CharField(_("position"), max_length=120, blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    place = EncryptedTextField(_("subdistrict, district, province"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    email_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    phone_end4 = models.CharField(max_length=16, blank=True, default="", editable=False, db_index=True)
    phone_end7 = models.CharField(max_length=16, blank=True, default="", editable=False, db_index=True)
    is_main = models.BooleanField(_("first to be contacted"), default=False)
    ended_on = models.DateField(_("no longer since"), null=True, blank=True)

    history = track(excluded_fields=["phone_hash", "email_hash", "phone_end4", "phone_end7"])

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(is_main=True, ended_on__isnull=True), name="contact_one_main"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role or _('contact person')} #{self.pk}"
