"""The officer's queue of requests about personal data, and the page of one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.files import attach, attachments_of
from foundation.core.form_pages import attempt
from foundation.core.forms import RefusableForm
from foundation.core.ids import new_tracking_code
from foundation.core.lifecycle import moves_from
from foundation.core.models import Visibility
from foundation.core.pages import keyset_page
from foundation.core.portal_forms import page_language
from foundation.core.thai.dates import format_date
from foundation.privacy import selectors, services
from foundation.privacy.enums import Right
from foundation.privacy.forms.requests import (
    AnswerForm,
    ExtendForm,
    RefuseForm,
    RevealForm,
    TakeDownForm,
    VerifyForm,
    WordsForm,
)
from foundation.privacy.lifecycle import MOVES
from foundation.privacy.models import DataExport, DataRequest
from foundation.privacy.offers import FILE_OWNER
from foundation.privacy.selectors.requests import VIEWS
from foundation.privacy.views.common import reads, tabs, the_request, works

# Each step of the officer and its form; a step without one is a button.
STEP_FORMS: dict[str, type[RefusableForm] | None] = {
    "verify": VerifyForm,
    "start": None,
    "answer": AnswerForm,
    "refuse_unverified": RefuseForm,
    "close": None,
    "extend": ExtendForm,
}


@reads
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Requests by what happens with them, the first day of answer first."""
    now = timezone.now()
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    right = request.GET.get("right", "")
    right = right if right in Right.values else ""
    order = ("due_at", "id") if view == "open" else ("-id",)
    page = keyset_page(
        selectors.request_queue(view=view, right=right), order=order, cursor=request.GET.get("after", "")
    )
    rows = [{"row": row, "asker": selectors.masked_asker(row)} for row in page.rows]
    context = {
        "tabs": tabs(request),
        "page": page,
        "rows": rows,
        "view": view,
        "views": [{"label": label, "url": f"?view={key}", "current": key == view} for key, label in _view_labels()],
        "right": right,
        "rights": Right.choices,
        "now": now,
        "overdue": DataRequest.objects.overdue(at=now).count(),
        "may_work": signed_in(request).can(Permission.PRIVACY_OFFICER),
    }
    return render(request, "privacy/requests/queue.html", context)


@reads
@never_cache
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request: its clock, its next step, what was said, its history."""
    return _page(request, the_request(number))


@works
@never_cache
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """Write a request down that came by telephone, letter or at the counter; the code is shown once."""
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, code = form.cleaned_data, new_tracking_code()
        row = attempt(
            form,
            lambda: services.submit_request(
                wish=services.Wish(
                    right=said["right"], details=said["details"], purposes=said["purposes"], proof=said["proof"]
                ),
                asker=services.Asker(
                    **{name: said[name] for name in ("name", "phone", "email", "whom", "representative", "authority")}
                ),
                channel=said["channel"],
                language=page_language(),
                notice=selectors.notice_in_force("data-request"),
                tracking_code=code,
                now=timezone.now(),
                by=signed_in(request),
            ),
        )
        if row is not None:
            return render(
                request, "privacy/requests/taken_down.html", {"row": row, "code": code, "tabs": tabs(request)}
            )
    status = 422 if form.errors else 200
    return render(request, "privacy/requests/take_down.html", {"form": form, "tabs": tabs(request)}, status=status)


@works
@never_cache
@require_POST
def step(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Take a step of the path, or extend the clock."""
    row = the_request(number)
    if move not in STEP_FORMS:
        return redirect(row)
    form_class = STEP_FORMS[move]
    form = form_class(request.POST, auto_id=f"{move}-%s") if form_class else RefusableForm(request.POST)
    if not form.is_valid():
        return _page(request, row, forms={move: form}, status=422)
    try:
        done = attempt(form, lambda: _ACTS[move](request, row, form.cleaned_data))
    except StaleVersion as refusal:
        form.add_error(None, refusal.message)
        return _page(request, the_request(number), forms={move: form}, status=409)
    if done is None:
        return _page(request, row, forms={move: form}, status=422)
    if move == "extend":
        messages.success(request, _("The answer is now due on %(day)s.") % {"day": format_date(done.due_at, "long")})
    else:
        messages.success(request, _("Now: %(status)s.") % {"status": done.get_status_display()})
    return redirect(done)


def _act(service: Callable[..., DataRequest], **names: str) -> Callable[[HttpRequest, DataRequest, Any], DataRequest]:
    def act(request: HttpRequest, row: DataRequest, said: Any) -> DataRequest:
        given = {argument: said[field] for argument, field in names.items()}
        return service(request_id=row.pk, by=signed_in(request), now=timezone.now(), **given)

    return act


_ACTS: dict[str, Callable[[HttpRequest, DataRequest, Any], DataRequest]] = {
    "verify": _act(services.verify_identity, how="reason"),
    "start": _act(services.start),
    "answer": _act(services.answer, outcome="outcome", ground="ground", text="answer", shown_version="version"),
    "refuse_unverified": _act(services.refuse_unverified, text="answer"),
    "close": _act(services.close),
    "extend": _act(services.extend, until="until", reason="reason"),
}


