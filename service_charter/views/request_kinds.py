"""Designing service requests: the catalogue, one kind, its form in versions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.stale import stale_context
from service_charter.forms.request_kinds import FormTextsForm, KindForm, NewKindForm, QuestionForm
from service_charter.models import RequestField, RequestForm, RequestKind
from service_charter.selectors import request_kinds as reads
from service_charter.services import request_kinds as services

DESIGN = requires(Permission.REQUEST_DESIGN)


@require_GET
@DESIGN
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with its form, its promise and what is open."""
    standards = {row.code: row for row in reads.linkable_standards(at=timezone.now())}
    rows = [(kind, reads.shown_form(kind), standards.get(kind.standard_code)) for kind in reads.designed()]
    return render(request, "service_charter/requests/kinds.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@DESIGN
def new(request: HttpRequest) -> HttpResponse:
    """Begin a kind."""
    form = NewKindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = services.save_kind(kind_id=None, facts=form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Begun. Now add the questions of its form."))
            return redirect("service_charter:requests-kind", kind.code)
    return render(request, "service_charter/requests/kind_new.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@DESIGN
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """One kind: who answers, which promise, the form as customers see it, and its draft."""
    row = _kind(code)
    initial = {name: getattr(row, name) for name in ("version", "unit", "standard_code", "rank")}
    form = KindForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["version"]
        try:
            services.save_kind(
                kind_id=row.pk, facts=form.cleaned_data, by=signed_in(request), now=timezone.now(), shown_version=shown
            )
        except StaleVersion:
            stale = stale_context(form, row, fields=services.KIND_FIELDS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("service_charter:requests-kind", code)
    return _kind_page(request, row, kind_form=form, stale=stale)


@require_POST
@DESIGN
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """On the portal, or off it."""
    row, wanted = _kind(code), request.POST.get("offer") == "yes"
    done = _("Customers can use it now.") if wanted else _("It is off the portal.")
    return _do(
        request,
        code,
        lambda: services.offer_kind(kind_id=row.pk, is_offered=wanted, by=signed_in(request), now=timezone.now()),
        done,
    )


@require_POST
@DESIGN
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of the form."""
    row = _kind(code)
    return _do(
        request,
        code,
        lambda: services.start_form(kind_id=row.pk, by=signed_in(request), now=timezone.now()),
        _("A new version is begun. Customers see the old one until you publish."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@DESIGN
def texts(request: HttpRequest, code: str) -> HttpResponse:
    """Title and description of the draft."""
    row = _kind(code)
    draft = get_object_or_404(row.forms, published_at__isnull=True)
    initial = {"version": draft.version, **{name: getattr(draft, name) for name in services.TEXT_FIELDS}}
    form = FormTextsForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_form_texts(
                form_id=draft.pk,
                texts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
                shown_version=form.cleaned_data["version"],
            )
        except StaleVersion:
            stale = stale_context(form, draft, fields=services.TEXT_FIELDS)
        else:
            messages.success(request, _("Saved"))
            return redirect("service_charter:requests-kind", code)
    context = {"kind": row, "form": form, "draft": draft, **stale}
    return render(request, "service_charter/requests/texts.html", context, status=409 if stale else _status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@DESIGN
def question(request: HttpRequest, code: str, key: str = "") -> HttpResponse:
    """Add a question to the draft, or change one."""
    row = _kind(code)
    draft = get_object_or_404(row.forms, published_at__isnull=True)
    stored = get_object_or_404(draft.questions, key=key) if key else None
    initial = {name: getattr(stored, name) for name in services.QUESTION_FIELDS} if stored else None
    form = QuestionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_question(
                form_id=draft.pk,
                question_id=stored.pk if stored else None,
                facts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("service_charter:requests-kind", code)
    context = {"kind": row, "form": form, "question": stored}
    return render(request, "service_charter/requests/question.html", context, status=_status(form))


@require_POST
@DESIGN
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a question out of the draft."""
    return _on_question(request, code, key, services.remove_question, _("Removed"))


@require_POST
@DESIGN
def raise_(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Move a question one place up."""
    return _on_question(request, code, key, services.raise_question, _("Moved up"))


@require_POST
@DESIGN
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Make the draft the form that customers see."""
    draft = get_object_or_404(_kind(code).forms, published_at__isnull=True)
    return _do(
        request,
        code,
        lambda: services.publish_form(form_id=draft.pk, by=signed_in(request), now=timezone.now()),
        _("Published. Whoever is filling in the old version can still send it."),
    )


def _on_question(request: HttpRequest, code: str, key: str, act: Callable[..., None], done: str) -> HttpResponse:
    stored: RequestField = get_object_or_404(
        RequestField, key=key, form__kind__code=code, form__published_at__isnull=True
    )
    return _do(
        request,
        code,
        lambda: act(form_id=stored.form_id, question_id=stored.pk, by=signed_in(request), now=timezone.now()),
        done,
    )


def _kind(code: str) -> RequestKind:
    return get_object_or_404(RequestKind.objects.select_related("unit"), code=code)


def _kind_page(request: HttpRequest, row: RequestKind, *, kind_form: KindForm, stale: dict[str, Any]) -> HttpResponse:
    forms = list(row.forms.select_related("published_by").prefetch_related("questions"))
    draft: RequestForm | None = next((form for form in forms if form.published_at is None), None)
    current = next((form for form in forms if form.published_at is not None), None)
    context = {
        "kind": row,
        "form": kind_form,
        "draft": draft,
        "current": current,
        "shown": draft or current,
        "versions": [form for form in forms if form.published_at],
        "standard": reads.standard_of(row, at=timezone.now()),
        **stale,
    }
    status = 409 if stale else _status(kind_form)
    return render(request, "service_charter/requests/kind.html", context, status=status)


def _do(request: HttpRequest, code: str, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("service_charter:requests-kind", code)


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
