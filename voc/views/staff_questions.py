"""The questions of a draft: add, change, move up, remove."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from voc.forms.survey import QuestionForm, shown
from voc.models import Question, Survey
from voc.services import surveys as services


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a question at the end."""
    survey = get_object_or_404(Survey, code=code)
    return _page(request, survey, None, QuestionForm(request.POST or None, initial={"is_required": True}))


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
def edit(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Change a question."""
    question = _question(code, public_id)
    return _page(request, question.survey, question, QuestionForm(request.POST or None, initial=shown(question)))


@require_POST
@requires(Permission.VOC_EDIT)
def remove(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Take a question out of the draft."""
    question = _question(code, public_id)
    services.remove_question(
        survey_id=question.survey_id, question_id=question.pk, by=signed_in(request), now=timezone.now()
    )
    messages.success(request, _("Question %(number)s is removed.") % {"number": question.number})
    return redirect("voc:survey-detail", code)


@require_POST
@requires(Permission.VOC_EDIT)
def raise_(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Move a question one place up."""
    question = _question(code, public_id)
    services.raise_question(
        survey_id=question.survey_id, question_id=question.pk, by=signed_in(request), now=timezone.now()
    )
    return redirect("voc:survey-detail", code)


def _question(code: str, public_id: str) -> Question:
    return get_object_or_404(Question.objects.select_related("survey"), survey__code=code, public_id=public_id)


def _page(request: HttpRequest, survey: Survey, question: Question | None, form: QuestionForm) -> HttpResponse:
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, survey, question, form)
        except StaleVersion:
            question = get_object_or_404(Question, pk=question.pk if question else None)
            stale = stale_context(form, question, fields=services.QUESTION_FACTS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The question is saved."))
            return redirect("voc:survey-detail", survey.code)
    return form_page(request, "voc/question.html", {"survey": survey, "question": question, "form": form, **stale})


def _save(request: HttpRequest, survey: Survey, question: Question | None, form: QuestionForm) -> None:
    services.save_question(
        survey_id=survey.pk,
        question_id=question.pk if question else None,
        shown_version=form.cleaned_data["version"],
        facts=form.cleaned_data,
        by=signed_in(request),
        now=timezone.now(),
    )
