"""Voice of the customer as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocConfig(AppConfig):
    name = "voc"
    label = "voc"
    verbose_name = _("Voice of the customer")
