"""Service charter as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceCharterConfig(AppConfig):
    name = "service_charter"
    label = "service_charter"
    verbose_name = _("Service charter")
