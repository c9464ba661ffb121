"""Evidence for policy clauses 2.1 to 2.3, live: segments in use, decisions, profiles, strategies, risks,
the market register."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.core.evidence import Evidence, Finding, Link, Verdict
from foundation.governance.selectors import open_risks
from segmentation import rules
from segmentation.models import Segment
from segmentation.selectors import (
    SEGMENT_KIND,
    decisions_on,
    markets,
    overdue_markets,
    overdue_steps,
    run_in_force,
    segments_in_force,
    stepped_segments,
    study_in_force,
    told_outside,
)


def _targets(at: datetime) -> Finding:
    page = (Link(_("Target segments"), reverse("segmentation:staff-targets")),)
    study = study_in_force(at)
    if study is None or study.chosen_run is None:
        return Finding(Verdict.RED, _("No segments are in use."), page)
    if rules.is_outdated(study, at):
        return Finding(Verdict.AMBER, _("The study in use is more than two years old."), page, study.adopted_at)
    decisions = decisions_on(study.chosen_run, at=at)
    open_ones = study.chosen_run.k - len(decisions)
    if open_ones:
        sentence = ngettext(
            "%(n)s segment in use is neither chosen as target nor decided against.",
            "%(n)s segments in use are neither chosen as target nor decided against.",
            open_ones,
        )
        return Finding(Verdict.AMBER, sentence % {"n": open_ones}, page, study.adopted_at)
    newest = max(decision.decided_at for decision in decisions.values())
    chosen = sum(decision.is_target for decision in decisions.values())
    if not chosen:
        return Finding(Verdict.AMBER, _("No segment in use is chosen as target."), page, newest)
    sentence = _("Targets among the segments in use: %(n)s of %(all)s, each decided with its reason.")
    return Finding(Verdict.GREEN, sentence % {"n": chosen, "all": len(decisions)}, page, newest)


def _risks(at: datetime) -> Finding:
    page = (Link(_("Target segments"), reverse("segmentation:staff-targets")),)
    segments = segments_in_force(at)
    if not segments:
        return Finding(Verdict.RED, _("No segments are in use."), page)
    assessed = open_risks().filter(subject_kind=SEGMENT_KIND, created_at__lte=at)
    covered = dict(
        assessed.filter(subject_public_id__in=[segment.public_id for segment in segments])
        .order_by("created_at")
        .values_list("subject_public_id", "created_at")
    )
    lacking = [segment for segment in segments if segment.public_id not in covered]
    if lacking:
        sentence = ngettext(
            "%(n)s segment in use has no assessed risk.", "%(n)s segments in use have no assessed risk.", len(lacking)
        )
        return Finding(Verdict.AMBER, sentence % {"n": len(lacking)}, tuple(map(_link, lacking)))
    sentence = ngettext(
        "The %(n)s segment in use has an assessed risk.",
        "Each of the %(n)s segments in use has an assessed risk.",
        len(segments),
    )
    return Finding(Verdict.GREEN, sentence % {"n": len(segments)}, page, max(covered.values()))


def _strategies(at: datetime) -> Finding:
    page = (Link(_("Target segments"), reverse("segmentation:staff-targets")),)
    run = run_in_force(at)
    decisions = decisions_on(run, at=at) if run else {}
    targets = {key for key, decision in decisions.items() if decision.is_target}
    if not targets:
        return Finding(Verdict.RED, _("No segment in use is chosen as target."), page)
    planned = {row.segment_id: row.updated_at for row in stepped_segments(at).filter(segment_id__in=targets)}
    lacking = [segment for segment in segments_in_force(at) if segment.pk in targets - set(planned)]
    if lacking:
        sentence = ngettext(
            "%(n)s target segment has no strategy with steps.",
            "%(n)s target segments have no strategy with steps.",
            len(lacking),
        )
        return Finding(Verdict.AMBER, sentence % {"n": len(lacking)}, tuple(map(_link, lacking)))
    late = overdue_steps(timezone.localdate(at)).filter(strategy__segment_id__in=targets).count()
    if late:
        sentence = ngettext("%(n)s step of a strategy is overdue.", "%(n)s steps of strategies are overdue.", late)
        return Finding(Verdict.AMBER, sentence % {"n": late}, page)
    sentence = ngettext(
        "The %(n)s target segment has a strategy with steps, none overdue.",
        "Each of the %(n)s target segments has a strategy with steps, none overdue.",
        len(targets),
    )
    return Finding(Verdict.GREEN, sentence % {"n": len(targets)}, page, max(planned.values()))


def _profiles(at: datetime) -> Finding:
    page = (Link(_("Target segments"), reverse("segmentation:staff-targets")),)
    run = run_in_force(at)
    decisions = decisions_on(run, at=at) if run else {}
    targets = {key for key, decision in decisions.items() if decision.is_target}
    if run is None or not targets:
        return Finding(Verdict.RED, _("No segment in use is chosen as target."), page)
    told = told_outside(run, since=at - rules.PROFILE_FOR, at=at)
    lacking = [segment for segment in segments_in_force(at) if segment.pk in targets - told.keys()]
    if lacking:
        sentence = ngettext(
            "%(n)s target segment has no profile for outside from the last twelve months.",
            "%(n)s target segments have no profile for outside from the last twelve months.",
            len(lacking),
        )
        return Finding(Verdict.AMBER, sentence % {"n": len(lacking)}, tuple(map(_link, lacking)))
    sentence = ngettext(
        "The %(n)s target segment has a profile for outside from the last twelve months.",
        "Each of the %(n)s target segments has a profile for outside from the last twelve months.",
        len(targets),
    )
    return Finding(Verdict.GREEN, sentence % {"n": len(targets)}, page, max(told[key] for key in targets))


def _markets(at: datetime) -> Finding:
    page = (Link(_("Market register"), reverse("segmentation:staff-markets")),)
    kept = list(markets().filter(created_at__lte=at))
    if not kept:
        return Finding(Verdict.RED, _("The market register is empty."), page)
    late = list(overdue_markets(timezone.localdate(at)).filter(created_at__lte=at))
    if late:
        sentence = _("Overdue for review: %(n)s of %(all)s in the market register.") % {
            "n": len(late),
            "all": len(kept),
        }
        return Finding(Verdict.AMBER, sentence, tuple(Link(row.name, row.get_absolute_url()) for row in late))
    unsized = [row for row in kept if row.size is None]
    if unsized:
        sentence = _("Without a size and its source: %(n)s of %(all)s in the market register.")
        sentence %= {"n": len(unsized), "all": len(kept)}
        return Finding(Verdict.AMBER, sentence, tuple(Link(row.name, row.get_absolute_url()) for row in unsized))
    sentence = _("Entries in the market register, each with a size, its source and a review in time: %(n)s.") % {
        "n": len(kept)
    }
    return Finding(Verdict.GREEN, sentence, page, max(row.updated_at for row in kept))


def _link(segment: Segment) -> Link:
    return Link(segment.title, reverse("segmentation:staff-segment", args=[segment.public_id]))


TARGETS_CHOSEN = Evidence(
    key="segmentation.targets_chosen",
    clause="2.1",
    title=gettext_lazy("Target segments are chosen with reasons"),
    rule=gettext_lazy(
        "Green: the study in use is at most two years old, each of its segments is decided on, and at least one is a "
        "target. Amber: one of these is missing. Red: no segments are in use."
    ),
    find=_targets,
)
RISKS_ASSESSED = Evidence(
    key="segmentation.risks_assessed",
    clause="2.2",
    title=gettext_lazy("Risk and impact are assessed for each segment"),
    rule=gettext_lazy(
        "Green: each segment in use has an open risk with likelihood and impact. Amber: some have none. "
        "Red: no segments are in use."
    ),
    find=_risks,
)
STRATEGIES_PLANNED = Evidence(
    key="segmentation.strategies_planned",
    clause="2.2",
    title=gettext_lazy("Each target segment has a strategy with ordered steps"),
    rule=gettext_lazy(
        "Green: each target segment in use has a strategy with at least one step, and no step is overdue. Amber: a "
        "strategy or steps are missing, or a step is overdue. Red: no segment in use is a target."
    ),
    find=_strategies,
)
PROFILES_TOLD = Evidence(
    key="segmentation.profiles_told",
    clause="2.1",
    title=gettext_lazy("Each target segment has a profile to tell inside and outside"),
    rule=gettext_lazy(
        "Green: of each target segment in use a profile for outside was issued within twelve months. Amber: of some "
        "none was. Red: no segment in use is a target."
    ),
    find=_profiles,
)
MARKETS_KEPT = Evidence(
    key="segmentation.markets_kept",
    clause="2.3",
    title=gettext_lazy("The market register is kept up to date"),
    rule=gettext_lazy(
        "Green: each line of business has an entry with its size and source, and no review is overdue. "
        "Amber: a size or a review is missing. Red: the register is empty."
    ),
    find=_markets,
)
RULES = (TARGETS_CHOSEN, PROFILES_TOLD, RISKS_ASSESSED, STRATEGIES_PLANNED, MARKETS_KEPT)
