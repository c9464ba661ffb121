"""Taking the quiz on the charter: begin, answer, and read what was right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from service_charter.forms.quiz import AnswerForm
from service_charter.models import QuizAttempt
from service_charter.selectors import quiz as reads
from service_charter.selectors.awareness import receipt_of
from service_charter.services import quiz as services


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_COMMIT)
def quiz(request: HttpRequest) -> HttpResponse:
    """What is asked, one's own attempts, and the way to begin."""
    user, now = signed_in(request), timezone.now()
    if request.method == "POST":
        try:
            return redirect(services.begin(by=user, now=now))
        except Refused as refusal:
            messages.error(request, refusal.message)
            return _quiz(request, status=409)
    return _quiz(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_COMMIT)
def attempt(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own attempt: the questions, or once handed in what was right and why."""
    user = signed_in(request)
    rows = QuizAttempt.objects.select_related("quiz__charter")
    row = get_object_or_404(rows, public_id=public_id, person=user)
    answers = list(row.answers.select_related("question"))
    context: dict[str, Any] = {"attempt": row, "answers": answers}
    if row.finished_at and request.method != "POST":
        context["wrong"] = [answer for answer in answers if not answer.is_right]
        return render(request, "service_charter/awareness/result.html", context)
    form = AnswerForm(request.POST or None, answers=answers)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_in(attempt_id=row.pk, chosen=form.chosen, by=user, now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(row)
    return form_page(request, "service_charter/awareness/attempt.html", context | {"form": form})


def _quiz(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    row = reads.quiz_to_pass(now)
    context: dict[str, Any] = {"quiz": row}
    if row:
        attempts = list(reads.attempts_of(user, row)[:20])
        left = max(0, row.daily_attempts - reads.finished_today(user, row, now))
        context |= {
            "receipt": receipt_of(user, row.charter),
            "attempts": attempts,
            "passed": next((each for each in attempts if each.passed), None),
            "begun": next((each for each in attempts if each.finished_at is None), None),
            "left": left,
        }
    return render(request, "service_charter/awareness/quiz.html", context, status=status)
