"""The portal form: one topic a page, kept on the server from the first answer on, sent once."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import selectors, services
from complaints.enums import Channel, Identity
from complaints.enums_authority import ProofKind, Relation
from complaints.forms import portal as steps
from complaints.models import Category, Complaint, Draft
from complaints.views import siblings
from complaints.views.receipt import receipt_context
from complaints.views.visit import VISIT
from customers.selectors import touchpoint_by_code
from foundation.accounts.access import public
from foundation.core import portal_forms, rates
from foundation.core.contacts import format_phone
from foundation.core.csrf import keeps_text
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.files import attach, attachments_of, remove
from foundation.core.models import Visibility
from foundation.privacy.models import NoticeVersion
from foundation.privacy.selectors import notice_in_force

STARTS = rates.Limit(60, timedelta(hours=1))
SENDINGS = rates.Limit(20, timedelta(hours=1))
Shown = dict[str, Any]


def _render_kept(request: HttpRequest, step: str) -> HttpResponseBase:
    """After a failed check of the page's origin: the page again, with all that was typed and a fresh token."""
    if step not in steps.STEPS:
        return redirect("complaints:portal-new")
    draft = _draft(request)
    typed = steps.raw_answers(steps.STEPS[step][1], request.POST)
    form = steps.bound_form(step, typed, services.content_of(draft) if draft else {})
    message = _("This page had been open for too long. Everything you typed is still here: please go on once more.")
    return _step_page(request, step, form, draft=draft, notice_line=message, status=403)


@public
@never_cache
@keeps_text(lambda request, **kwargs: _render_kept(request, "identity"))
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """The first page: with a name or without, and what happens with personal data."""
    return _answer(request, "identity")


@public
@never_cache
@keeps_text(lambda request, step, **kwargs: _render_kept(request, step))
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponseBase:
    """A later page."""
    if step not in steps.STEPS or step == "identity":
        return redirect("complaints:portal-new")
    return _answer(request, step)


@public
@never_cache
@require_POST
def remove_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a file out of the draft."""
    draft = _draft(request)
    if draft and not draft.complaint_id:
        for attachment in attachments_of(selectors.FILE_OWNER, draft.future_id).filter(public_id=public_id):
            remove(attachment)
    return redirect("complaints:portal-step", "files")


@public
@never_cache
@require_POST
def discard(request: HttpRequest) -> HttpResponseBase:
    """Forget the draft, or a sent one's way back to its receipt, and start anew."""
    if draft := _draft(request):
        services.drop_draft(draft_id=draft.pk, now=timezone.now())
    response = redirect("complaints:portal-new")
    VISIT.forget_draft(response)
    return response


@public
@never_cache
@keeps_text(lambda request, **kwargs: redirect("complaints:portal-check"))
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """All answers at a glance; sending them, once."""
    draft = _draft(request)
    if draft is None:
        return redirect("complaints:portal-new")
    if draft.complaint_id:
        return redirect("complaints:portal-receipt")
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
    if draft is None or draft.complaint is None:
        return redirect("complaints:portal-track")
    code = services.derive_code(VISIT.draft_token(request))
    if services.code_hash(code) != draft.complaint.code_hash:
        code = ""  # another one was given out since
    context = receipt_context(draft.complaint.public_id, tracking_code=code, now=timezone.now())
    return render(request, "complaints/portal/receipt.html", context)


def _answer(request: HttpRequest, name: str) -> HttpResponseBase:
    draft = _draft(request)
    if draft and draft.complaint_id:
        if request.method == "POST":
            return redirect("complaints:portal-receipt")
        return render(request, "complaints/portal/sent.html", {"complaint": draft.complaint})
    if request.method == "POST":
        return _keep(request, name, draft)
    content = services.content_of(draft) if draft else {}
    if draft is None and name != "identity":
        return redirect("complaints:portal-new")
    answers = content.get(name)
    if name not in steps.step_names(content):
        return redirect(_address(steps.first_flaw(content) or steps.CHECK))
    judged = answers and "check" in request.GET
    form = steps.bound_form(name, answers, content) if judged else _prefilled(name, answers, content)
    return _step_page(request, name, form, draft=draft)


