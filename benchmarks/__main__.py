"""Run all benchmarks, or those named: `python -m benchmarks customers`. BENCH_FULL=1 takes ten times the sizes."""

import importlib
import subprocess
import sys
from pathlib import Path

from benchmarks.harness import Report, database, finish


def main() -> None:
    """Several benchmarks run one after another, each in a process and a database of its own."""
    names = sys.argv[1:] or sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )
    if len(names) > 1:
        ended = [subprocess.call([sys.executable, "-m", "benchmarks", name]) for name in names]  # noqa: S603  our own
        sys.exit(int(any(ended)))
    print(f"\n{names[0]}", flush=True)
    report = Report()
    bench = importlib.import_module(f"benchmarks.bench_{names[0]}")
    with database(durable=getattr(bench, "DURABLE", False)):
        bench.run(report)
    finish(report)


if __name__ == "__main__":
    main()
