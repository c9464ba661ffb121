"""What a run found, said honestly: the headline, the ground for the number of segments, what to know before use."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation import words
from segmentation.enums import Criterion, Strength
from segmentation.models import Run, Segment

STABLE, TRUSTED = 0.75, 0.60
DESCRIBES, AGREES = 0.1, 0.5  # Cramér's V: below, no association; from, a strong one


@dataclass(frozen=True)
class Verdict:
    """The one figure, the sentence, how it looks (ok, soon, late) and the words behind it."""

    figure: str
    tone: str
    headline: str
    ground: str


def verdict(run: Run) -> Verdict:
    """Structure and stability together: a clear cut that does not come back is no segment, and the reverse neither."""
    structure = {
        Strength.STRONG: _("The segments are clearly apart"),
        Strength.REASONABLE: _("The segments are reasonably apart"),
        Strength.WEAK: _("Weak structure: the segments run into one another"),
        Strength.NONE: _("No real structure: the segments are a cut of convenience"),
    }[Strength(run.strength)]
    tone, again = _again(run)
    if not run.passed:
        tone, again = "late", _("and no number of segments passes the conditions; do not plan by them")
    elif run.strength in {Strength.WEAK, Strength.NONE} and tone == "ok":
        tone = "soon"
    ground = _(
        "Mean silhouette width %(silhouette)s of 1 (above 0.5 reasonable, above 0.7 strong), from %(used)s customers."
    )
    facts = {"silhouette": f"{run.silhouette:.2f}", "used": f"{run.used:,}"}
    return Verdict(f"{run.silhouette:.2f}", tone, f"{structure} {again}", f"{ground % facts} {_stability(run)}".strip())


def _again(run: Run) -> tuple[str, str]:
    if run.least_stability is None:
        return "soon", _("and whether they come back was not tested")
    if run.least_stability >= STABLE:
        use = run.strength in {Strength.STRONG, Strength.REASONABLE}
        return "ok", _("and they come back; fit for planning") if use else _(
            "but the same ones come back; use them as a guide"
        )
    if run.least_stability >= TRUSTED:
        return "soon", _("and some of them are doubtful; use those with care")
    return "late", _("and some of them do not come back; do not plan by those")


def _stability(run: Run) -> str:
    if run.least_stability is None:
        return ""
    return _(
        "Customers were drawn anew %(times)s times: the least stable segment came back to %(least)s of 1"
        " (stable from 0.75)."
    ) % {"times": run.settings["resamples"], "least": f"{run.least_stability:.2f}"}


def grounds(run: Run) -> list[str]:
    """How the number of segments was chosen, step by step."""
    said = [_tried(run), *_set_aside(run), _best(run)]
    if run.tied_with:
        said.append(
            _("%(numbers)s segments do nearly as well (less than 1%% apart), so the smaller number was taken.")
            % {"numbers": ", ".join(map(str, run.tied_with))}
        )
    return said


def _tried(run: Run) -> str:
    return _(
        "%(least)s to %(most)s segments were tried on %(used)s customers with k-means (10 starts each, seed %(seed)s)."
    ) % {
        "least": run.settings["k_min"],
        "most": run.settings["k_max"],
        "used": f"{run.used:,}",
        "seed": run.settings["seed"],
    }


def _set_aside(run: Run) -> list[str]:
    said = []
    for candidate in run.candidates:
        reasons = [_failure(run, candidate, name) for name in run.failures[str(candidate["k"])]]
        if reasons:
            said.append(
                _("%(k)s segments: set aside, %(reasons)s.") % {"k": candidate["k"], "reasons": "; ".join(reasons)}
            )
    return said


def _failure(run: Run, candidate: dict[str, Any], name: str) -> str:
    if name == "too_small":
        return _("the smallest holds %(share)s%% of customers, under the %(least)s%% asked for") % {
            "share": f"{candidate['smallest_share'] * 100:.1f}",
            "least": f"{run.settings['smallest_share'] * 100:.0f}",
        }
    return _("one of them comes back to %(found)s only, under the %(least)s asked for") % {
        "found": f"{candidate['least_stability']:.2f}",
        "least": f"{run.settings['least_stability']:.2f}",
    }


def _best(run: Run) -> str:
    chosen = next(candidate for candidate in run.candidates if candidate["k"] == run.k)
    criterion = run.settings["criterion"]
    facts = {"k": run.k, "index": Criterion(criterion).label, "value": f"{chosen[criterion]:,.3f}"}
    if run.passed:
        return _("Of the rest, %(k)s segments are best by: %(index)s (%(value)s).") % facts
    return _("None passes every condition. Of all, %(k)s segments are best by: %(index)s (%(value)s).") % facts


@dataclass(frozen=True)
class Caution:
    """Something to know before use; `fine` where it is good news."""

    fine: bool
    text: str


def cautions(run: Run, segments: list[Segment]) -> list[Caution]:
    """What to know before use: who was left out, what the segments agree with, which segment is doubtful."""
    return [_left_out(run), *_from_outside(run), *_doubtful(segments), *_scales(run)]


def _left_out(run: Run) -> Caution:
    if not run.excluded:
        return Caution(True, _("Every customer of the population has all figures; nobody was left out."))
    share = 100 * run.excluded / run.population
    text = ngettext(
        "%(number)s customer (%(share)s%%) was left out for want of a figure.",
        "%(number)s customers (%(share)s%%) were left out for want of a figure.",
        run.excluded,
    )
    return Caution(share <= 5, text % {"number": f"{run.excluded:,}", "share": f"{share:.1f}"})


def _from_outside(run: Run) -> list[Caution]:
    """Association with categories that did not form the segments: the check that is not circular."""
    told = []
    for found in run.descriptors[:3]:
        facts = {"category": found["label"][words.reader()], "v": f"{found['v']:.2f}"}
        if found["v"] >= AGREES:
            text = _("The segments agree closely with “%(category)s”, which did not form them (Cramér's V %(v)s).")
        elif found["v"] >= DESCRIBES:
            text = _("The segments agree partly with “%(category)s”, which did not form them (Cramér's V %(v)s).")
        else:
            text = _("The segments have nothing to do with “%(category)s” (Cramér's V %(v)s).")
        told.append(Caution(found["v"] >= DESCRIBES, text % facts))
    return told


def _doubtful(segments: list[Segment]) -> list[Caution]:
    text = _("Segment %(segment)s came back to %(found)s only; use it with care.")
    return [
        Caution(False, text % {"segment": segment.title, "found": f"{segment.jaccard:.2f}"})
        for segment in segments
        if segment.jaccard is not None and segment.jaccard < STABLE
    ]


def _scales(run: Run) -> list[Caution]:
    """Where zeros made the logarithm that of one more."""
    scales = run.model["scales"]
    figures = [word["label"][words.reader()] for word in run.features if scales[word["key"]]["shift"] == 1.0]
    if not figures:
        return []
    text = _("1 was added to %(figures)s before the logarithm, because zeros occur there.")
    return [Caution(True, text % {"figures": ", ".join(figures)})]
