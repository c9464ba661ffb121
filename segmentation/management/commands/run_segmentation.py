"""`manage.py run_segmentation STUDY`: calculate a study here and now, and print what was found."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from foundation.accounts.models import User
from foundation.core import job_runner
from foundation.core.errors import Refused
from foundation.core.models import JobState
from segmentation import services, verdicts
from segmentation.models import Run, Study


class Command(BaseCommand):
    """Runs in this process; the job shows its progress on the site all the same."""

    help = "Calculate a segmentation study. STUDY is its public id or its name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", metavar="STUDY")
        parser.add_argument("--user", metavar="USERNAME", help="who asks for it; the designer of the study by default")
        parser.add_argument("--language", default="th", choices=["th", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        study = self._study(options["study"])
        by = self._user(options["user"]) if options["user"] else study.designed_by
        with translation.override(options["language"]):
            try:
                job = services.start_run(study_id=study.pk, by=by, now=timezone.now())
            except Refused as refusal:
                raise CommandError(refusal.message) from refusal
            job_runner.run(job.pk)
            job.refresh_from_db()
            if job.state != JobState.SUCCEEDED:
                raise CommandError(job.error_message or f"The job is {job.state}.")
            self._report(Run.objects.get(job_public_id=job.public_id))

    def _study(self, name: str) -> Study:
        study = Study.objects.filter(public_id=name).first()
        named = list(Study.objects.filter(name=name).order_by("-pk")[:1])
        if study is None and not named:
            raise CommandError(f"There is no study with the id or name {name!r}.")
        return study or named[0]

    def _user(self, username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        return user

    def _report(self, run: Run) -> None:
        self.stdout.write(f"{'k':>2} {'silhouette':>10} {'CH':>8} {'DB':>7} {'stability':>9}")
        for one in run.candidates:
            stability = "–" if one["least_stability"] is None else f"{one['least_stability']:.3f}"
            self.stdout.write(
                f"{one['k']:>2} {one['silhouette']:>10.4f} {one['calinski_harabasz']:>8.1f}"
                f" {one['davies_bouldin']:>7.3f} {stability:>9}{' *' if one['k'] == run.k else ''}"
            )
        for sentence in [verdicts.verdict(run).headline, *verdicts.grounds(run)]:
            self.stdout.write(sentence)
        for segment in run.segments.order_by("number"):
            self.stdout.write(f"{segment.title}: {segment.size:,} ({segment.share:.1%}). {segment.description}")
