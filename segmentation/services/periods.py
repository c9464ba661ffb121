"""Writing down who belongs to which segment from when until when: set-based, in batches, safe to run twice.

A period is known from its study alone: it begins when the study came into use and ends when a newer one did. So the
order in which jobs of several studies run, and how often, makes no difference.
"""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.jobs import JobContext, enqueue
from foundation.core.models import Job
from segmentation.models import SegmentFlow, Study

KIND = "segmentation.keep_periods"
BATCH = 20_000

_BATCH_END = """
SELECT max(customer_id) FROM (
    SELECT customer_id FROM segmentation_membership WHERE run_id = %s AND customer_id > %s
    ORDER BY customer_id LIMIT %s
) AS batch
"""
_END = """
UPDATE segmentation_segmentperiod AS p SET ends_at = s.superseded_at
  FROM segmentation_study AS s
 WHERE s.id = p.study_id AND s.superseded_at IS NOT NULL AND p.ends_at IS NULL
   AND p.customer_id > %s AND p.customer_id <= %s
"""
_BEGIN = """
INSERT INTO segmentation_segmentperiod (customer_id, segment_id, study_id, starts_at, ends_at)
SELECT m.customer_id, m.segment_id, s.id, s.adopted_at, s.superseded_at
  FROM segmentation_study AS s JOIN segmentation_membership AS m ON m.run_id = s.chosen_run_id
 WHERE s.id = %s AND m.customer_id > %s AND m.customer_id <= %s
ON CONFLICT (study_id, customer_id) DO NOTHING
"""
_END_REST = """
UPDATE segmentation_segmentperiod AS p SET ends_at = s.superseded_at
  FROM segmentation_study AS s
 WHERE s.id = p.study_id AND p.id IN (
    SELECT o.id FROM segmentation_segmentperiod AS o JOIN segmentation_study AS t ON t.id = o.study_id
     WHERE o.ends_at IS NULL AND t.superseded_at IS NOT NULL LIMIT %s)
"""
# Read from the results, not from the periods, so that a job of the study before may still be at work.
_FLOWS = """
WITH earlier AS (
    SELECT m.customer_id, m.segment_id FROM segmentation_study AS p
      JOIN segmentation_membership AS m ON m.run_id = p.chosen_run_id WHERE p.superseded_by_id = %(study)s
), later AS (
    SELECT m.customer_id, m.segment_id FROM segmentation_study AS s
      JOIN segmentation_membership AS m ON m.run_id = s.chosen_run_id WHERE s.id = %(study)s
)
INSERT INTO segmentation_segmentflow (study_id, source_id, target_id, customers)
SELECT %(study)s, earlier.segment_id, later.segment_id, count(*)
  FROM earlier FULL JOIN later USING (customer_id)
 GROUP BY earlier.segment_id, later.segment_id
"""


def ask_to_keep_periods(study: Study, *, by: User | None) -> Job:
    """Ask a worker to write the periods of a study that came into use; in the caller's transaction."""
    return enqueue(KIND, params={"study": study.public_id}, by=by, key=study.public_id)


def ask_for_missing_periods() -> int:
    """Ask again for studies that came into use and whose periods are not all written; how many those are."""
    missing = list(Study.objects.filter(adopted_at__isnull=False, flows__isnull=True))
    for study in missing:
        ask_to_keep_periods(study, by=None)
    return len(missing)


def keep_periods(context: JobContext) -> None:
    """The worker's part: end what a newer study replaced, begin what came into use, count who went where.

    Each batch is a transaction of its own. Interrupted and begun again, it goes on where rows are missing; run twice it
    changes nothing.
    """
    study = Study.objects.get(public_id=context.params["study"])
    assert study.chosen_run_id is not None  # noqa: S101  the database demands it of a study in use
    total = study.chosen_run.used if study.chosen_run else 0
    done, last = 0, 0
    while (upto := _batch_end(study.chosen_run_id, last)) is not None:
        with transaction.atomic():
            done += _write_batch(study, last, upto)
        last = upto
        context.progress(min(done, total), total, _("Writing down who belongs where from when on"))
    while _end_rest():
        context.progress(total, total, _("Ending the times in segments that were replaced"))
    with context.effect() as effect:
        effect.result = {"customers": total, "moves": _count_flows(study)}


def _batch_end(run_id: int, after: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_BATCH_END, [run_id, after, BATCH])
        found: int | None = cursor.fetchone()[0]
        return found


def _write_batch(study: Study, after: int, upto: int) -> int:
    """The share lock holds off a newer study until these periods are there for it to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM segmentation_study WHERE id = %s FOR SHARE", [study.pk])
        cursor.execute(_END, [after, upto])
        cursor.execute(_BEGIN, [study.pk, after, upto])
        return int(cursor.rowcount)


def _end_rest() -> int:
    """End a batch of periods of customers whom the newer study does not know."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_END_REST, [BATCH])
        return int(cursor.rowcount)


def _count_flows(study: Study) -> int:
    if not SegmentFlow.objects.filter(study=study).exists():
        with connection.cursor() as cursor:
            cursor.execute(_FLOWS, {"study": study.pk})
    return SegmentFlow.objects.filter(study=study).count()
