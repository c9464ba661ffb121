"""The composition root as an app, so that its management commands and checks are found."""

from django.apps import AppConfig


class TrdcrmConfig(AppConfig):
    name = "trdcrm"
