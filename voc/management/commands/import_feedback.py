"""Read a file of voices from the command line: the same way as in the browser."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.core.errors import Refused
from foundation.core.spreadsheet import csv_lines
from voc.services.imports import IMPORTABLE, import_voices
from voc.services.labels import label_batch

SHOWN = 20


class Command(BaseCommand):
    """`manage.py import_feedback FILE`; docs/voc.md tells what a file may hold."""

    help = "Reads voices of customers from a CSV or XLSX file (text, date; channel, touchpoint, kind); lists bad rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--channel", default="", choices=["", *IMPORTABLE], help="for rows that name none")
        parser.add_argument("--errors", type=Path, help="write all errors to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            row = import_voices(path=path, name=path.name, channel=options["channel"], by=None, now=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        while label_batch(now=timezone.now()):
            pass
        self.stdout.write(f"{row.rows} rows: {row.added} new, {row.known} known already, {row.refused} not accepted")
        for issue in row.issues[:SHOWN]:
            self.stderr.write(f"row {issue['row']} {issue['column']}: {issue['reason']}")
        if options["errors"]:
            rows = ([issue["row"], issue["column"], issue["value"], issue["reason"]] for issue in row.issues)
            head = ["row", "column", "value", "reason"]
            options["errors"].write_text("".join(csv_lines(head, rows)), encoding="utf-8")
