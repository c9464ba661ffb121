"""Evidence for policy clause 5.1: touchpoints of both kinds along the whole life of a customer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.enums import TouchpointKind
from customers.models import LifecycleStage
from customers.selectors import stages, touchpoints_in_use
from foundation.core.evidence import Evidence, Finding, Link, Verdict


def _find(at: datetime) -> Finding:
    rows = list(touchpoints_in_use(at))
    links = (
        Link(_("Touchpoints"), reverse("customers:touchpoints")),
        Link(_("Map of touchpoints"), reverse("customers:touchpoint-map")),
    )
    if not rows:
        return Finding(Verdict.RED, _("No touchpoint is recorded."), links)
    served = {(row.kind, stage.code) for row in rows for stage in row.stages.all()}
    everywhere = stages(at)
    bare = [
        stage.name for stage in everywhere if not any((kind, stage.code) in served for kind in TouchpointKind.values)
    ]
    if bare:
        sentence = _("No touchpoint serves: %(stages)s.") % {"stages": ", ".join(bare)}
        return Finding(Verdict.RED, sentence, links)
    holes = [_hole(stage, served) for stage in everywhere if _hole(stage, served)]
    if holes:
        return Finding(Verdict.AMBER, _("Missing: %(holes)s.") % {"holes": "; ".join(holes)}, links)
    sentence = _("%(touchpoints)s touchpoints in use serve all %(stages)s stages, each physically and digitally.")
    latest = max(row.updated_at for row in rows)
    return Finding(Verdict.GREEN, sentence % {"touchpoints": len(rows), "stages": len(everywhere)}, links, latest)


def _hole(stage: LifecycleStage, served: set[tuple[str, str]]) -> str:
    """Which kind a stage lacks, in words; empty where it lacks none."""
    lacks = [str(label) for kind, label in TouchpointKind.choices if (kind, stage.code) not in served]
    return _("%(kind)s in “%(stage)s”") % {"kind": ", ".join(lacks), "stage": stage.name} if lacks else ""


TOUCHPOINTS_COVER = Evidence(
    key="customers.touchpoints_cover_life",
    clause="5.1",
    title=gettext_lazy("Touchpoints along the whole life of a customer"),
    rule=gettext_lazy(
        "Green: every stage is served by a physical and a digital touchpoint in use. "
        "Amber: a stage has only one of the two kinds. Red: a stage has none, or no touchpoint is recorded."
    ),
    find=_find,
)
