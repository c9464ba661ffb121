"""Pages that change something: designing, calculating, adopting, naming."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.stale import stale_context
from segmentation import rules, selectors, services, verdicts
from segmentation.forms import AdoptForm, SegmentNameForm, StudyForm
from segmentation.models import Study
from segmentation.selectors.population import Quality

CHANGED = 409
UNPROCESSABLE = 422
ADVANCED = ("criterion", "smallest_percent", "least_stability", "resamples", "seed")


@require_GET
@requires(Permission.SEGMENT_VIEW)
def study_list(request: HttpRequest) -> HttpResponse:
    """Every study, newest first."""
    page = selectors.studies_page(cursor=request.GET.get("after", ""))
    context = {"page": page, "may_design": rules.can_design(signed_in(request))}
    return render(request, "segmentation/studies.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_STUDY)
def new(request: HttpRequest) -> HttpResponse:
    """Design a study."""
    form = StudyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            study = services.create_study(
                values=form.design, by=signed_in(request), now=timezone.now(), once=form.cleaned_data["once"]
            )
        except Incomplete as refusal:
            form.refuse(refusal)
        else:
            return redirect("segmentation:staff-study", public_id=study.public_id)
    return _design_page(request, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_STUDY)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a design. A stale save shows both sides and loses neither."""
    study = selectors.study_of(public_id)
    form = StudyForm(request.POST or None, initial=StudyForm.initial_of(study))
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_study(
                study_id=study.pk,
                shown_version=form.cleaned_data["version"] or 0,
                values=form.design,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            study.refresh_from_db()
            extra = stale_context(form, study, values=StudyForm.initial_of(study))
        except Incomplete as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("segmentation:staff-study", public_id=public_id)
        else:
            return redirect("segmentation:staff-study", public_id=public_id)
    return _design_page(request, form, study=study, **extra)


@require_POST
@requires(Permission.SEGMENT_STUDY)
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a worker to calculate."""
    return _step(request, public_id, services.start_run, _("The calculation has begun; you may leave this page."))


@require_POST
@requires(Permission.SEGMENT_STUDY)
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the design."""
    return _step(request, public_id, services.revise_study, "", then="segmentation:staff-study-edit")


@require_POST
@requires(Permission.SEGMENT_STUDY)
def copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft with the same design."""
    study = selectors.study_of(public_id)
    made = services.copy_study(study_id=study.pk, by=signed_in(request), now=timezone.now())
    return redirect("segmentation:staff-study-edit", public_id=made.public_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_ADOPT)
def adopt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the segments into use: the five questions and the reason."""
    study = selectors.study_of(public_id)
    if study.chosen_run is None or not rules.can_adopt(signed_in(request), study):
        messages.error(request, _("This study can't be put into use by you now. Please look at its latest status."))
        return redirect("segmentation:staff-study", public_id=public_id)
    form = AdoptForm(request.POST or None, initial={"run": study.chosen_run.public_id})
    if request.method == "POST" and form.is_valid() and _adopted(request, form, study):
        messages.success(request, _("The segments are in use from now on."))
        return redirect("segmentation:staff-segments")
    context = {
        "form": form,
        "study": study,
        "segments": study.chosen_run.segments.order_by("number"),
        "verdict": verdicts.verdict(study.chosen_run),
    }
    return render(request, "segmentation/adopt.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEGMENT_STUDY)
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name a segment."""
    segment = selectors.segment_with_study(public_id)
    initial = {"version": segment.version, "name_th": segment.name_th, "name_en": segment.name_en}
    form = SegmentNameForm(request.POST or None, initial=initial)
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.rename_segment(
                segment_id=segment.pk,
                shown_version=values["version"],
                name_th=values["name_th"],
                name_en=values["name_en"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            segment.refresh_from_db()
            extra = stale_context(form, segment)
        else:
            return redirect("segmentation:staff-segment", public_id=public_id)
    context = {"form": form, "segment": segment, "study": segment.run.study, **extra}
    return render(request, "segmentation/name.html", context, status=_status(form, extra))


def _adopted(request: HttpRequest, form: AdoptForm, study: Study) -> bool:
    """Whether it was adopted; what was refused stands in the form."""
    run = study.runs.filter(public_id=form.cleaned_data["run"]).first()
    try:
        services.adopt_study(
            study_id=study.pk,
            run_id=run.pk if run else 0,
            reason=form.cleaned_data["reason"],
            validity=form.validity,
            by=signed_in(request),
            now=timezone.now(),
        )
    except Incomplete as refusal:
        form.refuse(refusal)
        return False
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _step(
    request: HttpRequest,
    public_id: str,
    service: Callable[..., Any],
    done: str,
    *,
    then: str = "segmentation:staff-study",
) -> HttpResponse:
    study = selectors.study_of(public_id)
    try:
        service(study_id=study.pk, by=signed_in(request), now=timezone.now())
    except (Refused, NotAllowed) as refusal:
        messages.error(request, refusal.message)
        return redirect("segmentation:staff-study", public_id=public_id)
    if done:
        messages.success(request, done)
    return redirect(then, public_id=public_id)


def _design_page(request: HttpRequest, form: StudyForm, *, study: Study | None = None, **extra: Any) -> HttpResponse:
    keys = [key for key, _label in form.fields["features"].choices]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "study": study,
        "figures": _figures(form, selectors.feature_quality(keys)),
        "advanced_open": any(name in form.errors for name in ADVANCED),
        **extra,
    }
    return render(request, "segmentation/design.html", context, status=_status(form, extra))


def _figures(form: StudyForm, quality: dict[str, Quality]) -> list[dict[str, Any]]:
    """Each figure on offer with its box and what is known of its data."""
    units = {word.key: word.unit for word in selectors.features_on_offer()}
    return [
        {"box": box, "quality": quality[box.data["value"]], "unit": units[box.data["value"]]}
        for box in form["features"]
    ]


def _status(form: Any, extra: dict[str, Any]) -> int:
    if extra:
        return CHANGED
    return UNPROCESSABLE if form.errors else 200