def _keep(request: HttpRequest, name: str, draft: Draft | None) -> HttpResponseBase:
    """Store what was typed, valid or not; go on when it is valid."""
    now = timezone.now()
    token = VISIT.draft_token(request)
    answers = steps.raw_answers(steps.STEPS[name][1], request.POST)
    if draft is None:
        if not rates.allow("complaints.draft", rates.visitor(request), limit=STARTS, now=now):
            form = steps.bound_form(name, answers, {})
            return _step_page(request, name, form, draft=None, notice_line=_too_often(), status=429)
        draft, token = services.start_draft(language=_language(), now=now)
    values: dict[str, Any] = {name: answers}
    if name == "identity" and (notice := notice_in_force("complaint", at=now)):
        values["notice"] = notice.pk
    if name == "identity" and (spot := touchpoint_by_code(request.GET.get("at", "")[:40], at=now)):  # the QR code
        place = " ".join(filter(None, (spot.name, spot.building, spot.floor)))
        values["story"] = {"touchpoint": [spot.code], "place": [place]} | services.content_of(draft).get("story", {})
    if name in siblings.TOLD_ON:
        values |= siblings.near({**services.content_of(draft), **values}, now=now)
    services.save_draft(draft_id=draft.pk, values=values, language=_language(), now=now)
    draft = services.find_draft(token, now=now)
    content = services.content_of(draft) if draft else {}
    form = steps.bound_form(name, answers, content)
    problems = _take_files(request, draft) if name == "files" and draft else []
    if form.is_valid() and not problems and "add" not in request.POST:
        response: HttpResponseBase = redirect(_next(request, name, content))
    else:
        for problem in problems:
            form.add_error("uploads", problem)
        response = _step_page(request, name, form, draft=draft, status=422 if form.errors else 200)
    VISIT.keep_draft(response, request, token)
    return response


def _take_files(request: HttpRequest, draft: Draft) -> list[str]:
    """Attach what was uploaded; a refused file does not lose the others."""
    problems = []
    for upload in request.FILES.getlist("uploads"):
        try:
            attach(
                owner_kind=selectors.FILE_OWNER,
                owner_public_id=draft.future_id,
                upload=upload,
                visibility=Visibility.COMPLAINANT,
            )
        except Refused as refusal:
            problems.append(f"“{_short(upload.name or '')}” {refusal.message}")
    return problems


def _send(request: HttpRequest, draft: Draft, content: Shown) -> HttpResponseBase:
    now = timezone.now()
    problem = portal_forms.objection(request)
    if problem:
        refreshed = services.find_draft(VISIT.draft_token(request), now=now)
        if refreshed and refreshed.complaint_id:  # a double click: the first one has used the solution up
            return redirect("complaints:portal-receipt")
        return _check_page(request, draft, content, problem=problem, status=422)
    if not rates.allow("complaints.send", rates.visitor(request), limit=SENDINGS, now=now):
        return _check_page(request, draft, content, problem=_too_often(), status=429)
    try:
        complaint = _file(draft, content, token=VISIT.draft_token(request), now=now)
    except (Incomplete, IllegalMove) as refusal:
        return _check_page(request, draft, content, problem=refusal.message, status=422)
    response = redirect("complaints:portal-receipt")
    VISIT.grant(response, request, complaint)
    return response


def _file(draft: Draft, content: Shown, *, token: str, now: datetime) -> Complaint:
    cleaned = steps.cleaned_answers(content)
    anonymous = cleaned["identity"] == Identity.ANONYMOUS
    contact_fields = ("name", "phone", "email", "representative", "relation", "proof", "reply_by")
    return services.file_draft(
        draft_id=draft.pk,
        identity=cleaned["identity"],
        story=services.Story(
            category=Category.objects.select_related("unit").get(code=cleaned["category"]),
            description=cleaned["description"],
            place=cleaned["place"],
            touchpoint=touchpoint_by_code(cleaned["touchpoint"], at=now),
            occurred_on=cleaned["occurred_on"],
            remedies=cleaned["remedies"],
            remedy_wish=cleaned["remedy_wish"],
        ),
        contact=None if anonymous else services.Contact(**{name: cleaned[name] for name in contact_fields}),
        door=services.Door(
            channel=Channel.PORTAL,
            language=draft.language,
            notice=NoticeVersion.objects.select_related("notice").filter(pk=content.get("notice") or 0).first(),
        ),
        tracking_code=services.derive_code(token),
        now=now,
        consents=None if anonymous else {"satisfaction-contact": cleaned["satisfaction_contact"]},
        same_as=siblings.same_as(cleaned, content),
    )


