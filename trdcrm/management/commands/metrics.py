"""`manage.py metrics [--json]`: every registered metric with its definition."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from foundation.core.metrics import Metric, all_metrics


class Command(BaseCommand):
    """List what is measured: key, clause, unit, formula, direction, target, dimensions."""

    help = "Lists the metrics that the sections registered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--language", choices=["th", "en"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            rows = [_described(metric) for metric in all_metrics()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['clause']:<6} {row['key']:<40} {row['unit']:<12} {row['title']}: {row['formula']}")


def _described(metric: Metric) -> dict[str, Any]:
    return {
        "key": metric.key,
        "clause": metric.clause,
        "title": str(metric.title),
        "unit": str(metric.unit),
        "formula": str(metric.formula),
        "direction": str(metric.direction),
        "target": metric.target,
        "dimensions": [str(dimension) for dimension in metric.dimensions],
    }
