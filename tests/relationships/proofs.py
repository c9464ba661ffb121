"""Evidence of clauses 2.3, 5.1 and 5.3 made true and false."""

import datetime as dt

from relationships import services
from relationships.models import Opportunity
from segmentation.models import Segment, Study
from tests.customers.factories import NOW, make_digital, make_organisation
from tests.proofs import Proofs, at
from tests.relationships.factories import (
    TODAY,
    make_need,
    make_opportunity,
    make_segments,
    make_started,
    strategist,
)


def _segment() -> Segment:
    return make_segments([make_organisation()])[0]


def _running() -> dt.datetime:
    """Without any evaluation so far."""
    make_started(_segment())
    return NOW


def _running_after_an_evaluated_one() -> dt.datetime:
    segment = _segment()
    first = make_started(segment)
    make_started(segment, name="ต้อนรับผู้เช่าใหม่")
    services.evaluate_programme(
        programme_id=first.pk,
        effect="partly",
        comparison="ลูกค้าอื่น",
        evaluation="",
        spent=None,
        by=strategist(),
        now=NOW,
    )
    return NOW


def _sales_by_segment() -> dt.datetime:
    _segment()
    return _sales()


def _sales() -> dt.datetime:
    """An opportunity that was open in the last quarter."""
    make_opportunity()
    Opportunity.objects.update(opened_on=TODAY - dt.timedelta(days=100))
    return NOW


def _met() -> dt.datetime:
    make_need(_segment(), touchpoints=[make_digital("use")])
    return NOW


def _unmet() -> dt.datetime:
    make_need(_segment())
    return NOW


def _running_for_an_earlier_study() -> dt.datetime:
    """The programme's segment is replaced by those of a study adopted later."""
    make_started(_segment())
    studies = Study.objects.filter(pk=Study.objects.get().pk)
    studies.update(state="superseded", superseded_at=NOW, superseded_by=studies.get())
    _segment()
    return NOW


PROOFS: Proofs = {
    "relationships.segments_addressed": {
        "green": _running,
        "amber": _running_for_an_earlier_study,
        "red": at(NOW),
    },
    "relationships.programmes_evaluated": {
        "green": _running_after_an_evaluated_one,
        "amber": _running,
        "red": at(NOW),
    },
    "relationships.five_figures": {"green": _sales_by_segment, "amber": _sales, "red": at(NOW)},
    "relationships.support_needs_met": {"green": _met, "amber": _unmet, "red": at(NOW)},
}
