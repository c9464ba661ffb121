"""Import a file of customers from the command line: the same way as in the browser, worked off at once."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from customers.enums import ImportState, RowAction
from customers.importing.columns import ColumnMap, guess
from customers.importing.issues import csv_of_issues, said
from customers.importing.presets import PRESETS
from customers.models import ImportRun
from customers.services import imports
from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import Refused
from foundation.core.models import Job, JobState

SHOWN = 20


class Command(BaseCommand):
    """`manage.py import_customers FILE`; docs/customers.md tells what a file may hold."""

    help = "Imports customers from a CSV file. Lines with faults are listed and left out; the others go in together."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check every line, write nothing")
        parser.add_argument("--encoding", default="", help="utf-8, cp874, tis-620, utf-16; recognised if left out")
        parser.add_argument("--source", default="", help="where the file comes from; keys are unique within it")
        parser.add_argument("--preset", choices=sorted(PRESETS), help="a mapping that is known beforehand")
        parser.add_argument("--key-from-line", action="store_true", help="let the row number be the key")
        parser.add_argument("--user", help="on whose behalf; their unit and rights count")
        parser.add_argument("--errors", type=Path, help="write all errors to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            run = self._import(options)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self._report(run, options["errors"])

    def _import(self, options: dict[str, Any]) -> ImportRun:
        by = _person(options["user"])
        with options["file"].open("rb") as file:
            run = imports.open_import(
                file=imports.as_file(file, options["file"].name),
                name=options["file"].name,
                by=by,
                now=timezone.now(),
                encoding=options["encoding"],
                source=options["source"],
            )
        if options["preset"] or options["key_from_line"]:
            mapping = _mapping(run, options)
            imports.confirm_columns(run_id=run.pk, mapping=mapping, source=run.source, by=by, now=timezone.now())
        start = imports.start_check if options["dry_run"] else imports.start_import
        job = start(run_id=run.pk, by=by, now=timezone.now())
        job_runner.run(job.pk)
        job = Job.objects.get(pk=job.pk)
        if job.state != JobState.SUCCEEDED:
            raise CommandError(job.error_message or f"The job {job.public_id} is {job.get_state_display()}.")
        run.refresh_from_db()
        return run

    def _report(self, run: ImportRun, errors: Path | None) -> None:
        figures = ", ".join(f"{run.counts.get(action, 0):,} {action.value}" for action in RowAction)
        done = "imported" if run.state == ImportState.IMPORTED else "checked, nothing written"
        self.stdout.write(f"{run.original_name} ({run.encoding}): {done}: {figures}")
        for issue in map(said, run.issues.order_by("line", "id")[:SHOWN]):
            self.stdout.write(f"  row {issue.line}, {issue.column} {issue.shown!r}: {issue.sentence}")
        total = run.issues.count()
        if total > SHOWN:
            self.stdout.write(f"  and {total - SHOWN:,} more")
        if errors:
            with errors.open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_of_issues(run))
            self.stdout.write(f"All errors: {errors}")


def _person(username: str | None) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {username!r}.")
    return user


def _mapping(run: ImportRun, options: dict[str, Any]) -> ColumnMap:
    if options["preset"]:
        preset = PRESETS[options["preset"]]
        if not preset.fits(run.header):
            raise CommandError(f"The file has other columns than {preset.key}: {', '.join(run.header)}.")
        return preset.mapping
    guessed = guess(run.header, imports.sample_of(run))
    return ColumnMap(guessed.columns, guessed.constants, key_from_line=True, labels=guessed.labels)
