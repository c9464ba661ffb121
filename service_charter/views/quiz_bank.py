"""The bank of questions of a version: how the quiz goes, its questions, and opening it."""

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
from foundation.core.stale import show_stored_version, stale_context
from service_charter.forms.quiz import QuestionForm, QuizForm
from service_charter.models import CharterVersion, Quiz, QuizQuestion
from service_charter.selectors import quiz as reads
from service_charter.services import quiz as services

_SETTINGS = ("draw", "pass_percent", "daily_attempts", "version")


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_CASCADE)
def bank(request: HttpRequest, number: int) -> HttpResponse:
    """How the quiz on a version goes, and its questions."""
    charter = get_object_or_404(CharterVersion, number=number)
    quiz = Quiz.objects.filter(charter=charter).first()
    shown = quiz or Quiz(charter=charter)
    form = QuizForm(request.POST or None, initial={name: getattr(shown, name) for name in _SETTINGS})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        facts = {name: given[name] for name in _SETTINGS[:3]} | {"shown_version": given["version"]}
        try:
            services.save_settings(charter_id=charter.pk, by=signed_in(request), now=timezone.now(), **facts)
        except StaleVersion as stale:
            form.refuse(stale)
            show_stored_version(form, stale.stored)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("service_charter:quiz-bank", number=number)
    others = Quiz.objects.exclude(charter=charter).filter(questions__is_active=True).distinct()
    context = {
        "charter": charter,
        "quiz": quiz,
        "form": form,
        "rows": reads.bank(quiz) if quiz else [],
        "others": others.select_related("charter").order_by("-charter__number"),
    }
    return form_page(request, "service_charter/awareness/bank.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_CASCADE)
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Write a question."""
    quiz = get_object_or_404(Quiz.objects.select_related("charter"), charter__number=number)
    return _page(request, quiz, None, QuestionForm(request.POST or None))


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_CASCADE)
def edit(request: HttpRequest, number: int, public_id: str) -> HttpResponse:
    """Change a question; one that was drawn already gets a successor."""
    question = _question(number, public_id)
    form = QuestionForm(request.POST or None, initial=QuestionForm.initial_of(question))
    return _page(request, question.quiz, question, form)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def use(request: HttpRequest, number: int, public_id: str) -> HttpResponse:
    """Leave a question out of the draw, or take it back in."""
    question = _question(number, public_id)
    is_active = request.POST.get("use") == "on"
    try:
        services.set_question_use(
            question_id=question.pk, is_active=is_active, by=signed_in(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is drawn again.") if is_active else _("It is no longer drawn."))
    return redirect("service_charter:quiz-bank", number=number)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def open_quiz(request: HttpRequest, number: int) -> HttpResponse:
    """Ask everybody from now on."""
    quiz = get_object_or_404(Quiz, charter__number=number)
    try:
        services.open_quiz(quiz_id=quiz.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The quiz is open: it comes after reading, and to those who have read already."))
    return redirect("service_charter:quiz-bank", number=number)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def copy(request: HttpRequest, number: int, source: int) -> HttpResponse:
    """Take over the questions of another version."""
    quiz = get_object_or_404(Quiz, charter__number=number)
    other = get_object_or_404(Quiz, charter__number=source)
    count = services.copy_bank(quiz_id=quiz.pk, source_id=other.pk, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Questions taken over: %(count)s.") % {"count": count})
    return redirect("service_charter:quiz-bank", number=number)


def _question(number: int, public_id: str) -> QuizQuestion:
    rows = QuizQuestion.objects.select_related("quiz__charter")
    return get_object_or_404(rows, quiz__charter__number=number, public_id=public_id)


def _page(request: HttpRequest, quiz: Quiz, question: QuizQuestion | None, form: QuestionForm) -> HttpResponse:
    context: dict[str, Any] = {"quiz": quiz, "charter": quiz.charter, "question": question, "form": form}
    if question:
        context["is_drawn"] = question.answers.exists()
    if request.method == "POST" and form.is_valid():
        try:
            services.save_question(
                quiz_id=quiz.pk,
                question_id=question.pk if question else None,
                shown_version=form.cleaned_data["version"],
                facts=form.facts,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            stored = get_object_or_404(quiz.questions, pk=question.pk if question else 0)
            context |= stale_context(form, stored, values=QuestionForm.initial_of(stored))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The question is saved."))
            return redirect(quiz)
    return form_page(request, "service_charter/awareness/question.html", context)
