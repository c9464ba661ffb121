"""The Celery application. Jobs are rows first (foundation.core.jobs); messages only ring the bell."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

from trdcrm.logging import configure_worker_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.production")
app = Celery("trdcrm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
setup_logging.connect(configure_worker_logging, weak=False)
