"""The composition root as an app, so that its management commands and checks are found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TrdcrmConfig(AppConfig):
    name = "trdcrm"

    def ready(self) -> None:
        from celery.signals import worker_init  # models must be loaded first

        from trdcrm import checks

        worker_init.connect(checks.refuse_if_unfit, dispatch_uid="trdcrm.refuse_if_unfit")
        # Every room's kinds of jobs and schedules are known in every process: web, worker, beat, command.
        autodiscover_modules("tasks")
