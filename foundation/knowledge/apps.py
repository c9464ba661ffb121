"""Knowledge as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "foundation.knowledge"
    label = "knowledge"
    verbose_name = _("Knowledge")
