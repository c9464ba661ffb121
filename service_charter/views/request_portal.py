"""Asking for a service on the portal: the list, the form, check, send once, receipt. No account."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.models import Touchpoint
from customers.selectors import touchpoint_by_code
from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.contacts import format_phone
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.core.files import attach, attachments_of, remove
from foundation.core.models import Visibility
from foundation.core.visits import derive_code
from foundation.privacy.models import NoticeVersion
from foundation.privacy.selectors import notice_in_force
from service_charter.enums import FieldKind
from service_charter.forms.requests import PERSON, AnswerForm, raw_answers, refilled
from service_charter.models import RequestDraft, RequestForm, RequestKind
from service_charter.selectors import request_kinds as kinds
from service_charter.selectors import requests as reads
from service_charter.services import request_drafts as drafts
from service_charter.services.requests import Customer
from service_charter.views.request_visit import VISIT

NOTICE = "enquiry"
CODE_PURPOSE = "service_charter.code"
STARTS = rates.Limit(60, timedelta(hours=1))
SENDINGS = rates.Limit(20, timedelta(hours=1))


@public
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be asked for, each with the promise that it runs under. The code of a touchpoint goes along."""
    context = {"rows": kinds.offered(at=timezone.now()), "place": _place(request, None)}
    return render(request, "service_charter/requests/portal/list.html", context)


def _render_kept(request: HttpRequest, code: str) -> HttpResponse:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    kind = _kind(code)
    asked = _asked(request, kind, None)
    form = refilled(asked, raw_answers(asked, request.POST))
    message = _("This page had been open for too long. Everything you typed is still here: please go on once more.")
    return _form_page(request, kind, form, None, problem=message, status=403)


