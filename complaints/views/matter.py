"""Complaints handled as one: linking, taking out, who leads, and the same steps for all."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints import rules_together, selectors, services
from complaints.forms.matter import DescribeForm, LinkForm, MatterReasonForm
from complaints.lifecycle import MOVES
from complaints.models import Complaint, Matter
from complaints.rules import WORKS
from complaints.selectors.matters import Together
from complaints.views.case import blame, visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, StaleVersion


@requires(*SEES)
@require_GET
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """The cases handled as one with this case, and what can be done with them; `?with=` names one to link."""
    given = {"number": request.GET["with"][:40]} if request.GET.get("with") else {}
    return _page(request, visible_case(request, number), link=LinkForm(initial=given, auto_id="link-%s"))


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def link(request: HttpRequest, number: str) -> HttpResponseBase:
    """Handle another case together with this one."""
    complaint = visible_case(request, number)
    form = LinkForm(request.POST, auto_id="link-%s")
    if not form.is_valid():
        return _page(request, complaint, link=form, status=422)
    try:
        services.link(
            complaint_id=complaint.pk,
            other_number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except Incomplete as refusal:
        blame(form, refusal)
        return _page(request, complaint, link=form, status=422)
    except IllegalMove as refusal:
        form.add_error("number", refusal.message)
        return _page(request, complaint, link=form, status=409)
    messages.success(request, _("The cases are now handled as one. Each keeps its own dates, answer and rights."))
    return redirect("complaints:staff-matter", number)


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def unlink(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take this case out again."""
    done = _("%(number)s is handled by itself again.") % {"number": number}
    return _with_reason(request, number, "out", services.unlink, done)


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def lead(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let this case lead the others."""
    return _with_reason(request, number, "lead", services.lead_by, _("%(number)s leads now.") % {"number": number})


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def describe(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write what others who report the same may read of this matter."""
    complaint = visible_case(request, number)
    form = DescribeForm(request.POST, auto_id="describe-%s")
    if not form.is_valid():
        return _page(request, complaint, describe=form, status=422)
    words = form.cleaned_data
    try:
        services.describe(
            complaint_id=complaint.pk,
            public_th=words["public_th"],
            public_en=words["public_en"],
            by=signed_in(request),
            now=timezone.now(),
            shown_version=words["version"],
        )
    except Incomplete as refusal:
        blame(form, refusal)
        return _page(request, complaint, describe=form, status=422)
    except (IllegalMove, StaleVersion) as refusal:
        form.add_error(None, refusal.message)
        return _page(request, complaint, describe=form, status=409)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-matter", number)


@requires(*WORKS)
@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take the steps of the leading case in the others; what came of each is told."""
    complaint = visible_case(request, number)
    try:
        results = services.follow(complaint_id=complaint.pk, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        messages.warning(request, refusal.message)
        return redirect("complaints:staff-matter", number)
    for result in results:
        steps = ", ".join(str(label) for label in _labels(result.moves))
        if steps:
            messages.success(request, f"{result.complaint.number}: {steps}")
        if result.refusal:
            messages.warning(request, f"{result.complaint.number}: {result.refusal}")
    if not results:
        messages.success(request, _("No case is behind the leading one."))
    return redirect("complaints:staff-matter", number)


def _with_reason(
    request: HttpRequest, number: str, name: str, act: Callable[..., object], done: str
) -> HttpResponseBase:
    complaint = visible_case(request, number)
    form = MatterReasonForm(request.POST, auto_id=f"{name}{complaint.pk}-%s")
    if not form.is_valid():
        return _page(request, complaint, refused={name: form}, status=422)
    try:
        act(
            complaint_id=complaint.pk,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except IllegalMove as refusal:
        form.add_error(None, refusal.message)
        return _page(request, complaint, refused={name: form}, status=409)
    messages.success(request, done)
    return redirect("complaints:staff-matter", number)


def _page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    link: forms.Form | None = None,
    describe: forms.Form | None = None,
    refused: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, found = signed_in(request), selectors.together(signed_in(request), complaint)
    context = {
        "complaint": complaint,
        "together": found,
        "rows": _rows(user, found, complaint, refused or {}),
        "why_apart": rules_together.why_apart(complaint),
        "may_group": rules_together.may_group(user, complaint),
        "may_link": rules_together.may_group(user, complaint) and complaint.is_open,
        "may_follow": any(user.can(each) for each in WORKS),
        "link_form": link or LinkForm(auto_id="link-%s"),
        "describe_form": describe or (_describe_form(found.matter) if found else None),
        "form": next(iter(refused.values())) if refused else link or describe,
        "is_refused": refused is not None,
    }
    return render(request, "complaints/staff/matter.html", context, status=status)


def _describe_form(matter: Matter) -> DescribeForm:
    shown = {"version": matter.version, "public_th": matter.public_th, "public_en": matter.public_en}
    return DescribeForm(initial=shown, auto_id="describe-%s")


def _rows(
    user: User, found: Together | None, complaint: Complaint, refused: dict[str, forms.Form]
) -> list[dict[str, object]]:
    """The cases with the steps each is behind, in words, and forms with ids of their own; refused ones as typed."""
    rows = []
    for member in found.members if found else []:
        case, typed = member.complaint, refused if member.complaint.pk == complaint.pk else {}
        rows.append(
            {
                "member": member,
                "steps": _labels(member.steps),
                "may_group": rules_together.may_group(user, case),
                "out": typed.get("out") or MatterReasonForm(auto_id=f"out{case.pk}-%s"),
                "lead": typed.get("lead") or MatterReasonForm(auto_id=f"lead{case.pk}-%s"),
            }
        )
    return rows


def _labels(steps: list[str]) -> list[object]:
    return [MOVES[step].label if step in MOVES else _("Share the findings") for step in steps]
