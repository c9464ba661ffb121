"""The policy on the staff side: its clauses with duties, its versions, and the import of the announcement."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.evidence import CLAUSES
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from foundation.governance import selectors, services
from foundation.governance.clauses import outline
from foundation.governance.enums import PolicyStatus
from foundation.governance.forms.policy import ConfirmForm, DutyForm, ImportForm, TakeBackForm
from foundation.governance.lifecycle import POLICY_MOVES
from foundation.governance.models import Duty, PolicyVersion
from foundation.governance.policy_file import Announcement, decoded, read_announcement

PATH = (
    PolicyStatus.DRAFT,
    PolicyStatus.IN_REVIEW,
    PolicyStatus.REVIEWED,
    PolicyStatus.PROPOSED,
    PolicyStatus.APPROVED,
    PolicyStatus.PUBLISHED,
)


@require_GET
@requires(Permission.POLICY_VIEW)
def text(request: HttpRequest) -> HttpResponse:
    """The version in force clause by clause, with what each asks of whom."""
    current, user = selectors.current_policy(), signed_in(request)
    context = {
        "current": current,
        "parts": selectors.parts_with_duties(current),
        "versions": selectors.policy_versions(),
        "may_edit": user.can(Permission.POLICY_EDIT),
        "acknowledged": selectors.has_acknowledged(user, current) if current else False,
        "acknowledged_count": current.acknowledgements.count() if current else 0,
        "sees_board": user.can(Permission.RESOLUTION_VIEW),
    }
    return render(request, "governance/policy_text.html", context)


@require_POST
@requires(Permission.POLICY_VIEW)
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reader has read the version in force."""
    version = get_object_or_404(PolicyVersion, public_id=public_id)
    try:
        services.acknowledge_policy(version_id=version.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Thank you: it is noted that you have read this version."))
    return redirect("governance:staff-policy-text")


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def duty_new(request: HttpRequest, clause: str) -> HttpResponse:
    """Add a duty to a clause."""
    if clause not in CLAUSES:
        raise Http404
    return _duty(request, clause, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def duty_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a duty, its owner or how often it falls due."""
    duty = get_object_or_404(Duty, public_id=public_id)
    return _duty(request, duty.clause, duty)


@require_GET
@requires(Permission.POLICY_VIEW)
def version(request: HttpRequest, public_id: str) -> HttpResponse:
    """One version with its texts and how far it has come."""
    return _version(request, get_object_or_404(selectors.policy_versions(), public_id=public_id))


@require_POST
@requires(Permission.POLICY_EDIT)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A version on its way back to draft, with a reason."""
    row = get_object_or_404(selectors.policy_versions(), public_id=public_id)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            services.take_back_policy(
                version_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is a draft again."))
            return redirect("governance:staff-policy-version", public_id)
    return _version(request, row, form)


def _version(request: HttpRequest, row: PolicyVersion, form: TakeBackForm | None = None) -> HttpResponse:
    user = signed_in(request)
    context = {
        "version": row,
        "may_take_back": user.can(Permission.POLICY_EDIT) and row.status in POLICY_MOVES["take_back"].sources,
        "form": form or TakeBackForm(),
        "sections": selectors.sections_of(row),
        "path": [(status.label, status == row.status) for status in PATH],
        "sees_board": user.can(Permission.RESOLUTION_VIEW),
        "acknowledgements": selectors.acknowledgements(row)[:50] if row.is_public else [],
        "acknowledged_count": row.acknowledgements.count(),
    }
    return form_page(request, "governance/policy_version.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.POLICY_EDIT)
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose the file, see what was read, then record it."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "current": selectors.current_policy()}
    if request.method == "POST" and "text" in request.POST:
        return _confirmed(request, context)
    if request.method == "POST" and form.is_valid():
        try:
            written = decoded(form.cleaned_data["file"].read())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(
                request, "governance/policy_import.html", context | _preview(read_announcement(written), written)
            )
    return form_page(request, "governance/policy_import.html", context)


def _preview(found: Announcement, written: str) -> dict[str, Any]:
    clauses = [(outline(key), found.clauses.get(key, "")) for key in CLAUSES]
    return {"found": found, "clauses": clauses, "confirm": ConfirmForm(initial={"text": written})}


def _confirmed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form = ConfirmForm(request.POST)
    context["form"] = ImportForm()
    if form.is_valid():
        try:
            result = services.import_policy(text=form.cleaned_data["text"], by=signed_in(request), now=timezone.now())
        except Incomplete as refusal:
            messages.error(request, refusal.message)
            context |= _preview(read_announcement(form.cleaned_data["text"]), form.cleaned_data["text"])
            return form_page(request, "governance/policy_import.html", context)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("governance:staff-policy-import")
        words = _("The policy is recorded.") if result.is_new else _("The same text is recorded already.")
        messages.success(request, words)
        return redirect("governance:staff-policy-version", result.version.public_id)
    return form_page(request, "governance/policy_import.html", context)


def _duty(request: HttpRequest, clause: str, duty: Duty | None) -> HttpResponse:
    names = ("version", *DutyForm.base_fields) if duty else ()
    initial = {name: getattr(duty, name) for name in names}
    form = DutyForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_duty(
                duty_id=duty.pk if duty else None,
                shown_version=form.cleaned_data["version"],
                clause=clause,
                facts={**form.cleaned_data, "is_active": form.cleaned_data["is_active"] or duty is None},
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(Duty, pk=duty.pk if duty else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The duty is saved."))
            return redirect("governance:staff-policy-text")
    context = {"form": form, "clause": outline(clause), "duty": duty, **stale}
    return form_page(request, "governance/duty.html", context)
