"""The composition root: settings, addresses, the Celery application. It imports every room; no room imports it."""

from trdcrm.celery import app as celery_app

__all__ = ["celery_app"]
