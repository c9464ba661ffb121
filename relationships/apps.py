"""Customer relationships as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    name = "relationships"
    label = "relationships"
    verbose_name = _("Customer relationships")
