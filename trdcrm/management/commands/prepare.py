"""`manage.py prepare`: bring a database and its static files to where the site can start. Safe to run twice."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from trdcrm.local.preparation import mark_static_collected, static_is_collected


class Command(BaseCommand):
    """Migrate, make the cache table, collect static files; with --demo fill a database that has no users."""

    help = "Migrates, makes the cache table and collects static files; --demo fills a database without users."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="make demo data where nobody can sign in yet")

    def handle(self, *args: Any, **options: Any) -> None:
        self._say("bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not static_is_collected(settings.TRDCRM_HOME):
            self._say("collecting and compressing static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            mark_static_collected(settings.TRDCRM_HOME)
        if options["demo"] and not get_user_model().objects.exists():
            self._say("making demo data …")
            call_command("demo", scale="small")

    def _say(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()
