"""The portal form about one's own data: one thing a page, kept on the server from the first answer on, sent once."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.contacts import format_phone
from foundation.core.csrf import keeps_text
from foundation.core.errors import Incomplete
from foundation.core.identifiers import mask_national_id
from foundation.privacy import services
from foundation.privacy.enums import ProofOfIdentity, Right, Whom
from foundation.privacy.forms import my_data as steps
from foundation.privacy.models import DataRequest, NoticeVersion, RequestDraft
from foundation.privacy.selectors import asked_consents, notice_in_force
from foundation.privacy.views.visit import VISIT
from foundation.privacy.words import PART_TITLES

NOTICE = "data-request"
STARTS = rates.Limit(60, timedelta(hours=1))
SENDINGS = rates.Limit(10, timedelta(hours=1))
Shown = dict[str, Any]
FIRST = next(iter(steps.STEPS))


def _render_kept(request: HttpRequest, step: str) -> HttpResponseBase:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    if step not in steps.STEPS:
        return redirect("privacy:portal-my-data")
    draft = _draft(request)
    content = services.content_of(draft) if draft else {}
    form = steps.make_form(step, content, steps.raw_answers(step, request.POST))
    message = _("This page had been open for too long. Everything you typed is still here: please go on once more.")
    return _step_page(request, step, form, draft=draft, notice_line=message, status=403)


@public
@never_cache
@keeps_text(lambda request, **kwargs: _render_kept(request, FIRST))
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """The first page: what is asked, and what happens with what is typed here."""
    return _answer(request, FIRST)


@public
@never_cache
@keeps_text(lambda request, step, **kwargs: _render_kept(request, step))
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponseBase:
    """A later page."""
    if step not in steps.STEPS or step == FIRST:
        return redirect("privacy:portal-my-data")
    return _answer(request, step)


@public
@never_cache
@require_POST
def discard(request: HttpRequest) -> HttpResponseBase:
    """Forget the draft, or a sent one's way back to its receipt, and start anew."""
    if draft := _draft(request):
        services.drop_draft(draft_id=draft.pk, now=timezone.now())
    response = redirect("privacy:portal-my-data")
    VISIT.forget_draft(response)
    return response


@public
@never_cache
@keeps_text(lambda request, **kwargs: redirect("privacy:portal-check"))
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """All answers at a glance; sending them, once."""
    draft = _draft(request)
    if draft is None:
        return redirect("privacy:portal-my-data")
    if draft.request_id:
        return redirect("privacy:portal-receipt")
    content = services.content_of(draft)
    if flaw := steps.first_flaw(content):
        return redirect(_address(flaw))
    if request.method == "POST":
        return _send(request, draft, content)
    return _check_page(request, draft, content)


@public
@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponseBase:
    """The receipt of what this browser has just sent; it can be shown again for a day."""
    draft = _draft(request)
    if draft is None or draft.request is None:
        return redirect("privacy:portal-track")
    code = services.derive_code(VISIT.draft_token(request))
    return render(request, "privacy/my_data/receipt.html", {"row": draft.request, "tracking_code": code})


def _answer(request: HttpRequest, name: str) -> HttpResponseBase:
    draft = _draft(request)
    if draft and draft.request_id:
        if request.method == "POST":
            return redirect("privacy:portal-receipt")
        return render(request, "privacy/my_data/sent.html", {"row": draft.request})
    if request.method == "POST":
        return _keep(request, name, draft)
    if draft is None and name != FIRST:
        return redirect("privacy:portal-my-data")
    content = services.content_of(draft) if draft else {}
    answers = content.get(name)
    form = (
        steps.make_form(name, content, answers)
        if answers and "check" in request.GET
        else steps.prefilled(name, content)
    )
    return _step_page(request, name, form, draft=draft)


def _keep(request: HttpRequest, name: str, draft: RequestDraft | None) -> HttpResponseBase:
    """Store what was typed, valid or not; go on when it is valid."""
    now = timezone.now()
    token = VISIT.draft_token(request)
    answers = steps.raw_answers(name, request.POST)
    if draft is None:
        if not rates.allow("privacy.draft", rates.visitor(request), limit=STARTS, now=now):
            form = steps.make_form(name, {}, answers)
            return _step_page(request, name, form, draft=None, notice_line=_too_often(), status=429)
        draft, token = services.start_draft(now=now)
    values: Shown = {name: answers}
    if name == FIRST and (notice := notice_in_force(NOTICE, at=now)):
        values["notice"] = notice.pk
    draft = services.save_draft(draft_id=draft.pk, values=values, now=now)
    content = services.content_of(draft)
    form = steps.make_form(name, content, answers)
    if form.is_valid():
        response: HttpResponse = redirect(_next(request, name, content))
    else:
        response = _step_page(request, name, form, draft=draft, status=422)
    VISIT.keep_draft(response, request, token)
    return response


