"""Reading the charter: the text to confirm, and who has not yet."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.pages import keyset_page
from service_charter.commitment_rules import OVERSIGHT
from service_charter.forms.awareness import ReadForm
from service_charter.models import CharterVersion, Quiz
from service_charter.selectors import awareness as reads
from service_charter.selectors import quiz as quizzes
from service_charter.selectors.charter import by_area
from service_charter.selectors.measurement import Tally
from service_charter.services import awareness as services


@require_GET
@requires(*OVERSIGHT)
def index(request: HttpRequest) -> HttpResponse:
    """Unit by unit, and the people who have not confirmed or, by `?what=quiz`, have not passed the quiz."""
    now = timezone.now()
    charter = reads.charter_to_read(now)
    context: dict[str, object] = {"charter": charter, "may_keep": signed_in(request).can(Permission.CHARTER_CASCADE)}
    if charter:
        quiz = quizzes.quiz_of(charter, now)
        is_quiz = quiz is not None and request.GET.get("what") == "quiz"
        unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
        people = quizzes.not_passed(quiz, now) if quiz and is_quiz else reads.not_yet(charter, now)
        page = keyset_page(
            people.filter(unit=unit) if unit else people, order=["pk"], cursor=request.GET.get("after", "")
        )
        units = reads.matrix(charter, now)
        asked, confirmed = sum(row.asked for row in units), sum(row.confirmed for row in units)
        context |= {"unit": unit, "page": page, "number_asked": asked, "confirmed": confirmed}
        context |= {"quiz": quiz, "is_quiz": is_quiz, "units": _with_quiz(units, quiz, now)}
    return render(request, "service_charter/awareness/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHARTER_COMMIT)
def read(request: HttpRequest) -> HttpResponse:
    """The version published last, to read and to confirm."""
    charter = reads.charter_to_read(timezone.now())
    if request.method != "POST":
        return _read(request, charter)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return _read(request, charter, form, status=422)
    try:
        services.confirm(shown_hash=form.cleaned_data["shown_hash"], by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        # The new text is shown with its own fingerprint: a tick for another text must not count for this one.
        messages.error(request, refusal.message)
        return _read(request, reads.charter_to_read(timezone.now()), status=409)
    messages.success(request, _("Confirmed. Thank you for knowing our promises."))
    is_quiz = quizzes.quiz_to_pass(timezone.now()) is not None
    return redirect("service_charter:quiz" if is_quiz else "service_charter:awareness-read")


def _with_quiz(
    units: list[reads.UnitReads], quiz: Quiz | None, now: dt.datetime
) -> list[tuple[reads.UnitReads, Tally, Tally]]:
    """Each unit with who has passed the quiz, and how many of its answers were right."""
    passed = quizzes.by_unit(quiz, now) if quiz else {}
    knowledge = quizzes.knowledge_by_unit(quiz, now) if quiz else {}
    keys = [row.unit.pk if row.unit else None for row in units]
    return [(row, passed.get(key, Tally()), knowledge.get(key, Tally())) for key, row in zip(keys, units, strict=True)]


def _read(
    request: HttpRequest, charter: CharterVersion | None, form: ReadForm | None = None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"charter": charter, "form": form}
    if charter:
        quiz = quizzes.quiz_of(charter, timezone.now())
        context |= {
            "areas": by_area(charter),
            "receipt": reads.receipt_of(signed_in(request), charter),
            "quiz": quiz,
            "has_passed": bool(quiz and quizzes.has_passed(signed_in(request), quiz)),
            "form": form or ReadForm(initial={"shown_hash": charter.content_hash}),
        }
    return render(request, "service_charter/awareness/read.html", context, status=status)
