"""`manage.py backup DIR`: the database and the uploaded files in a new folder, with checksums."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from trdcrm.archive import Server, back_up
from trdcrm.local.problem import Problem


class Command(BaseCommand):
    """Back up while the site runs."""

    help = "Writes the database and the uploaded files into a new folder. The keys of personal data are not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].resolve()
        files = Path(settings.TRDCRM_HOME) / "files"
        try:
            back_up(folder, server=Server(connection.settings_dict), files=files, now=timezone.now())
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"backup written to {folder}")
        self.stdout.write("Keep FIELD_KEYS and SEARCH_HASH_KEY elsewhere: without them its personal data stays sealed.")
