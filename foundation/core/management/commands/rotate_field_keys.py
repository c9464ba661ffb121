"""Re-wrap everything under the first key of FIELD_KEYS, so that older ones may leave it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.core.crypto import rotate, verify_keys
from foundation.core.keyring import keyring


class Command(BaseCommand):
    """`manage.py rotate_field_keys`: put the new key first in FIELD_KEYS, restart, run this, drop the old key."""

    help = "Re-wraps the keys of persons under the first key of FIELD_KEYS. Safe to stop and to run again."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=1000, help="rows per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        verify_keys()
        total = 0
        for done in rotate(batch=options["batch"]):
            total += done
            self.stdout.write(f"{total} keys")
        self.stdout.write(self.style.SUCCESS(f"Everything is under {keyring().current_id}: {total} changed."))
