"""`manage.py demo`: people to sign in as, and a company's two fiscal years. Never in production.

`--scale large` adds a million customers and ten million contacts.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from trdcrm.demo import large
from trdcrm.demo.people import make_people
from trdcrm.demo.story import tell


class Command(BaseCommand):
    help = "Fills the database with believable demo data; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=("small", "large"), default="small")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("These settings allow no demo data (production never does).")
        people = make_people()
        now = timezone.now()
        for chapter in tell(now=now, people=people):
            self._say(chapter)
        if options["scale"] == "large":
            for progress in large.build(now=now):
                self._say(progress)

    def _say(self, what: str) -> None:
        self.stdout.write(f"demo: {what}")
        self.stdout.flush()
