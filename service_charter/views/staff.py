"""The charter at work: versions, one version with its next step, its texts, and the steps themselves."""

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
from foundation.core import references
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from foundation.governance import selectors as governance
from service_charter import compare, selectors, services, training_rules
from service_charter.commitment_rules import may_oversee
from service_charter.content import TEXT_FIELDS
from service_charter.enums import Status
from service_charter.forms import PublishForm, ReasonForm, TextsForm
from service_charter.lifecycle import MOVES
from service_charter.models import IN_FORCE_ONCE, CharterVersion

PATH = (Status.DRAFT, Status.IN_REVIEW, Status.REVIEWED, Status.PROPOSED, Status.APPROVED, Status.PUBLISHED)


@require_GET
@requires(Permission.CHARTER_VIEW)
def charter_list(request: HttpRequest) -> HttpResponse:
    """Every version, newest first."""
    context = {
        "charters": selectors.charters(),
        "oversees": may_oversee(signed_in(request)),
        "sees_training": training_rules.may_oversee(signed_in(request)),
        "may_commit": signed_in(request).can(Permission.CHARTER_COMMIT),
        "in_force": selectors.charter_in_force(timezone.now()),
        "may_start": signed_in(request).can(Permission.CHARTER_DRAFT) and selectors.open_version() is None,
    }
    return render(request, "service_charter/list.html", context)


@require_POST
@requires(Permission.CHARTER_DRAFT)
def start(request: HttpRequest) -> HttpResponse:
    """Begin the next version from the latest one."""
    try:
        charter = services.start_version(by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("service_charter:staff-list")
    return redirect("service_charter:staff-edit", number=charter.number)


@require_GET
@requires(Permission.CHARTER_VIEW)
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One version as the public will read it, with its next step."""
    return _detail(request, _charter(number))


@require_http_methods(["GET", "POST"])
@requires(Permission.CHARTER_DRAFT)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the texts of a draft. A stale save shows both sides and loses neither."""
    charter = _charter(number)
    initial = {"version": charter.version, **{field: getattr(charter, field) for field in TEXT_FIELDS}}
    form = TextsForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_texts(
                charter_id=charter.pk,
                shown_version=form.cleaned_data["version"],
                texts=form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            charter.refresh_from_db()
            stale = stale_context(form, charter, fields=TEXT_FIELDS)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The texts are saved."))
            return redirect("service_charter:staff-detail", number=number)
    return form_page(request, "service_charter/edit.html", {"charter": charter, "form": form, **stale})


@require_POST
@requires(Permission.CHARTER_DRAFT)
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Draft to internal review."""
    return _step(request, number, services.submit)


@require_POST
@requires(Permission.CHARTER_REVIEW)
def review(request: HttpRequest, number: int) -> HttpResponse:
    """A second person finds the draft fit for the board."""
    return _step(request, number, services.review)


@require_POST
@requires(Permission.CHARTER_REVIEW)
def return_draft(request: HttpRequest, number: int) -> HttpResponse:
    """A second person gives the draft back, with a reason."""
    return _back(request, number, services.return_draft)


@require_POST
@requires(Permission.CHARTER_DRAFT)
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Internal review to the board."""
    return _step(request, number, services.propose)


@require_POST
@requires(Permission.CHARTER_DRAFT)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Back to draft, with a reason."""
    return _back(request, number, services.take_back)


@require_POST
@requires(Permission.CHARTER_PUBLISH)
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish what the board approved."""
    charter = _charter(number)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            services.publish(
                charter_id=charter.pk,
                effective_on=form.cleaned_data["effective_on"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": number})
            return redirect("service_charter:staff-detail", number=number)
    return _detail(request, charter, publish_form=form)


def _charter(number: int) -> CharterVersion:
    return get_object_or_404(selectors.charters(), number=number)


def _step(request: HttpRequest, number: int, service: Callable[..., CharterVersion]) -> HttpResponse:
    charter = _charter(number)
    try:
        moved = service(charter_id=charter.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        missing = getattr(refusal, "missing", {})
        messages.error(request, " ".join([refusal.message, *dict.fromkeys(missing.values())]))
    else:
        messages.success(
            request,
            _("Version %(number)s: %(status)s.") % {"number": number, "status": moved.get_status_display()},
        )
    return redirect("service_charter:staff-detail", number=number)


def _back(request: HttpRequest, number: int, service: Callable[..., CharterVersion]) -> HttpResponse:
    charter = _charter(number)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            service(charter_id=charter.pk, reason=reason, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Version %(number)s is a draft again.") % {"number": number})
            return redirect("service_charter:staff-detail", number=number)
    if service is services.return_draft:
        return _detail(request, charter, return_form=form)
    return _detail(request, charter, take_back_form=form)


def _compared_with(request: HttpRequest, charter: CharterVersion) -> CharterVersion | None:
    """The version that the reader chose to compare with, else the published one before."""
    wanted = request.GET.get("with", "")
    chosen = selectors.charters().exclude(pk=charter.pk).filter(number=wanted).first() if wanted.isdecimal() else None
    return chosen or selectors.version_before(charter)


def _detail(
    request: HttpRequest,
    charter: CharterVersion,
    *,
    publish_form: PublishForm | None = None,
    take_back_form: ReasonForm | None = None,
    return_form: ReasonForm | None = None,
) -> HttpResponse:
    before = _compared_with(request, charter)
    user = signed_in(request)
    areas = selectors.by_area(charter)
    for _area, standards in areas:
        for standard in standards:
            standard.records = [  # type: ignore[attr-defined]
                references.resolve(user, *name.split(":", 1)) for name in standard.evidence
            ]
    run = governance.newest_run(charter.public_id)
    context = {
        "charter": charter,
        "run": run,
        "steps": governance.steps_of(run) if run else [],
        "may_review": not (run and run.is_live) or governance.may_decide(user, run),
        "areas": areas,
        "path": [(status, status.label, status == charter.status) for status in PATH],
        "is_public": charter.status in IN_FORCE_ONCE,
        "before": before,
        "changes": compare.changes(before, charter) if before else [],
        "moves": {
            name: charter.status in move.sources and bool(move.permission) and user.can(move.permission or "")
            for name, move in MOVES.items()
        },
        "is_drafter": user.pk in charter.drafter_ids,
        "others": selectors.charters().exclude(pk=charter.pk),
        "may_see_resolutions": user.can(Permission.RESOLUTION_VIEW),
        "may_edit": charter.status == Status.DRAFT and user.can(Permission.CHARTER_DRAFT),
        "publish_form": publish_form or PublishForm(),
        "take_back_form": take_back_form or ReasonForm(),
        "return_form": return_form or ReasonForm(auto_id="id_return_%s"),
    }
    return form_page(request, "service_charter/detail.html", context)