def _step_page(
    request: HttpRequest,
    name: str,
    form: forms.Form,
    *,
    draft: Draft | None,
    notice_line: str = "",
    status: int = 200,
) -> HttpResponse:
    content = services.content_of(draft) if draft else {}
    context = {
        "form": form,
        "step": name,
        "title": steps.STEPS[name][0],
        "draft": draft,
        "steps": _progress(name, content),
        "notice_line": notice_line,
        "back": _previous(name, content),
        "from_check": "check" in request.GET,
        "files": _files(draft) if name == "files" else [],
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_count": settings.ATTACHMENT_MAX_COUNT,
        "notice": notice_in_force("complaint") if name == "identity" else None,
    }
    templates = [f"complaints/portal/step_{name}.html", "complaints/portal/step.html"]
    return render(request, templates, {**context, **_place(name, content)}, status=status)


def _check_page(
    request: HttpRequest, draft: Draft, content: Shown, *, problem: str = "", status: int = 200
) -> HttpResponse:
    cleaned = steps.cleaned_answers(content)
    context = {
        "cleaned": cleaned,
        "category": Category.objects.get(code=cleaned["category"]),
        "identity": Identity(cleaned["identity"]),
        "answers": _answer_lines(cleaned),
        "followed": siblings.followed(cleaned, content),
        "has_siblings": "siblings" in steps.step_names(content),
        "draft": draft,
        "files": _files(draft),
        "problem": problem,
        **portal_forms.check_context(),
        "steps": _progress(steps.CHECK, content),
        "back": _previous(steps.CHECK, content),
        "title": steps.CHECK_LABEL,
        "notice": NoticeVersion.objects.filter(pk=content.get("notice") or 0).first(),
    }
    return render(request, "complaints/portal/check.html", {**context, **_place(steps.CHECK, content)}, status=status)


def _answer_lines(cleaned: Shown) -> Shown:
    """Choices of the answers in words."""
    remedy = dict(steps.RemedyForm.base_fields["remedies"].choices)  # type: ignore[attr-defined]
    reply = dict(steps.ContactForm.base_fields["reply_by"].choices)  # type: ignore[attr-defined]
    return {
        "remedies": [remedy[value] for value in cleaned["remedies"]],
        "reply_by": reply.get(cleaned.get("reply_by", ""), ""),
        "relation": Relation(cleaned["relation"]).label if cleaned.get("relation") else "",
        "proof": ProofKind(cleaned["proof"]).label if cleaned.get("proof") else "",
        "phone": format_phone(cleaned["phone"]) if cleaned.get("phone") else "",
    }


def _prefilled(name: str, answers: dict[str, list[str]] | None, content: Shown) -> forms.Form:
    """An unbound form that shows the stored answers without judging them."""
    form_class = steps.STEPS[name][1]
    more = steps.offered(name, content)
    if not answers:
        return form_class(**more)
    many = {"remedies"}
    initial = {field: values if field in many else (values[0] if values else "") for field, values in answers.items()}
    return form_class(initial=initial, **more)


def _draft(request: HttpRequest) -> Draft | None:
    return services.find_draft(VISIT.draft_token(request), now=timezone.now())


def _files(draft: Draft | None) -> list[Any]:
    return list(attachments_of(selectors.FILE_OWNER, draft.future_id)) if draft else []


def _progress(current: str, content: Shown) -> list[Shown]:
    names = [*steps.step_names(content), steps.CHECK]
    here = names.index(current)
    return [
        {
            "label": steps.CHECK_LABEL if name == steps.CHECK else steps.STEPS[name][0],
            "url": _address(name),
            "state": "done" if place < here else "now" if place == here else "",
        }
        for place, name in enumerate(names)
    ]


def _place(current: str, content: Shown) -> Shown:
    names = [*steps.step_names(content), steps.CHECK]
    return {"step_number": names.index(current) + 1, "step_total": len(names)}


def _next(request: HttpRequest, name: str, content: Shown) -> str:
    if "check" in request.GET and steps.first_flaw(content) is None:
        return _address(steps.CHECK)
    names = [*steps.step_names(content), steps.CHECK]
    if name not in names:
        return _address(steps.CHECK)
    return _address(names[names.index(name) + 1])


def _previous(name: str, content: Shown) -> str:
    names = [*steps.step_names(content), steps.CHECK]
    here = names.index(name) if name in names else 0
    return _address(names[here - 1]) if here else ""


def _address(name: str) -> str:
    if name == "identity":
        return reverse("complaints:portal-new")
    if name == steps.CHECK:
        return reverse("complaints:portal-check")
    return reverse("complaints:portal-step", args=[name])


def _language() -> str:
    return portal_forms.page_language()


def _too_often() -> str:
    return _("There were very many entries from your network just now. Please try again in an hour, or call us.")


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:40]}…{name[-12:]}"
