"""`manage.py measure_complaints`: tell the charter's ledger what came of every promise to complainants."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints import services


class Command(BaseCommand):
    """After an import, or where measuring began later than the complaints. Running it twice counts nothing twice."""

    help = "Tell the service charter what came of the promises to complainants. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every complaint."""
        looked_at = services.measure_all(now=timezone.now())
        self.stdout.write(f"{looked_at} complaints looked at")
