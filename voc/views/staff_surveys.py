"""Surveys: the list, one with its results, writing a draft, opening, inviting, closing."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.jobs import enqueue
from foundation.core.models import Job
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from voc.charts import charts_of
from voc.forms.survey import SurveyForm
from voc.lifecycle import SURVEY_MOVES
from voc.models import Survey
from voc.selectors.invitations import may_be_invited
from voc.selectors.results import results_of
from voc.selectors.surveys import participation, questions_of, surveys
from voc.services import surveys as services
from voc.tabs import tabs
from voc.tasks import INVITE


@require_GET
@requires(Permission.VOC_VIEW)
def survey_list(request: HttpRequest) -> HttpResponse:
    """Every survey, newest first."""
    page = keyset_page(surveys(), order=("-id",), cursor=request.GET.get("after", ""))
    context = {"tabs": tabs("surveys"), "page": page, "may_edit": signed_in(request).can(Permission.VOC_EDIT)}
    return render(request, "voc/surveys.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    form = SurveyForm(request.POST or None, is_new=True, initial={"is_for_everybody": True})
    if request.method == "POST" and form.is_valid():
        try:
            survey = services.start_survey(
                code=form.cleaned_data["code"], facts=form.cleaned_data, by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("voc:survey-detail", survey.code)
    return _form(request, form, None)


@require_GET
@requires(Permission.VOC_VIEW)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """A draft with its questions, or an opened survey with what it found."""
    survey, user = _survey(code), signed_in(request)
    may_edit = user.can(Permission.VOC_EDIT)
    results = results_of(survey) if survey.opened_at else []
    job = Job.objects.filter(kind=INVITE, params__survey=survey.pk).order_by("-id").first()
    context = {
        "survey": survey,
        "questions": questions_of(survey),
        "results": [(result, charts_of(result)) for result in results],
        "participation": participation(survey),
        "may_edit": may_edit,
        "moves": {name: survey.status in move.sources and may_edit for name, move in SURVEY_MOVES.items()},
        "invitable": may_be_invited(survey).count() if survey.is_open and may_edit else 0,
        "job": job if job and not job.is_final else None,
        "link": request.build_absolute_uri(f"/portal/surveys/{survey.code}"),
    }
    return render(request, "voc/survey.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the texts of a draft. A stale save shows both sides and loses neither."""
    survey = _survey(code)
    initial = {"version": survey.version, **{name: getattr(survey, name) for name in services.TEXTS}}
    form = SurveyForm(request.POST or None, is_new=False, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_texts(
                survey_id=survey.pk,
                shown_version=form.cleaned_data["version"],
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            survey.refresh_from_db()
            stale = stale_context(form, survey, fields=services.TEXTS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The texts are saved."))
            return redirect("voc:survey-detail", code)
    return _form(request, form, survey, stale)


@require_POST
@requires(Permission.VOC_EDIT)
def open_(request: HttpRequest, code: str) -> HttpResponse:
    """Take answers from now on."""
    return _step(request, code, services.open_survey, _("The survey is open. Its questions stay as they are."))


@require_POST
@requires(Permission.VOC_EDIT)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Take no more answers."""
    return _step(request, code, services.close_survey, _("The survey is closed."))


@require_POST
@requires(Permission.VOC_EDIT)
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Send a personal link to every customer who agreed to be asked and was not invited yet."""
    survey = _survey(code)
    if not survey.is_open:
        messages.error(request, _("The survey takes no answers now, so nobody can be invited."))
    else:
        enqueue(INVITE, params={"survey": survey.pk}, by=signed_in(request), key=survey.code)
        messages.success(request, _("The invitations are being written."))
    return redirect("voc:survey-detail", code)


def _survey(code: str) -> Survey:
    return get_object_or_404(Survey.objects.select_related("touchpoint", "drafted_by"), code=code)


def _step(request: HttpRequest, code: str, service: Callable[..., Survey], done: str) -> HttpResponse:
    survey = _survey(code)
    try:
        service(survey_id=survey.pk, by=signed_in(request), now=timezone.now())
    except Incomplete as refusal:
        messages.error(request, " ".join([refusal.message, *dict.fromkeys(refusal.missing.values())]))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("voc:survey-detail", code)


def _form(
    request: HttpRequest, form: SurveyForm, survey: Survey | None, stale: Mapping[str, Any] | None = None
) -> HttpResponse:
    return form_page(request, "voc/survey_form.html", {"form": form, "survey": survey, **(stale or {})})
