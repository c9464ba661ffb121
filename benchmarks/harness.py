"""What the benchmarks share: a database of their own, timing, ratios with their limits, a report.

A benchmark is a module `bench_*.py` with `run(report)`. It compares two things measured in the same run and gives
their ratio to the report; seconds alone say more about the machine than about us.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

REPEAT = 30
WARM_UP = 3
FULL = bool(os.environ.get("BENCH_FULL"))
# A tenth and the whole: every day's sizes, and those of a full run.
SMALL, LARGE = (100_000, 1_000_000) if FULL else (10_000, 100_000)


@dataclass(frozen=True)
class Timing:
    """Seconds of a repeated call; `pace` is what the yardstick took meanwhile, in seconds."""

    p50: float
    p95: float
    statements: int = 0
    pace: float = 0.0

    def __str__(self) -> str:
        counted = f", {self.statements} statements" if self.statements else ""
        paced = f", yardstick {self.pace * 1000:.1f} ms" if self.pace else ""
        return f"p50 {self.p50 * 1000:.1f} ms, p95 {self.p95 * 1000:.1f} ms{counted}{paced}"

    def against(self, other: "Timing") -> float:
        """The ratio of two medians taken minutes apart, each by the yardstick of its own moment: what the machine
        slowed down or sped up between them falls out."""
        return (self.p50 / self.pace) / (other.p50 / other.pace)


@dataclass
class Report:
    """Lines of measurements; `broken` holds the limits that were not kept."""

    broken: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Tell a measurement that has no limit."""
        print(f"      {text}", flush=True)

    def ratio(self, name: str, value: float, *, limit: float, why: str = "") -> None:
        """Tell a ratio and whether it keeps its limit."""
        kept = value <= limit
        print(
            f"{'ok  ' if kept else 'OVER'}  {name}: {value:.2f} (limit {limit:g}){f'  {why}' if why else ''}",
            flush=True,
        )
        if not kept:
            self.broken.append(f"{name}: {value:.2f} > {limit:g}")

    def count(self, name: str, value: int, *, limit: int) -> None:
        """Tell a count and whether it keeps its limit."""
        self.ratio(name, value, limit=limit)


def repeat(call: Callable[[], Any], *, times: int = REPEAT) -> Timing:
    """Time a call after a warm-up; p50 and p95 of wall-clock seconds."""
    for _n in range(WARM_UP):
        call()
    seconds = sorted(clock(call) for _n in range(times))
    return Timing(statistics.median(seconds), seconds[int(len(seconds) * 0.95)])


def clock(call: Callable[[], Any]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def page(client: Any, url: str, *, times: int = REPEAT) -> Timing:
    """Time a GET that must answer 200, with the number of its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def get() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}")

    seconds, paces = _in_turns((get, yardstick), times)
    with CaptureQueriesContext(connection) as captured:
        get()
    return Timing(statistics.median(seconds), seconds[int(times * 0.95)], len(captured), statistics.median(paces))


def yardstick() -> None:
    """A piece of work that is the same at every size: half of it here, half of it in the database."""
    from django.db import connection

    sum(hash(str(n)) for n in range(20_000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(hashtext(n::text)) FROM generate_series(1, 20000) AS n")
        cursor.fetchone()


def _in_turns(calls: Sequence[Callable[[], Any]], times: int) -> list[list[float]]:
    """Sorted seconds of each of the calls, which take turns, so that what else the machine does falls on all."""
    for _n in range(WARM_UP):
        for call in calls:
            call()
    rounds = [[clock(call) for call in calls] for _n in range(times)]
    return [sorted(each) for each in zip(*rounds, strict=True)]


@contextmanager
def database(*, durable: bool = False) -> Iterator[None]:
    """A fresh, migrated database on DATABASE_URL's server, or on a throw-away cluster; dropped afterwards.

    A `durable` throw-away cluster flushes every commit to disk, as production does.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.test")
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            from trdcrm.local.cluster import FAST, SAFE
            from trdcrm.local.throwaway import throwaway_cluster

            cluster = stack.enter_context(throwaway_cluster(SAFE if durable else FAST))
            os.environ["DATABASE_URL"] = cluster.url("postgres")
            stack.callback(os.environ.pop, "DATABASE_URL")
        import django

        django.setup()
        from django.db import connection
        from django.test.runner import DiscoverRunner

        connection.settings_dict["TEST"]["NAME"] = f"bench_{connection.settings_dict['NAME']}"

        runner = DiscoverRunner(verbosity=0, interactive=False)
        # No setup_test_environment: it makes templates keep their contexts, which no visitor waits for.
        made = runner.setup_databases()
        try:
            yield
        finally:
            runner.teardown_databases(made)


@contextmanager
def building() -> Iterator[Any]:
    """A cursor without the time limit of visitors' statements: what builds the rows may take its time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            yield cursor
        finally:
            cursor.execute("RESET statement_timeout")


def signed_in_client(role: str, username: str = "") -> Any:
    """A client of a person with a shipped role; its user is `client.user`."""
    from django.test import Client

    from foundation.accounts.models import Role, Unit, User

    user = User.objects.create_user(username or role, unit=Unit.objects.first())
    user.roles.add(Role.objects.get(key=role))
    client = Client()
    client.user = user  # type: ignore[attr-defined]
    client.force_login(user, backend="foundation.accounts.backends.SignInBackend")
    return client


def beside_bare_view(
    client: Any, url: str, make_rows: Callable[[], list[Any]], template: str, *, times: int = REPEAT
) -> tuple[Timing, Timing]:
    """Timings of a page and of a bare Django view of the same rows: the query, a template of one line a row, no middleware.

    The two take turns, so that what else the machine does falls on both.
    """
    bare = bare_client(make_rows, template)
    ours, theirs = _in_turns((lambda: client.get(url), lambda: bare.get("/")), times)
    return tuple(Timing(statistics.median(each), each[int(times * 0.95)]) for each in (ours, theirs))  # type: ignore[return-value]


def bare_client(make_rows: Callable[[], list[Any]], template: str) -> Any:
    """A client that reaches one bare view at every address of its own."""
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.test import Client, override_settings
    from django.urls import path

    compiled = Template(template)

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(compiled.render(Context({"rows": make_rows()})))

    module = ModuleType("benchmarks.bare_urls")
    module.urlpatterns = [path("", view)]  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    client = Client()
    with override_settings(MIDDLEWARE=["benchmarks.harness.bare_addresses"]):
        client.handler.load_middleware()
    return client


def bare_addresses(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The only middleware of a bare client: its addresses are those of `bare_client`, not the site's."""

    def answer(request: Any) -> Any:
        request.urlconf = "benchmarks.bare_urls"
        return get_response(request)

    return answer


def finish(report: Report) -> None:
    """End the process: with 1 when a limit was not kept."""
    if report.broken:
        print(f"\n{len(report.broken)} limits were not kept:")
        for line in report.broken:
            print(f"  {line}")
    sys.exit(1 if report.broken else 0)
