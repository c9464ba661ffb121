"""Calculating a study: asked for by a person, done by a worker, written in one transaction."""

from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.jobs import Cancelled, JobContext, enqueue
from foundation.core.models import Job, locked
from segmentation import selectors
from segmentation.lifecycle import MOVES
from segmentation.models import Run, Study
from segmentation.pipeline import inputs
from segmentation.services.record import Reading, record_run
from segmentation.services.refusals import in_words
from segmentation.services.studies import demand_designer

if TYPE_CHECKING:  # it loads scikit-learn, two seconds that a web process never needs; functions below import it
    from segmentation.pipeline import study as pipeline

KIND = "segmentation.run"


@transaction.atomic
def start_run(*, study_id: int, by: User, now: datetime) -> Job:
    """Ask a worker to calculate the study. While one is at it, its job is returned.

    Raises NotAllowed, Incomplete without figures, IllegalMove once the study is in use.
    """
    demand_designer(by)
    study = locked(Study.objects.select_related("job"), pk=study_id)
    if study.is_waiting_for_nothing:
        study.state = MOVES["give_up"].from_(study.state)
    elif study.job is not None and not study.job.is_final:
        return study.job
    study.state = MOVES["start"].from_(study.state)
    if not study.features:
        message = _("Choose at least one figure.")
        raise Incomplete(message, missing={"features": message})
    study.job = enqueue(KIND, params={"study": study.public_id, "by": by.pk}, by=by, key=study.public_id)
    study.save()
    return study.job


def execute_run(context: JobContext) -> None:
    """The worker's part: read the figures, calculate, write everything in one transaction with the job's success.

    Run twice for the same job it writes once. Raises Refused with a reason for people when the figures can't be
    grouped, Cancelled when a person stopped it; either leaves the study a draft and nothing of a result.
    """
    study = Study.objects.get(public_id=context.params["study"])
    try:
        reading, result, seconds = _calculate(study, context)
    except inputs.BadInput as error:
        give_up_run(study_id=study.pk, job_public_id=context.job.public_id)
        raise Refused(in_words(error)) from error
    except Cancelled:
        give_up_run(study_id=study.pk, job_public_id=context.job.public_id)
        raise
    with context.effect() as effect:
        run = finish_run(
            study_id=study.pk, job=context.job, reading=reading, result=result, seconds=seconds, now=timezone.now()
        )
        effect.result = {"run": run.public_id, "url": f"/staff/segments/studies/{study.public_id}/", "segments": run.k}


@transaction.atomic
def finish_run(
    *, study_id: int, job: Job, reading: Reading, result: "pipeline.Result", seconds: float, now: datetime
) -> Run:
    """Write the result and take the study to `evaluated`; a job's second result is the first.

    Raises IllegalMove when the study no longer waits for this job.
    """
    study = locked(Study.objects.all(), pk=study_id)
    written = Run.objects.filter(job_public_id=job.public_id).first()
    if written:
        return written
    if study.job_id != job.pk:
        raise IllegalMove(_("The study waits for a newer calculation."))
    study.state = MOVES["finish"].from_(study.state)
    run = record_run(study, job=job, reading=reading, result=result, seconds=seconds, now=now)
    study.chosen_run = run
    study.save()
    return run


@transaction.atomic
def give_up_run(*, study_id: int, job_public_id: str) -> None:
    """Take the study back to its design after a calculation without a result; a newer job is left alone."""
    study = locked(Study.objects.select_related("job"), pk=study_id)
    if study.job is None or study.job.public_id != job_public_id or study.state not in MOVES["give_up"].sources:
        return
    study.state = MOVES["give_up"].from_(study.state)
    study.save()


def settings_of(study: Study) -> "pipeline.Settings":
    """The design as the pipeline takes it."""
    from segmentation.pipeline import study as pipeline  # heavy, see above

    return pipeline.Settings(
        transformation=study.transformation,
        k_min=study.k_min,
        k_max=study.k_max,
        seed=study.seed,
        criterion=study.criterion,
        smallest_share=study.smallest_percent / 100,
        least_stability=float(study.least_stability),
        resamples=study.resamples,
    )


def _calculate(study: Study, context: JobContext) -> tuple[Reading, "pipeline.Result", float]:
    from segmentation.pipeline import study as pipeline  # heavy, see above

    began = monotonic()
    context.progress(0, 1, _("Reading the figures"))
    reading = _read(study, context.job.created_at)
    result = pipeline.run(
        reading.prepared, settings_of(study), descriptors=reading.categories, watch=pipeline.Watch(_watch(context))
    )
    return reading, result, monotonic() - began


def _read(study: Study, at: datetime) -> Reading:
    """Figures and categories as of the day on which the calculation was asked for: a repeat reads the same day."""
    customers = selectors.population_of(study)
    frame = selectors.read_figures(study.features, customers, at=timezone.localdate(at))
    words = {word.key: word for word in selectors.features_on_offer()}
    categories = selectors.categories_on_offer()
    prepared = inputs.prepare(frame, k_max=study.k_max)
    values = selectors.read_categories([word.key for word in categories], customers)
    return Reading(prepared, values, [words[key] for key in study.features], categories)


def _watch(context: JobContext) -> Any:
    def step(done: int, total: int) -> None:
        context.check_cancelled()
        context.progress(
            done, total, _("Grouping and drawing anew: step %(done)s of %(total)s") % {"done": done, "total": total}
        )

    return step