@works
@never_cache
@require_POST
def words(request: HttpRequest, number: str) -> HttpResponse:
    """A note of ours, or words to the person."""
    row = the_request(number)
    form = WordsForm(request.POST, auto_id="words-%s")
    if not form.is_valid():
        return _page(request, row, words_form=form, status=422)
    write = services.send_message if form.cleaned_data["to_person"] else services.add_note
    body = form.cleaned_data["body"]
    if attempt(form, lambda: write(request_id=row.pk, body=body, by=signed_in(request), now=timezone.now())) is None:
        return _page(request, row, words_form=form, status=422)
    return redirect(row)


@works
@never_cache
@require_POST
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Add a file that proves what was done."""
    row = the_request(number)
    for file in request.FILES.getlist("uploads"):
        try:
            attach(
                owner_kind=FILE_OWNER,
                owner_public_id=row.public_id,
                upload=file,
                visibility=Visibility.INTERNAL,
                by=signed_in(request),
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
    return redirect(row)


@works
@never_cache
@sensitive_post_parameters()
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show once who asks, after a reason that is logged."""
    row = the_request(number)
    form = RevealForm(request.POST, auto_id="reveal-%s")
    if not form.is_valid():
        return _page(request, row, reveal_form=form, status=422)
    reason = form.cleaned_data["reason"]
    shown = attempt(
        form,
        lambda: services.reveal_asker(request_id=row.pk, reason=reason, by=signed_in(request), now=timezone.now()),
    )
    return _page(request, row, reveal_form=form, revealed=shown, status=200 if shown else 422)


@works
@never_cache
@require_POST
def renew_code(request: HttpRequest, number: str) -> HttpResponse:
    """A new tracking code for somebody who lost the old one; it is shown this once."""
    row = the_request(number)
    form = VerifyForm(request.POST, auto_id="code-%s")
    code = None
    if form.is_valid():
        how = form.cleaned_data["reason"]
        code = attempt(
            form, lambda: services.renew_code(request_id=row.pk, how=how, by=signed_in(request), now=timezone.now())
        )
    if code is None:
        return _page(request, row, code_form=form, status=422)
    return render(request, "privacy/requests/taken_down.html", {"row": row, "code": code, "tabs": tabs(request)})


def _page(
    request: HttpRequest,
    row: DataRequest,
    *,
    forms: dict[str, Any] | None = None,
    words_form: WordsForm | None = None,
    reveal_form: RevealForm | None = None,
    code_form: VerifyForm | None = None,
    revealed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    may_work = user.can(Permission.PRIVACY_OFFICER)
    forms = forms or {}
    steps = [_step(row, name, forms.get(name)) for name in moves_from(MOVES, row.status) if name in STEP_FORMS]
    may_extend = may_work and row.is_open and row.extended_at is None and row.due_at >= now
    context = {
        "row": row,
        "now": now,
        "asker": selectors.masked_asker(row),
        "revealed": revealed,
        "may_work": may_work,
        "steps": steps if may_work else [],
        "extend": forms.get("extend") or ExtendForm(auto_id="extend-%s") if may_extend else None,
        "words_form": words_form or WordsForm(auto_id="words-%s"),
        "code_form": code_form or VerifyForm(auto_id="code-%s"),
        "may_look": may_work and row.is_open and row.verified_at is not None,
        "exports": DataExport.objects.filter(request=row).select_related("built_by", "fetched_by") if may_work else [],
        "copy": services.ready_export(row, now=now),
        "consents": services.consents_for(row) if may_work and row.is_open else [],
        "proof": getattr(row, "erasure_proof", None),
        "reveal_form": reveal_form or RevealForm(auto_id="reveal-%s"),
        "notes": row.notes.select_related("by", "data_key") if may_work else [],
        "path": row.steps.select_related("by"),
        "purposes": [purpose.title for purpose in selectors.asked_consents() if purpose.key in row.purposes],
        "others": selectors.others_of_the_same(row)[:5],
        "files": attachments_of(FILE_OWNER, row.public_id),
        "form": next(iter(forms.values()), None) or words_form or reveal_form,
    }
    return render(request, "privacy/requests/detail.html", context, status=status)


def _step(row: DataRequest, name: str, form: RefusableForm | None) -> dict[str, Any]:
    form_class = STEP_FORMS[name]
    if form is None and form_class is not None:
        form = form_class(auto_id=f"{name}-%s", initial={"version": row.version})
    return {
        "name": name,
        "label": MOVES[name].label,
        "form": form if form_class else None,
        "url": reverse("privacy:staff-request-step", args=[row.number, name]),
        "is_side": name == "refuse_unverified",
    }


def _view_labels() -> list[tuple[str, str]]:
    return [
        ("open", _("Awaiting an answer")),
        ("answered", _("Answered, not closed")),
        ("ended", _("Closed")),
        ("all", _("All")),
    ]
