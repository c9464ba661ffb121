"""The lowest room: what every section stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "foundation.core"
    label = "core"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        from celery.signals import worker_init  # models must be loaded first
        from django.db.models.signals import pre_migrate

        from foundation.core import checks, history, together

        history.connect()
        pre_migrate.connect(together.each_apart, sender=self, dispatch_uid="core.each_apart")
        worker_init.connect(checks.refuse_wrong_keys, dispatch_uid="core.refuse_wrong_keys")
