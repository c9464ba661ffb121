"""Pages that show: the segments in use, one study with its result, an older run, one segment with its members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from customers.conditions import in_words
from customers.enums import Kind, Party, Relation
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.metrics import Text
from foundation.governance.selectors import may_add_risks, risks_of
from segmentation import charts, rules, selectors, verdicts
from segmentation.enums import StudyState
from segmentation.lifecycle import VALIDITY
from segmentation.models import Run, Segment, Study
from segmentation.words import reader

SHOWN_STUDIES = 5


@require_GET
@requires(Permission.SEGMENT_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """The segments in use now, and the latest studies."""
    study = selectors.study_in_force()
    context: dict[str, Any] = {
        "study": study,
        "latest": selectors.studies_page(size=SHOWN_STUDIES).rows,
        "may_design": rules.can_design(signed_in(request)),
    }
    if study and study.chosen_run:
        context |= result_of(study.chosen_run)
    return render(request, "segmentation/home.html", context)


@require_GET
@never_cache
@requires(Permission.SEGMENT_VIEW)
def study_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One study: its design, the calculation going on, or its result with the next step."""
    study = selectors.study_of(public_id)
    user = signed_in(request)
    context = {"study": study, "design": design_lines(study), "may": steps_open_to(user, study)}
    context["runs"] = list(study.runs.order_by("-number")[:10])
    if study.chosen_run and study.state != StudyState.RUNNING:
        context |= result_of(study.chosen_run)
    context["grounds_given"] = [(_label(study, field), getattr(study, field)) for field in VALIDITY]
    return render(request, "segmentation/study.html", context)


@require_GET
@requires(Permission.SEGMENT_VIEW)
def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """A run as it was, also when a later one stands."""
    run = selectors.run_of(public_id)
    return render(request, "segmentation/run.html", {"study": run.study, **result_of(run)})


@require_GET
@requires(Permission.SEGMENT_VIEW)
def segment_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One segment: its figures with intervals, and its members, the most typical first."""
    segment = selectors.segment_with_study(public_id)
    user = signed_in(request)
    decisions = list(selectors.decisions_of(segment))
    is_target = bool(decisions) and decisions[0].is_target
    may_decide = rules.can_plan(user) and rules.is_of_result_in_use(segment.run.study, segment.run_id)
    context = {
        "segment": segment,
        "run": segment.run,
        "study": segment.run.study,
        "traits": traits_of(segment),
        "categories": categories_of(segment),
        "may_name": rules.can_design(user),
        "may_see_members": user.can(Permission.CUSTOMER_VIEW),
        "decisions": decisions,
        "strategy": selectors.strategy_of(segment),
        "today": timezone.localdate(),
        "came_from": selectors.came_from(segment),
        "went_to": selectors.went_to(segment),
        "may_decide": may_decide,
        "is_target": is_target,
        "may_plan": may_decide and is_target,
        "may_export": rules.can_export(user),
        "may_see_risks": user.can(Permission.RISK_VIEW),
    }
    if context["may_see_risks"]:
        context["risks"] = risks_of(selectors.SEGMENT_KIND, segment.public_id)
        context["may_add_risks"] = may_add_risks(user)
    if context["may_see_members"]:
        context["page"] = selectors.members_page(user, segment, cursor=request.GET.get("after", ""))
    return render(request, "segmentation/segment.html", context)


@require_GET
@requires(Permission.SEGMENT_VIEW)
def method(request: HttpRequest) -> HttpResponse:
    """How segments are found, judged and chosen, in plain words."""
    return render(request, "segmentation/method.html")


def result_of(run: Run) -> dict[str, Any]:
    """What a page shows of a run."""
    segments = list(run.segments.order_by("number"))
    return {
        "run": run,
        "segments": segments,
        "verdict": verdicts.verdict(run),
        "grounds": verdicts.grounds(run),
        "cautions": verdicts.cautions(run, segments),
        "numbers": charts.numbers_chart(run),
        "traits": charts.traits_chart(run, segments),
        "stability": charts.stability_chart(segments),
        "picture": charts.picture_chart(run, segments),
    }


def steps_open_to(user: User, study: Study) -> dict[str, bool]:
    """Which steps this person may take now; the page shows only these, or says why not."""
    return {
        "change": rules.can_change(user, study),
        "start": rules.can_start(user, study) or (rules.can_design(user) and study.is_waiting_for_nothing),
        "revise": rules.can_revise(user, study),
        "copy": rules.can_design(user),
        "adopt": rules.can_adopt(user, study),
        "adopt_but_own": user.can(Permission.SEGMENT_ADOPT)
        and study.state == StudyState.EVALUATED
        and not rules.is_impartial(user, study),
        "watch": rules.can_design(user),
    }


def design_lines(study: Study) -> list[tuple[Text, str]]:
    """The design as name and value, for reading."""
    labels = {word.key: word.label[reader()] for word in selectors.features_on_offer()}
    figures = ", ".join(labels.get(key, key) for key in study.features)
    numbers = _("%(least)s to %(most)s") % {"least": study.k_min, "most": study.k_max}
    gates = _("smallest segment %(percent)s%% of customers, stability %(stability)s") % {
        "percent": study.smallest_percent,
        "stability": study.least_stability,
    }
    return [
        (_("What the segments are for"), study.purpose),
        (_("Figures"), figures),
        (_("Customers"), population_in_words(study)),
        (_("Transformation"), study.get_transformation_display()),
        (_("Numbers tried"), numbers),
        (_("Chosen by"), study.get_criterion_display()),
        (_("Conditions"), gates),
        (_("Drawn anew"), _("%(times)s times, seed %(seed)s") % {"times": study.resamples, "seed": study.seed}),
        (_("Designed by"), str(study.designed_by)),
    ]


def population_in_words(study: Study) -> str:
    """Who is studied."""
    parts = []
    for field in ("relations", "parties", "kinds"):
        chosen = getattr(study, field)
        choices: Any = study._meta.get_field(field)
        names = dict(choices.base_field.choices)
        if chosen:
            parts.append(", ".join(str(names[key]) for key in chosen))
    return "; ".join([*parts, *in_words(study.facts)]) or _("all customers")


def traits_of(segment: Segment) -> list[dict[str, Any]]:
    """The traits with words in the reader's language, the most telling first."""
    rows = sorted(segment.traits, key=lambda trait: -abs(trait["difference"]))
    return [{**trait, "name": trait["label"][reader()], "measure": trait["unit"][reader()]} for trait in rows]


def categories_of(segment: Segment) -> list[dict[str, Any]]:
    """The three most frequent values of each category in this segment, with their share."""
    shown = []
    for found in segment.run.descriptors:
        shares = found["shares"].get(str(segment.number), {})
        top = sorted(shares.items(), key=lambda item: -item[1])[:3]
        names = [(_category_word(found["key"], value), share * 100) for value, share in top if share >= 0.01]
        shown.append({"name": found["label"][reader()], "v": found["v"], "values": names})
    return shown


def _category_word(key: str, value: str) -> str:
    enums: dict[str, Any] = {"party": Party, "kind": Kind, "relation": Relation}
    return str(enums[key](value).label) if key in enums else value


def _label(study: Study, field: str) -> str:
    return str(study._meta.get_field(field).verbose_name).capitalize()  # type: ignore[union-attr]
