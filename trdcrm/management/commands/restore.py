"""`manage.py restore DIR`: a backup takes the place of the database and the files, which are kept aside."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from trdcrm.archive import Server, restore
from trdcrm.local.problem import Problem


class Command(BaseCommand):
    """Restore, then migrate a database that is older than the program. Stop web and workers first."""

    help = "Puts a backup in the place of the database and the uploaded files; the present ones are kept aside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()
        files = Path(settings.TRDCRM_HOME) / "files"
        server = Server(connection.settings_dict)
        try:
            database, kept = restore(options["folder"].resolve(), server=server, files=files, now=timezone.now())
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"restored; the former database is now called {database}")
        if kept:
            self.stdout.write(f"the former files lie in {kept}")
