"""What stands between a started database and a working site, and whether it was done already.

A second start must be quick, so each question is answered from the thing itself (the migrations table, the built
files) without loading Django; only when something is missing does `manage.py prepare` run.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

import environ
import psycopg2

from trdcrm.local.problem import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
STAMP = "collected"


@dataclass(frozen=True)
class Account:
    """A demo sign-in as the database knows it."""

    username: str
    title: str
    second_factor: bool


def is_prepared(database_url: str, home: Path) -> bool:
    """Whether the database has every migration and the cache table, somebody can sign in, and static files are built.

    Raises Problem when the database cannot be reached.
    """
    if not static_is_collected(home):
        return False
    with contextlib.closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations'), to_regclass('cache_entries')")
        if None in cursor.fetchone():
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        if not _migrations_on_disk() <= set(cursor.fetchall()):
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def demo_accounts(database_url: str) -> list[Account]:
    """The demo sign-ins that exist, one a role, in the order of the role keys."""
    with contextlib.closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT person.username, role.title_en, role.needs_second_factor
            FROM accounts_user person JOIN accounts_role role ON role.key = person.username
            WHERE person.is_active AND person.email LIKE '%%@demo.invalid' ORDER BY role.key
            """
        )
        return [Account(*row) for row in cursor.fetchall()]


def connect(database_url: str) -> "psycopg2.extensions.connection":
    """A plain connection to the database of that address. Raises Problem with the server's words."""
    address = environ.Env.db_url_config(database_url)
    try:
        return psycopg2.connect(
            host=address["HOST"] or None,
            port=address["PORT"] or None,
            user=address["USER"] or None,
            password=address["PASSWORD"] or None,
            dbname=address["NAME"],
            connect_timeout=10,
        )
    except psycopg2.OperationalError as error:
        raise Problem(f"The database does not answer: {error}".strip(), "Check DATABASE_URL.") from error


def static_is_collected(home: Path) -> bool:
    """Whether the files in the home's static folder were collected from what is there to collect now."""
    stamp = home / "static" / STAMP
    return stamp.exists() and stamp.read_text() == static_fingerprint()


def mark_static_collected(home: Path) -> None:
    """Remember that the static folder is up to date."""
    (home / "static").mkdir(parents=True, exist_ok=True)
    (home / "static" / STAMP).write_text(static_fingerprint())


def static_fingerprint() -> str:
    """One word for everything that static files come from: our bundles and the installed packages."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _migrations_on_disk() -> set[tuple[str, str]]:
    folders = (*ROOT.glob("*/migrations"), *ROOT.glob("*/*/migrations"))
    return {(folder.parent.name, path.stem) for folder in folders for path in folder.glob("[0-9]*.py")}
