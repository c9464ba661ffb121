"""`manage.py demo --scale small`: people to sign in as, and a company's two fiscal years. Never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from trdcrm.demo.people import make_people
from trdcrm.demo.story import tell


class Command(BaseCommand):
    help = "Fills the database with believable demo data; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=("small",), default="small")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("These settings allow no demo data (production never does).")
        people = make_people()
        for chapter in tell(now=timezone.now(), people=people):
            self.stdout.write(f"demo: {chapter}", ending="\n")
            self.stdout.flush()