@public
@never_cache
@keeps_text(_render_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one kind. It is judged by the version that was shown, also when a newer one is out."""
    kind = _kind(code)
    draft = _draft(request, kind)
    if draft and draft.request_id:
        return redirect("service_charter:request-receipt")
    if request.method == "POST":
        return _keep(request, kind, draft)
    asked = _asked(request, kind, draft)
    raw = drafts.content_of(draft).get("answers", {}) if draft else {}
    form = refilled(asked, raw) if raw and "check" in request.GET else AnswerForm(initial=raw, asked=asked)
    return _form_page(request, kind, form, draft)


@public
@never_cache
@require_POST
def remove_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file out of the draft."""
    draft = drafts.find_draft(VISIT.draft_token(request), now=timezone.now())
    if draft is None or draft.request_id:
        return redirect("service_charter:request-list")
    for attachment in attachments_of(reads.FILE_OWNER, draft.future_id).filter(public_id=public_id):
        remove(attachment)
    return redirect("service_charter:request-new", draft.form.kind.code)


@public
@never_cache
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the draft, or a sent one's way back to its receipt."""
    if draft := drafts.find_draft(VISIT.draft_token(request), now=timezone.now()):
        drafts.drop_draft(draft_id=draft.pk, now=timezone.now())
    response = redirect("service_charter:request-list")
    VISIT.forget_draft(response)
    return response


@public
@never_cache
@keeps_text(lambda request, **kwargs: redirect("service_charter:request-check"))
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers at a glance; sending them, once."""
    draft = drafts.find_draft(VISIT.draft_token(request), now=timezone.now())
    if draft is None:
        return redirect("service_charter:request-list")
    if draft.request_id:
        return redirect("service_charter:request-receipt")
    form = refilled(draft.form, drafts.content_of(draft).get("answers", {}))
    if not form.is_valid() or _missing_files(draft, form):
        return redirect(f"{_address(draft)}?check")
    return _send(request, draft, form) if request.method == "POST" else _check_page(request, draft, form)


@public
@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of what this browser has just sent; it can be shown again for a day."""
    token = VISIT.draft_token(request)
    draft = drafts.find_draft(token, now=timezone.now())
    row = reads.tracked(draft.request.public_id) if draft and draft.request else None
    if row is None:
        return redirect("service_charter:request-track")
    context = {"row": row, "tracking_code": derive_code(token, purpose=CODE_PURPOSE)}
    return render(request, "service_charter/requests/portal/receipt.html", context)


def _keep(request: HttpRequest, kind: RequestKind, draft: RequestDraft | None) -> HttpResponse:
    """Store what was typed, valid or not; go on when it is valid."""
    now, token = timezone.now(), VISIT.draft_token(request)
    asked = _asked(request, kind, draft)
    raw = raw_answers(asked, request.POST)
    if draft is None or draft.form_id != asked.pk:
        if not rates.allow("service_charter.draft", rates.visitor(request), limit=STARTS, now=now):
            return _form_page(request, kind, refilled(asked, raw), None, problem=_too_often(), status=429)
        draft, token = drafts.start_draft(form=asked, now=now)
    notice = notice_in_force(NOTICE, at=now)
    values: dict[str, Any] = {"answers": raw, "notice": notice.pk if notice else None}
    if place := _place(request, draft):
        values["at"] = place.code
    form = refilled(asked, raw)
    form.is_valid()
    problems = _take_files(request, draft, form, values)
    drafts.save_draft(draft_id=draft.pk, values=values, now=now)
    draft = drafts.find_draft(token, now=now) or draft
    for key, label in [] if problems else _missing_files(draft, form):
        form.add_error(key, _("Please add a file: %(question)s") % {"question": label})
    if form.errors:
        response = _form_page(request, kind, form, draft, status=422)
    else:
        response = redirect("service_charter:request-check")
    VISIT.keep_draft(response, request, token)
    return response


def _take_files(request: HttpRequest, draft: RequestDraft, form: AnswerForm, values: dict[str, Any]) -> bool:
    """Attach what was uploaded, by question; a refused file does not lose the others. Whether one was refused."""
    files, refused = dict(drafts.content_of(draft).get("files", {})), False
    for question in form.questions:
        if question.kind != FieldKind.FILE:
            continue
        for upload in request.FILES.getlist(question.key):
            try:
                stored = attach(
                    owner_kind=reads.FILE_OWNER,
                    owner_public_id=draft.future_id,
                    upload=upload,
                    visibility=Visibility.COMPLAINANT,
                )
            except Refused as refusal:
                refused = True
                form.add_error(question.key, f"“{(upload.name or '')[-40:]}” {refusal.message}")
            else:
                files.setdefault(question.key, []).append(stored.public_id)
    values["files"] = files
    return refused


def _missing_files(draft: RequestDraft, form: AnswerForm) -> list[tuple[str, str]]:
    """Questions for files that must be answered and have none."""
    given = _files(draft)
    return [
        (question.key, question.label)
        for question in form.questions
        if question.kind == FieldKind.FILE and question.is_required and not given.get(question.key)
    ]


def _files(draft: RequestDraft) -> dict[str, list[Any]]:
    """The files of the draft that are still there, by question."""
    there = {file.public_id: file for file in attachments_of(reads.FILE_OWNER, draft.future_id)}
    kept = drafts.content_of(draft).get("files", {})
    return {key: [there[public_id] for public_id in ids if public_id in there] for key, ids in kept.items()}


def _send(request: HttpRequest, draft: RequestDraft, form: AnswerForm) -> HttpResponse:
    now, token = timezone.now(), VISIT.draft_token(request)
    problem = portal_forms.objection(request)
    if problem:
        again = drafts.find_draft(token, now=now)
        if again and again.request_id:  # a double click: the first one has used the solution up
            return redirect("service_charter:request-receipt")
        return _check_page(request, draft, form, problem=problem, status=422)
    if not rates.allow("service_charter.send", rates.visitor(request), limit=SENDINGS, now=now):
        return _check_page(request, draft, form, problem=_too_often(), status=429)
    files = {key: [file.public_id for file in given] for key, given in _files(draft).items() if given}
    notice = NoticeVersion.objects.filter(pk=drafts.content_of(draft).get("notice") or 0).first()
    said = form.cleaned_data
    try:
        row = drafts.file_draft(
            draft_id=draft.pk,
            answers={**form.answers(), **files},
            customer=Customer(**{name: said[name] for name in PERSON}),
            language=portal_forms.page_language(),
            notice=notice,
            tracking_code=derive_code(token, purpose=CODE_PURPOSE),
            now=now,
            touchpoint=_place(request, draft),
        )
    except Refused as refusal:
        return _check_page(request, draft, form, problem=refusal.message, status=422)
    response = redirect("service_charter:request-receipt")
    VISIT.grant(response, request, row)
    return response


def _form_page(
    request: HttpRequest,
    kind: RequestKind,
    form: AnswerForm,
    draft: RequestDraft | None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    files = _files(draft) if draft else {}
    context = {
        "kind": kind,
        "asked": form.asked,
        "form": form,
        "rows": [(q, form[q.key], files.get(q.key, [])) for q in form.questions],
        "person": [form[name] for name in PERSON],
        "problem": problem,
        "draft": draft,
        "place": _place(request, draft),
        "standard": kinds.standard_of(kind, at=timezone.now()),
        "notice": notice_in_force(NOTICE),
        "help": reads.suggested_help(form.asked.title_th, at=timezone.now()),
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_count": settings.ATTACHMENT_MAX_COUNT,
    }
    return render(request, "service_charter/requests/portal/form.html", context, status=status)


def _check_page(
    request: HttpRequest, draft: RequestDraft, form: AnswerForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    files = _files(draft)
    answers = {**form.answers(), **{key: [file.public_id for file in given] for key, given in files.items()}}
    handed_in = [file for given in files.values() for file in given]
    said = form.cleaned_data
    context = {
        "asked": draft.form,
        "kind": draft.form.kind,
        "lines": reads.answer_lines(form.questions, answers, handed_in),
        "person": {**{name: said[name] for name in PERSON}, "phone": format_phone(said["phone"])},
        "problem": problem,
        "place": _place(request, draft),
        "back": f"{_address(draft)}?check",
        **portal_forms.check_context(),
    }
    return render(request, "service_charter/requests/portal/check.html", context, status=status)


def _kind(code: str) -> RequestKind:
    kind = RequestKind.objects.select_related("unit").filter(code=code, is_offered=True).first()
    if kind is None:
        raise Http404
    return kind


def _draft(request: HttpRequest, kind: RequestKind) -> RequestDraft | None:
    """The draft of this browser, where it is one of this kind."""
    draft = drafts.find_draft(VISIT.draft_token(request), now=timezone.now())
    return draft if draft and draft.form.kind_id == kind.pk else None


def _asked(request: HttpRequest, kind: RequestKind, draft: RequestDraft | None) -> RequestForm:
    """The version that the customer saw: as the page says, else the draft's, else the current one."""
    published = kind.forms.filter(published_at__isnull=False)
    shown = published.filter(public_id=request.POST.get("shown", "")).first() if request.method == "POST" else None
    asked = shown or (draft.form if draft else kinds.current_form(kind))
    if asked is None:
        raise Http404
    asked.kind = kind
    return asked


def _place(request: HttpRequest, draft: RequestDraft | None) -> Touchpoint | None:
    """The touchpoint whose QR code led here: as the address says, else as the draft remembers; closed ones do not."""
    code = request.GET.get("at", "")[:20] or str(drafts.content_of(draft).get("at", "") if draft else "")
    return touchpoint_by_code(code) if code else None


def _address(draft: RequestDraft) -> str:
    return reverse("service_charter:request-new", args=[draft.form.kind.code])


def _too_often() -> str:
    return _("There were very many entries from your network just now. Please try again in an hour, or call us.")
