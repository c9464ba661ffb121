"""Pages of canned answers: list, reading with preview and tone, writing, approving; and inserting one into a reply."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules_answers, selectors, services, wording
from complaints.enums import AnswerPurpose
from complaints.forms.answers import FIELDS, AnswerForm, ApproveAnswerForm, RetireAnswerForm
from complaints.models import AnswerEdition, Complaint
from complaints.selectors import Answer
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.stale import stale_context

READS = (*SEES, Permission.ADMINISTER)


@requires(*READS)
@require_GET
def answer_list(request: HttpRequest) -> HttpResponse:
    """Answers in use and waiting, or the retired ones."""
    retired = request.GET.get("view") == "retired"
    rows = selectors.answers(retired=retired)
    context = {
        "groups": [
            (label, [row for row in rows if row.template.purpose == purpose])
            for purpose, label in AnswerPurpose.choices
            if any(row.template.purpose == purpose for row in rows)
        ],
        "views": [
            {"label": _("In use and waiting"), "url": "?", "current": not retired},
            {"label": _("Retired"), "url": "?view=retired", "current": retired},
        ],
        "may_write": rules_answers.may_write_answers(signed_in(request)),
    }
    return render(request, "complaints/staff/answers.html", context)


@requires(*READS)
@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One answer: how it reads in both languages, what the tone check says, who wrote and approved what."""
    return _page(request, _found(public_id))


@requires(*rules_answers.WRITES_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Write an answer."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            template = services.write_answer(values=form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Incomplete as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept. A manager reads it before it is offered."))
            return redirect(template)
    return _form(request, form, None, status=422 if form.errors else 200)


@requires(*rules_answers.WRITES_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change the draft or begin the next edition; a save that came too late shows both sides."""
    answer = _found(public_id)
    form = AnswerForm(request.POST or None, initial=_initial(answer))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, answer, status=422 if form.errors else 200)
    try:
        services.edit_answer(
            template_id=answer.template.pk,
            values=form.cleaned_data,
            by=signed_in(request),
            now=timezone.now(),
            shown_version=form.cleaned_data["version"],
        )
    except StaleVersion:
        stored = _found(public_id).draft
        both = stale_context(form, stored) if stored else {}
        return _form(request, form, answer, status=409, **both)
    except IllegalMove as refusal:
        form.refuse(refusal)
        return _form(request, form, answer, status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _form(request, form, answer, status=422)
    messages.success(request, _("Kept. A manager reads it before it is offered."))
    return redirect(answer.template)


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the draft into use after the tone was checked."""
    answer = _found(public_id)
    form = ApproveAnswerForm(request.POST)
    if answer.draft is None or not form.is_valid():
        return _page(request, answer, approve_form=form, status=409 if answer.draft is None else 422)
    try:
        services.approve_answer(
            edition_id=answer.draft.pk,
            checked=form.cleaned_data["checked"],
            by=signed_in(request),
            now=timezone.now(),
            shown_version=form.cleaned_data["version"],
        )
    except (IllegalMove, StaleVersion, NotAllowed, Incomplete) as refusal:
        form.refuse(refusal)
        codes = {IllegalMove: 409, StaleVersion: 409, NotAllowed: 403}
        return _page(request, _found(public_id), approve_form=form, status=codes.get(type(refusal), 422))
    messages.success(request, _("In use. Officers find it in the reply form."))
    return redirect(answer.template)


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def retire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an answer out of use, or into use again."""
    answer = _found(public_id)
    form = RetireAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, answer, retire_form=form, status=422)
    services.retire_answer(
        template_id=answer.template.pk,
        is_retired=not answer.template.is_retired,
        reason=form.cleaned_data["reason"],
        by=signed_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("Saved"))
    return redirect(answer.template)


def with_answer(complaint: Complaint, typed: str, chosen: str, *, by: User) -> tuple[str, str]:
    """What was typed with the chosen answer below it, filled for the case; and the kind of message it is."""
    edition = selectors.offered_answer(chosen)
    if edition is None:
        return typed, ""
    text = wording.filled(edition.texts[complaint.language], complaint, by=by)
    kind = "question" if edition.template.purpose == AnswerPurpose.QUESTION else "message"
    return "\n\n".join(part for part in (typed.strip(), text) if part), kind


def _found(public_id: str) -> Answer:
    answer = selectors.answer(public_id)
    if answer is None:
        raise Http404
    return answer


def _initial(answer: Answer) -> dict[str, Any]:
    words = answer.draft or answer.in_use
    values = {name: getattr(words, name) for name in FIELDS if name != "purpose"}
    version = answer.draft.version if answer.draft else None
    return values | {"purpose": answer.template.purpose, "version": version}


def _form(request: HttpRequest, form: AnswerForm, answer: Answer | None, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "answer": answer, "merge_fields": wording.MERGE_FIELDS.values(), **more}
    return render(request, "complaints/staff/answer_form.html", context, status=status)


def _page(
    request: HttpRequest,
    answer: Answer,
    *,
    approve_form: ApproveAnswerForm | None = None,
    retire_form: RetireAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, draft = signed_in(request), answer.draft
    decides = rules_answers.may_approve_answer(user, author_id=None)
    context = {
        "answer": answer,
        "looks": [_look(words) for words in (draft, answer.in_use) if words],
        "history": answer.template.history.select_related("history_user")[:12],
        "may_write": rules_answers.may_write_answers(user) and not answer.template.is_retired,
        "may_approve": bool(draft)
        and rules_answers.may_approve_answer(user, author_id=draft.author_id if draft else None),
        "waits_for_another": bool(draft) and decides and draft is not None and draft.author_id == user.pk,
        "may_retire": decides,
        "approve_form": approve_form or ApproveAnswerForm(initial={"version": draft.version if draft else None}),
        "retire_form": retire_form or RetireAnswerForm(auto_id="retire-%s"),
        "form": approve_form or retire_form,
    }
    return render(request, "complaints/staff/answer.html", context, status=status)


def _look(words: AnswerEdition) -> dict[str, Any]:
    return {
        "edition": words,
        "previews": [
            (language, title, wording.preview(words.texts[language], language))
            for language, title in (("th", words.title_th), ("en", words.title_en))
        ],
        "tone": wording.tone(words.texts),
    }
