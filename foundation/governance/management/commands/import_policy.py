"""Import the announced policy from the command line: the same way as in the browser."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, Refused
from foundation.core.thai.dates import format_date
from foundation.governance.policy_file import Announcement, decoded, read_announcement
from foundation.governance.services import Imported, import_policy


class Command(BaseCommand):
    """`manage.py import_policy FILE`; docs/governance.md tells what the file holds."""

    help = "Imports the announced customer and market policy. The same text a second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--user", help="on whose behalf; else the command line's own account")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            text = decoded(options["file"].read_bytes())
            if options["dry_run"]:
                self._report(read_announcement(text))
            else:
                self._tell(import_policy(text=text, by=_person(options["user"]), now=timezone.now()))
        except Incomplete as refusal:
            raise CommandError("\n  ".join([refusal.message, *refusal.missing.values()])) from refusal
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal

    def _tell(self, result: Imported) -> None:
        if not result.is_new:
            self.stdout.write(f"The same text is recorded already as {result.version}. Nothing was changed.")
            return
        self._report(result.announcement)
        self.stdout.write(self.style.SUCCESS(f"Recorded as {result.version}, {result.version.content_hash[:16]}."))

    def _report(self, found: Announcement) -> None:
        self.stdout.write(found.title or "(no title)")
        self.stdout.write(
            f"  {len(found.headings)} parts, {len(found.clauses)} clauses, preamble of {len(found.preamble)}"
        )
        approved = format_date(found.approved_on, "long", "en") if found.approved_on else "not stated"
        announced = format_date(found.announced_on, "long", "en") if found.announced_on else "not stated"
        effective = format_date(found.effective_on, "long", "en") if found.effective_on else "not stated"
        self.stdout.write(f"  resolution {found.label}, {approved}; announced {announced}; effective {effective}")
        for problem in found.problems:
            self.stdout.write(f"  ! {problem}")
        for line in found.unplaced:
            self.stdout.write(f"  not placed, line {line.number}: {line.text}")


def _person(username: str | None) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {username!r}.")
    return user
