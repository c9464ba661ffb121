"""System checks of the whole site: what `manage.py check --deploy` names, and what keeps a server from starting."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from trdcrm.settings.demands import faults


@register(Tags.security, deploy=True)
def settings_are_fit(**_: Any) -> list[CheckMessage]:
    """Errors trdcrm.E001 to E010: settings that must not face the world."""
    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    return [Error(demand.fault, hint=demand.hint, id=demand.id) for demand in faults(values)]


@register(Tags.database)
def database_reads_thai(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Error trdcrm.E020: trigrams are blind to Thai letters under locale C, and every Thai search would be empty."""
    if not databases or "default" not in databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regproc('show_trgm')")
            if cursor.fetchone()[0] is None:
                return []  # not migrated yet
            cursor.execute("SELECT show_trgm('จอดรถ')")
            if cursor.fetchone()[0]:
                return []
    except DatabaseError:
        return []  # a database that does not answer is named by what needs it
    hint = (
        "Create it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
    )
    return [Error("This database cannot search Thai text.", hint=hint, id="trdcrm.E020")]


@register(Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Error trdcrm.E021: accounts whose password stood in a terminal, where the settings allow no demo."""
    if settings.DEMO_ALLOWED or not databases or "default" not in databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('accounts_user')")
            if cursor.fetchone()[0] is None:
                return []
            cursor.execute("SELECT count(*) FROM accounts_user WHERE email LIKE '%%@demo.invalid'")
            count = cursor.fetchone()[0]
    except DatabaseError:
        return []
    if not count:
        return []
    hint = "This database was filled by `make run`. Start production on an empty one."
    return [Error(f"There are {count} demo accounts in the database.", hint=hint, id="trdcrm.E021")]


def refuse_if_unfit(**_: Any) -> None:
    """For the start of servers and workers. Raises ImproperlyConfigured with every error that a check names."""
    found = run_checks(tags=[Tags.database], databases=["default"])
    if errors := [message for message in found if message.is_serious()]:
        raise ImproperlyConfigured("\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in errors))
