"""`manage.py prepare`: bring a database and its static files to where the site can start. Safe to run twice."""

import os
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from trdcrm.demo.renewal import renew_secrets
from trdcrm.local.preparation import mark_static_collected, static_is_collected


class Command(BaseCommand):
    """Migrate, make the cache table, collect static files; with --demo fill a database that has no users."""

    help = "Migrates, makes the cache table and collects static files; --demo fills a database without users."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="make demo data where nobody can sign in yet; needs DEMO_PASSWORD and DEMO_TOTP_SECRET",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._say("bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not static_is_collected(settings.TRDCRM_HOME):
            self._say("collecting and compressing static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            mark_static_collected(settings.TRDCRM_HOME)
        if options["demo"]:
            self._fill()

    def _fill(self) -> None:
        """Demo data for a database without users; for one with demo users their present secrets."""
        if not get_user_model().objects.exists():
            self._say("making demo data …")
            call_command("demo", scale="small", stdout=self.stdout)
        elif settings.DEMO_ALLOWED:
            renew_secrets(password=os.environ["DEMO_PASSWORD"], totp_secret=os.environ["DEMO_TOTP_SECRET"])

    def _say(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()