def _send(request: HttpRequest, draft: RequestDraft, content: Shown) -> HttpResponseBase:
    now, token = timezone.now(), VISIT.draft_token(request)
    problem = portal_forms.objection(request)
    if problem:
        refreshed = services.find_draft(token, now=now)
        if refreshed and refreshed.request_id:  # a double click: the first one has used the solution up
            return redirect("privacy:portal-receipt")
        return _check_page(request, draft, content, problem=problem, status=422)
    if not rates.allow("privacy.send", rates.visitor(request), limit=SENDINGS, now=now):
        return _check_page(request, draft, content, problem=_too_often(), status=429)
    try:
        row = _file(draft, content, token=token, now=now)
    except Incomplete as refusal:
        return _check_page(request, draft, content, problem=refusal.message, status=422)
    response = redirect("privacy:portal-receipt")
    VISIT.grant(response, request, row)
    return response


def _file(draft: RequestDraft, content: Shown, *, token: str, now: datetime) -> DataRequest:
    said = steps.cleaned_answers(content)
    asker = ("name", "phone", "email", "national_id", "whom", "representative", "authority")
    return services.file_draft(
        draft_id=draft.pk,
        wish=services.Wish(
            right=said["right"],
            details=said["details"],
            purposes=said.get("purposes", []),
            proof=said["proof"],
            proof_words=said["proof_words"],
        ),
        asker=services.Asker(**{name: said[name] for name in asker}),
        language=portal_forms.page_language(),
        notice=_notice_read(content),
        tracking_code=services.derive_code(token),
        now=now,
    )


def _notice_read(content: Shown) -> NoticeVersion | None:
    return NoticeVersion.objects.select_related("notice").filter(pk=content.get("notice") or 0).first()


def _step_page(
    request: HttpRequest,
    name: str,
    form: forms.Form,
    *,
    draft: RequestDraft | None,
    notice_line: str = "",
    status: int = 200,
) -> HttpResponse:
    notice = notice_in_force(NOTICE) if name == FIRST else None
    context = {
        "form": form,
        "step": name,
        "title": steps.STEPS[name][0],
        "draft": draft,
        "notice_line": notice_line,
        "from_check": "check" in request.GET,
        "notice": notice,
        "notice_parts": [(PART_TITLES[part], text) for part, text in notice.parts.items()] if notice else [],
        **_place(name),
    }
    return render(request, "privacy/my_data/step.html", context, status=status)


def _check_page(
    request: HttpRequest, draft: RequestDraft, content: Shown, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "lines": _answer_lines(steps.cleaned_answers(content)),
        "draft": draft,
        "problem": problem,
        **portal_forms.check_context(),
        "title": steps.CHECK_LABEL,
        "notice": _notice_read(content),
        **_place(steps.CHECK),
    }
    return render(request, "privacy/my_data/check.html", context, status=status)


def _answer_lines(said: Shown) -> list[Shown]:
    """The answers in words, each with the page on which it can be changed."""
    titles = {purpose.key: purpose.title for purpose in asked_consents()}
    whom = [Whom(said["whom"]).label, said["representative"], said["authority"]]
    about = [*(titles.get(key, key) for key in said.get("purposes", [])), said["details"]]
    find = [
        said["name"],
        format_phone(said["phone"]) if said["phone"] else "",
        said["email"],
        mask_national_id(said["national_id"]) if said["national_id"] else "",
    ]
    proof = [ProofOfIdentity(said["proof"]).label, said["proof_words"]]
    rows = (("right", [Right(said["right"]).label]), ("whom", whom), ("about", about), ("find", find), ("proof", proof))
    return [
        {"label": steps.STEPS[name][0], "values": [value for value in values if value], "url": _address(name)}
        for name, values in rows
    ]


def _draft(request: HttpRequest) -> RequestDraft | None:
    return services.find_draft(VISIT.draft_token(request), now=timezone.now())


def _place(current: str) -> Shown:
    names = [*steps.STEPS, steps.CHECK]
    here = names.index(current)
    return {
        "step_number": here + 1,
        "step_total": len(names),
        "back": _address(names[here - 1]) if here else "",
        "steps": [
            {
                "label": steps.CHECK_LABEL if name == steps.CHECK else steps.STEPS[name][0],
                "url": _address(name),
                "state": "done" if place < here else "now" if place == here else "",
            }
            for place, name in enumerate(names)
        ],
    }


def _next(request: HttpRequest, name: str, content: Shown) -> str:
    if "check" in request.GET and steps.first_flaw(content) is None:
        return _address(steps.CHECK)
    names = [*steps.STEPS, steps.CHECK]
    return _address(names[names.index(name) + 1])


def _address(name: str) -> str:
    if name == FIRST:
        return reverse("privacy:portal-my-data")
    if name == steps.CHECK:
        return reverse("privacy:portal-check")
    return reverse("privacy:portal-step", args=[name])


def _too_often() -> str:
    return _("There were very many entries from your network just now. Please try again in an hour, or call us.")
