"""Run all benchmarks, or those named: `python -m benchmarks customers`."""

import importlib
import sys
from pathlib import Path

from benchmarks.harness import Report, database, finish


def main() -> None:
    """Each benchmark gets a database of its own."""
    names = sys.argv[1:] or sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )
    report = Report()
    with database():
        for name in names:
            print(f"\n{name}", flush=True)
            importlib.import_module(f"benchmarks.bench_{name}").run(report)
    finish(report)


if __name__ == "__main__":
    main()
