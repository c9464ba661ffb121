"""`manage.py build_report 2569 1`: freeze and print a quarter here and now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.core.thai.dates import FiscalQuarter
from reporting import services


class Command(BaseCommand):
    help = "Build the quarterly board report of a fiscal year (Buddhist Era) and quarter (1 to 4)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("quarter", type=int, choices=(1, 2, 3, 4))

    def handle(self, *args: Any, year: int, quarter: int, **options: Any) -> None:
        asked = FiscalQuarter(year if year > 2400 else year + 543, quarter)
        now = timezone.now()
        if asked.period.start > now:
            raise CommandError(f"{asked} has not begun yet.")
        snapshot = services.freeze(report_id=services.report_of(asked).pk, by=None, now=now)
        printed = services.print_snapshot(snapshot_id=snapshot.pk, now=now)
        self.stdout.write(f"{asked}: edition {snapshot.edition}, {printed.size:,} bytes, sha256 {printed.sha256}")
        self.stdout.write(printed.file)
