"""Judge the text model in use on a labelled file it may never have seen."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.core.errors import Refused
from foundation.core.text import LinearModel
from voc import training
from voc.enums.voice import TextTask
from voc.selectors.text_models import labeller_in_use
from voc.services.labelled_files import read_labelled
from voc.services.training import SEED


class Command(BaseCommand):
    """`manage.py evaluate_text_model FILE`: accuracy, macro F1, and every class."""

    help = "Prints accuracy, macro F1 and the figures of every class on a CSV file with the columns text and label."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--task", choices=TextTask.values, help="sentiment or topic; told by the labels if left out"
        )
        parser.add_argument(
            "--held-out", action="store_true", help="train on four fifths of the file instead, judge on the last fifth"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            task, pairs, refused = self._read(options["file"], options["task"])
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        texts, labels = [text for text, _label in pairs], [label for _text, label in pairs]
        if options["held_out"]:
            texts, labels, _scarce = training.usable(texts, labels)
            parts = training.split(texts, labels, seed=SEED)
            model = training.fit(*parts.train, seed=SEED)
            self._print(training.judge(model, *parts.test), refused)
        else:
            self._print(training.judge(self._in_use(task), texts, labels), refused)

    def _read(self, path: Path, task: str | None) -> tuple[str, list[tuple[str, str]], int]:
        """The task whose labels fit most rows, the usable rows, and how many were refused."""
        tries = [(one, *read_labelled(path, task=one)) for one in ([task] if task else TextTask.values)]
        best, pairs, issues = max(tries, key=lambda one: len(one[1]))
        if not pairs:
            raise Refused("No row of this file can be used: its labels are unknown.")
        return best, pairs, len(issues)

    def _in_use(self, task: str) -> LinearModel:
        labeller = labeller_in_use()
        if labeller is None or task not in labeller.models:
            raise CommandError(f"No {task} model is in use. Train one first, or use --held-out.")
        return labeller.models[task]

    def _print(self, judged: training.Judged, refused: int) -> None:
        low, high = judged.interval
        self.stdout.write(f"n {judged.n} (rows refused: {refused})")
        self.stdout.write(f"accuracy {judged.accuracy:.4f} (95%: {low:.4f} to {high:.4f})")
        self.stdout.write(f"macro F1 {judged.macro_f1:.4f}")
        for row in judged.per_class:
            self.stdout.write(
                f"  {row['label']}: precision {row['precision']:.3f} recall {row['recall']:.3f}"
                f" F1 {row['f1']:.3f} n {row['n']}"
            )
