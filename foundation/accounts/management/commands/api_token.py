"""A token for the API."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.accounts.models import User
from foundation.accounts.services import new_api_token


class Command(BaseCommand):
    """`manage.py api_token USERNAME`: prints a new token; an earlier one of the person ends."""

    help = "Prints a new API token of a person; the earlier one ends. It may do what the person's roles may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {username!r}.")
        self.stdout.write(new_api_token(user=user))
