"""Requirements and their trace, targets and results of a project."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import StaleVersion
from foundation.core.form_pages import attempt
from foundation.core.forms import RefusableForm
from foundation.core.references import resolve
from foundation.core.stale import stale_context
from products import selectors, services
from products.forms import ActualForm, RequirementForm, TargetForm, VerifyForm
from products.models import Project, Requirement, Target
from products.views.common import SEES, first_error, step, visible_project


@requires(*SEES)
@require_GET
def trace_page(request: HttpRequest, number: str) -> HttpResponse:
    """Which need each requirement comes from, and which needs nothing answers yet."""
    project, user = visible_project(request, number), signed_in(request)
    trace = selectors.trace_of(project, user)
    context = {
        "project": project,
        "trace": trace,
        "may_edit": user.can(Permission.PRODUCT_EDIT) and project.is_open,
        "verify_form": VerifyForm(),
    }
    return render(request, "products/projects/trace.html", context)


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: HttpRequest, number: str, public_id: str = "") -> HttpResponseBase:
    """Add a requirement, or change one."""
    project = visible_project(request, number)
    row = get_object_or_404(project.requirements, public_id=public_id) if public_id else None
    fields = ("version", *services.REQUIREMENT_FIELDS)
    initial: dict[str, Any] = {name: getattr(row, name) for name in fields} if row else {}
    sources = _sources(request, project)
    cited = f"{row.source_kind}:{row.source_public_id}" if row and row.source_kind else ""
    if cited in dict(sources):
        initial |= {"source": cited, "source_kind": "", "source_public_id": ""}
    form = RequirementForm(request.POST or None, sources=sources, initial=initial)
    return _save(
        request,
        project,
        row,
        form,
        lambda facts, version: services.save_requirement(
            project_id=project.pk,
            requirement_id=row.pk if row else None,
            shown_version=version,
            facts=facts,
            by=signed_in(request),
            now=timezone.now(),
        ),
        template="products/projects/requirement.html",
        onward="products:staff-trace",
    )


@requires(Permission.PRODUCT_EDIT)
@require_POST
def verify(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """The result does what is required."""
    project = visible_project(request, number)
    row = get_object_or_404(project.requirements, public_id=public_id)
    form = VerifyForm(request.POST)
    onward = redirect("products:staff-trace", number).url
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(onward)
    return step(
        request,
        lambda: services.verify_requirement(
            project_id=project.pk,
            requirement_id=row.pk,
            how=form.cleaned_data["how"],
            by=signed_in(request),
            now=timezone.now(),
        ),
        _("R%(number)s is verified.") % {"number": row.number},
        onward,
    )


@requires(Permission.PRODUCT_EDIT)
@require_POST
def remove_requirement(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """Take a requirement out."""
    project = visible_project(request, number)
    row = get_object_or_404(project.requirements, public_id=public_id)
    return step(
        request,
        lambda: services.remove_requirement(
            project_id=project.pk, requirement_id=row.pk, by=signed_in(request), now=timezone.now()
        ),
        _("R%(number)s is removed.") % {"number": row.number},
        redirect("products:staff-trace", number).url,
    )


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, number: str, public_id: str = "") -> HttpResponseBase:
    """Set a target, or change one before the gate."""
    project = visible_project(request, number)
    row = get_object_or_404(project.targets, public_id=public_id) if public_id else None
    fields = ("version", *services.TARGET_FIELDS)
    initial = {name: getattr(row, name) for name in fields} if row else {"dimension": request.GET.get("dimension")}
    form = TargetForm(request.POST or None, initial=initial)
    return _save(
        request,
        project,
        row,
        form,
        lambda facts, version: services.save_target(
            project_id=project.pk,
            target_id=row.pk if row else None,
            shown_version=version,
            facts=facts,
            by=signed_in(request),
            now=timezone.now(),
        ),
        template="products/projects/target.html",
        onward="products:staff-project",
    )


@requires(Permission.PRODUCT_EDIT)
@require_POST
def remove_target(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """Take a target out before the gate."""
    project = visible_project(request, number)
    row = get_object_or_404(project.targets, public_id=public_id)
    return step(
        request,
        lambda: services.remove_target(
            project_id=project.pk, target_id=row.pk, by=signed_in(request), now=timezone.now()
        ),
        _("Removed: %(name)s") % {"name": row},
        project.get_absolute_url(),
    )


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def actual(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Record what was measured."""
    project = visible_project(request, number)
    row = get_object_or_404(project.targets, public_id=public_id)
    form = ActualForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        saved = attempt(
            form,
            lambda: services.record_actual(
                project_id=project.pk,
                target_id=row.pk,
                value=said["value"],
                n=said["n"],
                measured_on=said["measured_on"],
                note=said["note"],
                by=signed_in(request),
                now=timezone.now(),
            ),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect(f"{project.get_absolute_url()}#targets")
    context = {
        "project": project,
        "target": row,
        "form": form,
        "earlier": row.actuals.select_related("recorded_by").order_by("-measured_on", "-id"),
    }
    return render(request, "products/projects/actual.html", context, status=422 if form.errors else 200)


def _save(
    request: HttpRequest,
    project: Project,
    row: Requirement | Target | None,
    form: RefusableForm,
    save: Callable[[dict[str, Any], int | None], Model],
    *,
    template: str,
    onward: str,
) -> HttpResponseBase:
    """The rhythm of both forms: show, save, or show again with both sides of a stale save."""
    context: dict[str, Any] = {"project": project, "row": row, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: save(form.cleaned_data, form.cleaned_data["version"] if row else None))
        except StaleVersion:
            if row is not None:
                row.refresh_from_db()
                context |= stale_context(form, row)
            return render(request, template, context, status=409)
        if saved:
            messages.success(request, _("Saved."))
            return redirect(onward, project.number)
    return render(request, template, context, status=422 if form.errors else 200)


def _sources(request: HttpRequest, project: Project) -> list[tuple[str, str]]:
    """What the requirements of this project can be traced to at a click: its ideas and the records behind them."""
    found = []
    for idea in project.ideas.order_by("id"):
        found.append((f"idea:{idea.public_id}", str(idea)))
        if idea.source_kind:
            source = resolve(signed_in(request), idea.source_kind, idea.source_public_id)
            if source:
                found.append((f"{source.kind}:{source.public_id}", source.title))
    return found
