"""The test app."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "tests.core.sealing"
    label = "sealing"
