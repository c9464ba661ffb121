"""Reading the environment: a value that does not fit stops the start, and the message says which one and why.

Every value may also come from a file: `NAME_FILE` names it, as secrets of containers do.
"""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

HINT = "See the table in docs/operations.md."


class Variables(FileAwareMapping):  # type: ignore[misc]
    """The environment with `NAME_FILE`; editors leave a line end in such files, which is none of the value."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).rstrip("\r\n")


class Environment(environ.FileAwareEnv):  # type: ignore[misc]
    """The environment, with refusals in words."""

    def __init__(self) -> None:
        super().__init__()
        self.ENVIRON = Variables(cache=False)

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """The value of a variable, cast. Raises ImproperlyConfigured for one that does not fit or cannot be read."""
        try:
            return super().get_value(var, *args, **kwargs)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"{var} does not fit: {error}. {HINT}") from error
        except OSError as error:
            raise ImproperlyConfigured(f"{var}_FILE cannot be read: {error.strerror}. {HINT}") from error

    def choice(self, var: str, *, default: str, options: tuple[str, ...]) -> str:
        """One of a few words. Raises ImproperlyConfigured for any other."""
        value = self.str(var, default=default)
        if value not in options:
            raise ImproperlyConfigured(f"{var}={value} is none of {', '.join(options)}. {HINT}")
        return str(value)

    def postgres(self, var: str, *, default: str) -> dict[str, Any]:
        """A database address. Raises ImproperlyConfigured for another database than PostgreSQL."""
        address: dict[str, Any] = self.db_url(var, default=default)
        if address.get("ENGINE") != "django.db.backends.postgresql":
            raise ImproperlyConfigured(f"{var} names no PostgreSQL: postgres://user:password@host/name. {HINT}")
        return address


env = Environment()
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
STYLES = ("json", "console")
