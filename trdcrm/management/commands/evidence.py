"""`manage.py evidence [--json]`: every registered rule of evidence, by clause."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from foundation.core.evidence import all_rules


class Command(BaseCommand):
    """List what each section offers to show for a clause of the policy."""

    help = "Lists the rules of evidence that the sections registered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--language", choices=["th", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            rows = [
                {"key": one.key, "clause": one.clause, "title": str(one.title), "rule": str(one.rule)}
                for one in all_rules()
            ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['clause']:<6} {row['key']:<40} {row['title']}: {row['rule']}")
