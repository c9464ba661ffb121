"""Evidence for policy clauses 5.3 (programmes, the five figures), 5.1 (support needs) and 2.3 (offers by segment)."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.core.metrics import all_metrics
from foundation.core.thai.dates import fiscal_quarter_of, format_date
from relationships.enums import ProgrammeStatus
from relationships.models import Opportunity, Programme
from relationships.selectors import segments_without_met_need
from segmentation.selectors import segments_in_force

# The figures that clause 5.3 names; complaints of the target group come from the room that owns complaints.
FIVE = (
    "customers.new",
    "relationships.upselling",
    "relationships.crossselling",
    "complaints.received",
    "customers.lost",
)


def _programmes(at: datetime) -> Finding:
    day = timezone.localdate(at)
    link = (Link(_("Programmes"), reverse("relationships:programmes")),)
    rows = Programme.objects.exclude(status=ProgrammeStatus.CANCELLED).prefetch_related("measures")
    running = [row for row in rows if row.status == ProgrammeStatus.RUNNING]
    evaluated = [row for row in rows if row.evaluated_at and row.evaluated_at <= at]
    overdue = [row for row in running if row.ends_on < day]
    if not running and not evaluated:
        return Finding(Verdict.RED, _("No programme is running, and none has been evaluated."), link)
    if overdue:
        names = ", ".join(row.name for row in overdue)
        return Finding(Verdict.AMBER, _("Over, but not yet evaluated: %(names)s.") % {"names": names}, link)
    if not running:
        return Finding(Verdict.AMBER, _("No programme is running now."), link)
    blind = [row for row in running if not any(measure.baseline is not None for measure in row.measures.all())]
    if blind:
        names = ", ".join(row.name for row in blind)
        return Finding(Verdict.AMBER, _("No measure has a value from before: %(names)s.") % {"names": names}, link)
    if not evaluated:
        return Finding(Verdict.AMBER, _("No programme has been evaluated yet."), link)
    latest = max(row.evaluated_at for row in evaluated if row.evaluated_at)
    sentence = ngettext(
        "%(running)s programme runs with baseline and target; the latest evaluation is of %(date)s.",
        "%(running)s programmes run with baseline and target; the latest evaluation is of %(date)s.",
        len(running),
    )
    return Finding(Verdict.GREEN, sentence % {"running": len(running), "date": format_date(latest)}, link, latest)


def _by_segment(at: datetime) -> Finding:
    link = (Link(_("Programmes"), reverse("relationships:programmes")),)
    segments = segments_in_force(at)
    if not segments:
        return Finding(Verdict.RED, _("No segments are in use, so no offer can be made to one."), link)
    day = timezone.localdate(at)
    running = Programme.objects.filter(status=ProgrammeStatus.RUNNING, starts_on__lte=day, ends_on__gte=day)
    if not running:
        return Finding(Verdict.RED, _("No programme addresses a segment at present."), link)
    current = [row for row in running if row.segment_id in {segment.pk for segment in segments}]
    if not current:
        sentence = _("Programmes run, but for segments of an earlier study.")
        return Finding(Verdict.AMBER, sentence, link)
    # Counted, not named: the cockpit is read by people who may not see segments.
    bare = sum(segment.pk not in {row.segment_id for row in current} for segment in segments)
    names = ", ".join(row.name for row in current)
    sentence = _("Segments in use are addressed by: %(programmes)s.") % {"programmes": names}
    if bare:
        without = ngettext("None is for %(n)d segment in use.", "None is for %(n)d segments in use.", bare)
        sentence = f"{sentence} {without % {'n': bare}}"
    return Finding(Verdict.GREEN, sentence, link, at)


def _figures(at: datetime) -> Finding:
    quarter = fiscal_quarter_of(timezone.localdate(at)).previous()
    link = (Link(_("Figures of relationships"), reverse("relationships:home")),)
    known = {metric.key: metric for metric in all_metrics()}
    absent = [key for key in FIVE if key not in known]
    if absent:
        return Finding(Verdict.RED, _("Not measured at all: %(keys)s.") % {"keys": ", ".join(absent)}, link)
    if not Opportunity.objects.filter(opened_on__lt=quarter.period.end.date()).exists():
        sentence = _("No opportunity was recorded before the end of %(quarter)s, so sales can't be known.")
        return Finding(Verdict.RED, sentence % {"quarter": quarter.label()}, link)
    uncut = [str(known[key].title) for key in FIVE if "segment" not in known[key].dimensions]
    if uncut or not segments_in_force(at):
        sentence = _("The figures can't be cut by segment yet.")
        return Finding(Verdict.AMBER, sentence, link)
    silent = [str(known[key].title) for key in FIVE if "" not in known[key].measure(quarter.period)]
    if silent:
        return Finding(Verdict.AMBER, _("No value last quarter: %(titles)s.") % {"titles": ", ".join(silent)}, link)
    sentence = _("All five figures are measured for %(quarter)s, and by segment.") % {"quarter": quarter.label()}
    return Finding(Verdict.GREEN, sentence, link, quarter.period.end)


def _needs(at: datetime) -> Finding:
    link = (Link(_("Support needs"), reverse("relationships:needs")),)
    segments = segments_in_force(at)
    if not segments:
        return Finding(Verdict.RED, _("No segments are in use, so support needs can't be told apart."), link)
    bare, unmet = segments_without_met_need(at)
    if len(bare) == len(segments):
        return Finding(Verdict.RED, _("No support need is recorded for the segments in use."), link)
    if bare:
        words = ngettext(
            "No support need is recorded for %(n)d segment in use.",
            "No support need is recorded for %(n)d segments in use.",
            len(bare),
        )
        return Finding(Verdict.AMBER, words % {"n": len(bare)}, link)
    if unmet:
        names = ", ".join(need.title for need in unmet)
        return Finding(Verdict.AMBER, _("No touchpoint in use meets: %(needs)s.") % {"needs": names}, link)
    return Finding(Verdict.GREEN, _("Every segment in use has support needs, each met by a touchpoint."), link, at)


PROGRAMMES_EVALUATED = Evidence(
    key="relationships.programmes_evaluated",
    clause="5.3",
    title=gettext_lazy("CRM programmes with baseline, target and evaluation"),
    rule=gettext_lazy(
        "Green: a programme runs with a value from before and a target, none is overdue for evaluation, and one has "
        "been evaluated. Amber: one of these is missing. Red: no programme runs or was evaluated."
    ),
    find=_programmes,
)
FIVE_FIGURES = Evidence(
    key="relationships.five_figures",
    clause="5.3",
    title=gettext_lazy("The five figures that the policy names"),
    rule=gettext_lazy(
        "Green: new customers, up-selling, cross-selling, complaints of the target group and lost customers are "
        "measured for the last quarter and can be cut by segment. Amber: they can't be cut, or one has no value. "
        "Red: one is not measured, or no opportunity had been recorded."
    ),
    find=_figures,
)
NEEDS_MET = Evidence(
    key="relationships.support_needs_met",
    clause="5.1",
    title=gettext_lazy("Support needs of every segment, met by touchpoints"),
    rule=gettext_lazy(
        "Green: every segment in use has a support need, and a touchpoint in use meets each. Amber: a segment has none "
        "or a need is unmet. Red: no segments are in use, or none has a need."
    ),
    find=_needs,
)
SEGMENTS_ADDRESSED = Evidence(
    key="relationships.segments_addressed",
    clause="2.3",
    title=gettext_lazy("Offers and service made for a segment"),
    rule=gettext_lazy(
        "Green: a programme runs for a segment in use. Amber: programmes run, but for segments of an earlier study. "
        "Red: no segments are in use, or no programme runs."
    ),
    find=_by_segment,
)
RULES = (PROGRAMMES_EVALUATED, FIVE_FIGURES, NEEDS_MET, SEGMENTS_ADDRESSED)
